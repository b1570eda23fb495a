// Asks all that may see any value about objects whose own members hide what text is made of, and about other odd values.
// Takes a list of [check, options] as JSON; says what throws.
import * as z from "zod";
import * as is from "./checks.js";

const names = ["toString", "valueOf", "toJSON", "length", "constructor", "hasOwnProperty", "__proto__", "kind", "a"];
const objects = names.map((name) => JSON.parse(`{"${name}": 0}`));
const hidden = JSON.parse('{"toString": 0, "valueOf": {}, "length": {"toString": 0, "valueOf": 0}, "constructor": []}');
const plain = [undefined, null, true, 0, -1.5, 1e300, Infinity, -Infinity, "", "a", "1", [], {}];
const seeds = [...plain, ...objects, hidden];
const values = [...seeds, ...seeds.flatMap((each) => [[each], [[each], each], { kind: each, a: each }, { length: each }])];

const schemas = {};
for (const [name, { pattern, ...options }] of JSON.parse(process.argv[2])) {
  const check = is[name](options);
  const [, says] = check;
  if (name.startsWith("lax")) schemas[`${name} ${JSON.stringify(options)}`] = z.custom(...check);
  else if (says.error) schemas[`written ${name} ${JSON.stringify(options)}`] = z.custom(...is.written(check));
}
const [object, other] = [z.object({ kind: z.literal("x") }), z.object({ kind: z.literal("y"), a: z.string().optional() })];
const both = () => z.union([z.string(), z.tuple([z.string(), z.number()]), z.object({ a: z.string() })]);
const tagged = () => z.discriminatedUnion("kind", [object, other], is.tag);
Object.assign(schemas, {
  aliased: is.aliased(z.object({ a: z.string() }), { a: ["kind", ["length", "toString"], ["toString", 0]] }),
  either: is.either(both()),
  fullest: is.fullest(both()),
  laxEnum: is.laxEnum({ A: 1, B: "b" }),
  laxIterable: z.custom(...is.laxIterable(() => z.string())),
  laxOmitted: z.custom(...is.laxOmitted()),
  own: is.own(z.object({ length: z.number(), a: z.string().optional() })),
  reached: is.reached(z.object({}), [{ paths: [["a", "length"], ["kind", 0]], schema: () => z.string() }]),
  sent: is.sent(z.custom(...is.laxText()), { required: true, list: true, blank: true }),
  strict: is.strict(z.strictObject({ a: z.string() })),
  tag: tagged(),
  tagged: is.tagged(tagged(), "kind", "a", { defaults: ["x"], renamed: ["y"] }),
  tuple: is.tuple(z.tuple([z.string(), z.number()])),
  whole: is.sized(is.whole(z.record(z.string(), z.string())), is.size(1, 2, is.asInteger)),
});

const read = Object.keys(is).filter((name) => /^as[A-Z]/.test(name) && !/^as(?:Items|Set|Object|Given|Either)$/.test(name));
for (const name of read) {
  const reader = /^as(?:Text|Base64|Ip)$/.test(name) ? is[name]() : is[name];
  const nested = is.asEither(is.asItems(reader), is.asObject({ a: 0 }, { kind: reader }), is.asSet(reader), reader);
  schemas[name] = z.unknown().refine((value) => is.distinct({}, nested)[0]([value, value]));
}

for (const [name, schema] of Object.entries(schemas)) {
  for (const value of values) {
    try {
      schema.safeParse(value).error?.issues;
    } catch (error) {
      console.log(name, JSON.stringify(value), `${error}`);
    }
  }
}
console.log("answered");
