// Asks schemas and the server about the same arguments.  node written.mjs CLIENT/index.js SERVER < lines of [operation, args]
// Answers each with [whether the schemas take them, the status of the call].
import { text } from "node:stream/consumers";

const client = await import(process.argv[2]);
client.configure({ baseUrl: process.argv[3] });

async function answer([name, args]) {
  const operation = client[name];
  const taken = Object.entries(args).every(([part, value]) => operation.schemas[part].safeParse(value).success);
  const { response } = await operation.safe(args);
  return [taken, response.status];
}

const calls = (await text(process.stdin)).trim().split("\n").map((line) => JSON.parse(line));
while (calls.length > 0) {
  for (const each of await Promise.all(calls.splice(0, 64).map(answer))) console.log(JSON.stringify(each));
}
