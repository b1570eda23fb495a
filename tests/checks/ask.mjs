// Reads lines of [check, options, values] and answers with lines of booleans. Options may be a list of arguments.
import { createInterface } from "node:readline";

const is = await import(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  const [name, options, values] = JSON.parse(line);
  const given = "pattern" in options ? { ...options, pattern: new RegExp(options.pattern, "v") } : options;
  const [test] = is[name](...[given].flat());
  console.log(JSON.stringify(values.map((value) => test(value))));
}
