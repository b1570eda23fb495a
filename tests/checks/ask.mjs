// Reads lines of [check, options, values] and answers with lines of booleans.
import { createInterface } from "node:readline";

const is = await import(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  const [name, { pattern, ...options }, values] = JSON.parse(line);
  const [test] = is[name](pattern === undefined ? options : { ...options, pattern: new RegExp(pattern, "v") });
  console.log(JSON.stringify(values.map((value) => test(value))));
}
