// Parses JSON with generated schemas:  node judge.mjs FOLDER < lines of [method, path, side, status, text, wire]
// Answers each with [verdict, issues]: "ok", "altered", "refused" with [path, message] of each issue, or "broken".
// With a `wire`, the client must send exactly that ("missent"), or nothing ("unsendable").
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";

const folder = process.argv[2];
const operations = new Map();

function collect(exports) {
  for (const each of Object.values(exports)) {
    if (typeof each === "function" && each.method && each.path) operations.set(`${each.method} ${each.path}`, each);
    else if (each?.[Symbol.toStringTag] === "Module") collect(each);
  }
}

async function judge([method, path, side, status, text, wire]) {
  const operation = operations.get(`${method} ${path}`);
  const schema = schemaOf(operation?.schemas, `${method} ${path}`, side, status);
  if (!schema) return ["broken", [[[], "there is no schema"]]];
  const value = JSON.parse(text, (_, each) => (each === FILE ? new File(["file"], "file") : each));
  if (wire !== null) {
    const sent = await sentBy(operation, side, value);
    if (sent === undefined) return ["unsendable", []];
    if (!isDeepStrictEqual(sent, wire)) return ["missent", [[[], `the client sends ${JSON.stringify(sent)}`]]];
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return [isDeepStrictEqual(data, value) ? "ok" : "altered", []];
  return ["refused", error.issues.map((issue) => [issue.path.map((key) => (typeof key === "symbol" ? String(key) : key)), issue.message])];
}

function schemaOf(schemas, operation, side, status) {
  if (side === "response") return schemas?.responses?.[status];
  if (side === "item") return items[`${operation} ${status}`]?.();
  return schemas?.[side];
}

// What a client sends

const FILE = "\u0000file";

/** The part of the request that `value` becomes, or nothing where the client refuses to send it. */
async function sentBy(operation, side, value) {
  const path = Object.fromEntries([...operation.path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => [name, "a"]));
  let request;
  const keep = async (_, init) => ((request = init), new Response(null, { status: 204 }));
  try {
    await operation.safe({ path, [side]: value }, { fetch: keep, baseUrl: "" });
  } catch {
    return undefined;
  }
  const [before, query = ""] = request.url.split("?");
  switch (side) {
    case "path":
      return before;
    case "query":
      return [...new URLSearchParams(query)];
    case "header":
      return [...request.headers];
    case "cookie":
      return request.headers.get("cookie") ?? "";
    default:
      return request.body instanceof Blob ? partsOf(request.body) : [...request.body];
  }
}

/** The parts of multipart/form-data. Those who read forms for us would take a mark at the beginning of a text away. */
async function partsOf(blob) {
  const [first, ...parts] = (await blob.text()).split(`--${/boundary=(.*)/.exec(blob.type)[1]}`);
  if (first !== "" || parts.pop() !== "--\r\n") throw new TypeError("this is no form");
  return parts.map((part) => {
    const [, name, file, value] = /^\r\n.*; name="([^"]*)"(; filename)?.*?\r\n\r\n(.*)\r\n$/s.exec(part);
    return [name.replace(/%(?:0A|0D|22)/g, decodeURIComponent), file ? FILE : value];
  });
}

collect(await import(new URL("index.js", folder)));
const { items } = await import(new URL("items.js", folder));
for await (const line of createInterface({ input: process.stdin })) {
  let verdict;
  try {
    verdict = await judge(JSON.parse(line));
  } catch (error) {
    verdict = ["broken", [[[], String(error)]]];
  }
  console.log(JSON.stringify(verdict));
}
