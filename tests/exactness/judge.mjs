// Parses documents with generated schemas.  node judge.mjs CLIENT/index.js < lines of [operation, "body" | status, text]
// Answers each with "ok", "altered", or "refused" and why.
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";

const client = await import(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  const [operation, side, text] = JSON.parse(line);
  const schemas = client[operation].schemas;
  const schema = side === "body" ? schemas.body : schemas.responses[side];
  const value = JSON.parse(text);
  let verdict;
  try {
    const { success, data, error } = schema.safeParse(value);
    verdict = success ? [isDeepStrictEqual(data, value) ? "ok" : "altered", ""] : ["refused", error.message];
  } catch (error) {
    verdict = ["broken", String(error)];
  }
  console.log(JSON.stringify(verdict));
}
