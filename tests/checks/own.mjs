// Prints what `own` makes of objects: for each [input, result or paths of issues].
import { own } from "./checks.js";
import * as z from "zod";

const fields = {
  constructor: z.string().optional(),
  toString: z.string().default("none"),
  ["__proto__"]: z.object({ polluted: z.boolean() }).optional(),
};
const schemas = {
  plain: own(z.object(fields)),
  strict: own(z.strictObject(fields)),
  loose: own(z.looseObject(fields)),
  required: own(z.object({ ["__proto__"]: z.string(), valueOf: z.string() })),
  refined: own(z.object({ constructor: z.string().optional() }).refine((value) => !Object.hasOwn(value, "constructor"))),
};
const inputs = [
  "{}",
  '{"constructor": "a", "other": 1}',
  '{"constructor": 1}',
  '{"__proto__": {"polluted": true}}',
  '{"__proto__": 1}',
  "[]",
];
for (const [name, schema] of Object.entries(schemas)) {
  for (const text of inputs) {
    const { success, data, error } = z.object({ inner: schema }).safeParse({ inner: JSON.parse(text) });
    const paths = error?.issues.map((issue) => `${issue.code} ${issue.path.join(".")}`);
    console.log(name, text, success ? JSON.stringify(data.inner) : paths.join(", "));
  }
}
console.log({}.polluted);
