// Drives the shop's frontend in Chromium, the way a clerk would, and prints what it saw as JSON.
//   node shop.mjs CHROMIUM URL [FOLDER_FOR_PICTURES]

import { chromium } from "playwright-core";

const [executablePath, url, pictures] = process.argv.slice(2);
const args = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"];
const browser = await chromium.launch({
  executablePath,
  args: [...args, "disable-component-update", "disable-sync"].map((each) => `--${each}`),
});
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
page.setDefaultTimeout(20_000);

const seen = { console: [] };
page.on("console", (message) => message.type() === "error" && seen.console.push(message.text()));
page.on("pageerror", (error) => seen.console.push(String(error)));

const take = async (name) => pictures && page.screenshot({ path: `${pictures}/${name}.png` });
const alerts = async () => {
  await page.locator("form.order [role=alert]").first().waitFor();
  const fields = page.locator("form.order .field.wrong");
  return Object.fromEntries(
    await fields.evaluateAll((all) =>
      all.map((each) => [each.querySelector("span").textContent, each.querySelector("em").textContent]),
    ),
  );
};
const rows = () => page.locator(".orders tbody tr");
const place = () => page.getByRole("button", { name: "Place order" }).click();
const answer = () => page.waitForResponse((each) => each.request().method() === "POST");

try {
  await page.goto(url);
  await page.getByRole("button", { name: "Log in" }).click();
  await rows().first().waitFor();
  seen.orders = await rows().evaluateAll((all) => all.map((each) => each.innerText.split(/\s*\t\s*/)));

  await rows().getByRole("button", { name: "1002" }).click();
  await page.getByRole("heading", { name: "Order 1002" }).waitFor();
  seen.order = await page.locator("article").innerText();
  await take("order");

  await page.getByRole("button", { name: "New order" }).click();
  await page.locator("input[name='items.0.quantity']").fill("0");
  let sent = 0;
  page.on("request", (request) => (sent += request.method() === "POST" ? 1 : 0));
  await place();
  seen.invalid = await alerts();
  seen.sentWhileInvalid = sent;
  await take("invalid");

  await page.getByLabel("Customer").selectOption({ label: "Ada Winter" });
  await page.locator("input[name='items.0.quantity']").fill("2");
  await page.locator("input[name=street]").fill("Lindenweg 4");
  await page.locator("input[name=postalCode]").fill("10115");
  await page.locator("input[name=city]").fill("Berlin");
  await page.locator("input[name=last_digits]").fill("4242");
  await page.locator("input[name=deliver_on]").fill("2026-11-22");
  const [refused] = await Promise.all([answer(), place()]);
  await page.waitForFunction(() => document.querySelectorAll("form.order [role=alert]").length === 1);
  seen.refused = [refused.status(), await alerts()];
  await take("refused");

  await page.locator("input[name=deliver_on]").fill("2026-11-23");
  const [placed] = await Promise.all([answer(), place()]);
  await page.locator("article h2").waitFor();
  seen.placed = [placed.status(), await page.locator("article h2").innerText(), await rows().count()];
  await take("placed");
} finally {
  await browser.close();
  console.log(JSON.stringify(seen));
}
