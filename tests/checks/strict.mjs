// Prints where `strict` tells an object from others than Zod's own strict object does; and how many it was asked.
import { strict } from "./checks.js";
import * as z from "zod";

const shape = () => ({
  1: z.number().optional(),
  name: z.string().min(2),
  get self() {
    return z.array(z.strictObject({ name: z.string() })).optional();
  },
  ["__proto__"]: z.string().optional(),
});
class Form {
  hidden = 1;
  get name() {
    return "ab";
  }
}
const inputs = [
  ...[{ name: "ab" }, { self: [], name: "ab", 1: 1 }, { name: "ab", 1: 1, self: [{ name: "a", more: 1 }] }, {}, { name: "a" }],
  ...[{ name: "ab", more: 1 }, { more: 1 }, { more: 1, name: "a", other: 2 }, { name: undefined }, { name: "ab", more: undefined }],
  ...[{ name: "ab", self: undefined }, new Form(), Object.create({ name: "ab" }), Object.create({ name: "ab", more: 1 })],
  ...[JSON.parse('{"name":"ab","__proto__":"a"}'), JSON.parse('{"name":"ab","__proto__":1}'), { name: "ab", toString: 1 }],
  ...[[], ["a"], "ab", "", 1, null, undefined, { name: "ab", [Symbol.iterator]: 1 }],
];
const derived = {
  itself: (schema) => schema,
  extended: (schema) => schema.extend({ more: z.number() }),
  picked: (schema) => schema.pick({ name: true }),
  partial: (schema) => schema.partial(),
  loose: (schema) => schema.loose(),
  refined: (schema) => schema.refine((value) => Object.keys(value).length !== 2, "two"),
  optional: (schema) => schema.optional(),
  within: (schema) => z.object({ inner: schema }),
  either: (schema) => z.discriminatedUnion("name", [schema.extend({ name: z.literal("ab") }), z.strictObject({ name: z.literal("a") })]),
};
const told = (schema, input) => {
  const { success, data, error } = schema.safeParse(input);
  return JSON.stringify([success, data, error?.issues]);
};
let asked = 0;
for (const [name, derive] of Object.entries(derived)) {
  const [ours, zods] = [derive(strict(z.strictObject(shape()))), derive(z.strictObject(shape()))];
  for (const input of inputs) {
    const given = name === "within" ? { inner: input } : input;
    const [mine, expected] = [told(ours, given), told(zods, given)];
    if (mine !== expected) console.log(name, input, mine, expected);
    asked += 1;
  }
}
console.log(asked);
