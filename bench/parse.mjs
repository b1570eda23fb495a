// node parse.mjs NAME=MODULE#EXPORT ...: how fast does each schema parse the page? All in this process, taking turns.
// Prints one JSON object: by name { pagesPerSecond, relative, unchanged }, or { error }; `relative` to the first.

import { isDeepStrictEqual } from "node:util";
import { pathToFileURL } from "node:url";
import { page } from "./page.mjs";

const ROUNDS = 25;
const SLICE_MS = 80;
const WARM_UP_MS = 600;

function pagesPerSecond(schema, milliseconds) {
  const begin = performance.now();
  let pages = 0;
  let elapsed = 0;
  do {
    schema.parse(page);
    pages += 1;
    elapsed = performance.now() - begin;
  } while (elapsed < milliseconds);
  return (pages * 1000) / elapsed;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const report = {};
const schemas = new Map();
for (const argument of process.argv.slice(2)) {
  const [name, module, exported] = argument.split(/[=#]/);
  try {
    const schema = exported.split(".").reduce((value, key) => value[key], await import(pathToFileURL(module)));
    const unchanged = isDeepStrictEqual(schema.parse(page), page);
    schemas.set(name, { schema, unchanged, rates: [] });
  } catch (error) {
    report[name] = { error: error.issues ? `refuses the page: ${JSON.stringify(error.issues[0])}` : String(error) };
  }
}

for (const { schema } of schemas.values()) pagesPerSecond(schema, WARM_UP_MS);
const order = [...schemas.values()];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const entry of order) entry.rates.push(pagesPerSecond(entry.schema, SLICE_MS));
  order.push(order.shift());
}

const [first] = schemas.values();
for (const [name, { rates, unchanged }] of schemas) {
  const relative = median(rates.map((rate, round) => rate / first.rates[round]));
  report[name] = { pagesPerSecond: Math.round(median(rates)), relative: Number(relative.toFixed(2)), unchanged };
}
console.log(JSON.stringify(report));
