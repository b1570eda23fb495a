// Parses JSON with generated schemas:  node judge.mjs INDEX < lines of [method, path, side, status, text]
// Answers each with [verdict, issues]: "ok", "altered", "refused" with [path, message] of each issue, or "broken".
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";

const operations = new Map();

function collect(exports) {
  for (const each of Object.values(exports)) {
    if (typeof each === "function" && each.method && each.path) operations.set(`${each.method} ${each.path}`, each);
    else if (each?.[Symbol.toStringTag] === "Module") collect(each);
  }
}

function judge([method, path, side, status, text]) {
  const schemas = operations.get(`${method} ${path}`)?.schemas;
  const schema = side === "body" ? schemas?.body : schemas?.responses?.[status];
  if (!schema) return ["missing", []];
  const value = JSON.parse(text);
  const { success, data, error } = schema.safeParse(value);
  if (success) return [isDeepStrictEqual(data, value) ? "ok" : "altered", []];
  return ["refused", error.issues.map((issue) => [issue.path.map((key) => (typeof key === "symbol" ? String(key) : key)), issue.message])];
}

collect(await import(process.argv[2]));
for await (const line of createInterface({ input: process.stdin })) {
  let verdict;
  try {
    verdict = judge(JSON.parse(line));
  } catch (error) {
    verdict = ["broken", [[[], String(error)]]];
  }
  console.log(JSON.stringify(verdict));
}
