// What the schemas of the unedited shop say to answers: lines of [operation, status, body] in, of a sentence or null
// out. In place of an operation stands the name of a model, for what is sent item by item. Run beside the generated `api/`.

import { createInterface } from "node:readline";
import * as api from "./api/index.js";

const operations = new Map();
const collect = (exports) => {
  for (const each of Object.values(exports)) {
    if (typeof each === "function" && each.schemas) operations.set(`${each.method} ${each.path}`, each.schemas);
    else if (each?.[Symbol.toStringTag] === "Module") collect(each);
  }
};
collect(api);

for await (const line of createInterface({ input: process.stdin })) {
  const [operation, status, body] = JSON.parse(line);
  const schema = operation in api ? api[operation] : operations.get(operation).responses?.[status];
  const result = schema?.safeParse(body);
  const issue = result?.success === false ? result.error.issues[0] : undefined;
  console.log(JSON.stringify(issue ? `${issue.path.join(".")}: ${issue.message}` : null));
}
