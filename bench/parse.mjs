// node parse.mjs SCHEMAS: how fast does each schema parse its payload? All in this process, the schemas taking turns.
// SCHEMAS is JSON, { payload: { name: "module#export" } }, where "export[]" is an array of that schema. Prints JSON,
// { payload: { name: { perSecond, unchanged } or { error } } }.

import { isDeepStrictEqual } from "node:util";
import { pathToFileURL } from "node:url";
import * as payloads from "./payloads.mjs";

const ROUNDS = 25;
const SLICE_MS = 60;
// Rounds that do not count, until all are compiled, with what the others taught the compiler.
const WARM_UP = 10;

/** In batches, so that looking at the clock costs next to nothing. */
function perSecond({ schema, payload, batch }, milliseconds) {
  const begin = performance.now();
  let parsed = 0;
  let elapsed = 0;
  do {
    for (let left = batch; left > 0; left -= 1) schema.parse(payload);
    parsed += batch;
    elapsed = performance.now() - begin;
  } while (elapsed < milliseconds);
  return (parsed * 1000) / elapsed;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function load(address) {
  const [, module, name, list] = /^(.*)#(.*?)(\[\])?$/.exec(address);
  const schema = (await import(pathToFileURL(module)))[name];
  return list ? schema.array() : schema;
}

async function measure(payload, addresses) {
  const found = {};
  const entries = [];
  for (const [name, address] of Object.entries(addresses)) {
    try {
      const schema = await load(address);
      const unchanged = isDeepStrictEqual(schema.parse(payload), payload);
      entries.push({ name, schema, payload, unchanged, batch: 1, rates: [] });
    } catch (error) {
      found[name] = { error: error.issues ? `refuses it: ${JSON.stringify(error.issues[0])}` : String(error) };
    }
  }
  for (const entry of entries) entry.batch = Math.ceil(perSecond(entry, SLICE_MS) / 1000);
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const entry of entries) entry.rates.push(perSecond(entry, SLICE_MS));
    entries.push(entries.shift());
  }
  for (const { name, rates, unchanged } of entries) found[name] = { perSecond: median(rates.slice(WARM_UP)), unchanged };
  return found;
}

const report = {};
for (const [name, addresses] of Object.entries(JSON.parse(process.argv[2]))) {
  report[name] = await measure(payloads[name], addresses);
}
console.log(JSON.stringify(report));
