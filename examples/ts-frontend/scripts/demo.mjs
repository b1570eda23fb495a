// A program that uses the generated client, outside any browser: `make demo` runs it against the live shop.
//   node scripts/demo.mjs http://127.0.0.1:8000

import { auth, configure, customers, fieldErrors, OrderInput, orders, products } from "../src/api/index.js";

const dim = (/** @type {string} */ text) => (process.stdout.isTTY ? `\x1b[2m${text}\x1b[0m` : text);

/** @param {string} code @param {unknown} result */
function show(code, result) {
  console.log(`  ${code}`);
  const text = typeof result === "string" ? result : JSON.stringify(result);
  console.log(dim(`    → ${text.length > 150 ? `${text.slice(0, 150)}…` : text}`));
}

let token = "";
configure({
  baseUrl: process.argv[2] ?? "http://127.0.0.1:8000",
  headers: () => (token ? { authorization: `Bearer ${token}` } : {}),
});

const refused = await orders.listOrders.safe();
show("orders.listOrders.safe()", [refused.status, !refused.ok && refused.error]);

({ access_token: token } = await auth.login({
  body: { email: "clerk@shop.example", password: "let-me-in" },
}));
show("auth.login({ body })", "a token");

const page = await orders.listOrders({ query: { status: ["paid", "shipped"], size: 2 } });
show('orders.listOrders({ query: { status: ["paid", "shipped"], size: 2 } })', page.items.map((each) => [each.number, each.status, each.total]));

const [ada] = (await customers.listCustomers()).items;
if (!ada) throw new Error("The shop has no customers.");

/** @type {OrderInput} */
const body = {
  customer_id: ada.id,
  items: [{ product_id: 1, quantity: 0 }],
  payment: { method: "voucher", code: "welcome" },
  ship_to: { street: "Lindenweg 4", postalCode: "10115", city: "Berlin" },
};
const checked = OrderInput.safeParse(body);
show("OrderInput.safeParse(body)", checked.error ? fieldErrors(checked.error, orders.createOrder) : "fine");

body.items = [{ product_id: 1, quantity: 2 }];
body.payment = { method: "voucher", code: "WELCOME1" };
body.deliver_on = "2026-11-22";
const sunday = await orders.createOrder.safe({ body });
if (sunday.ok || sunday.status !== 422) throw new Error("The shop delivers on Sundays.");
show("orders.createOrder.safe({ body })", [sunday.status, fieldErrors(sunday.error, orders.createOrder)]);

body.deliver_on = "2026-11-23";
const order = await orders.createOrder({ body });
show("orders.createOrder({ body })", [order.number, order.total, order.placed_at]);

const missing = { path: { order_id: "00000000-0000-4000-8000-000000000000" } };
const lost = await orders.getOrder.safe(missing);
show("orders.getOrder.safe(...)", [lost.status, !lost.ok && lost.status === 404 && lost.error.detail]);

const image = new File(["not really a picture"], "pot.png", { type: "image/png" });
const path = { product_id: 1 };
const kept = await products.putProductImage({ path, body: { image, caption: "A pot" } });
show("products.putProductImage({ path, body: { image, caption } })", kept);

const invoice = await orders.getInvoice({ path: { order_id: order.id } });
show("orders.getInvoice(...)", `a ${invoice.constructor.name} of ${invoice.size} bytes, ${invoice.type}`);

const table = await orders.exportOrders();
show("orders.exportOrders()", table.split("\n")[0]?.trim());

await auth.logout();
show("auth.logout()", "204");
