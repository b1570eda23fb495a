// node errors.mjs CLIENT: each line of input is a JSON array of operation, text and the server's detail. Prints what
// `fieldErrors` makes of the text, as the operation's schema refuses it, and of the detail; or null where it is taken.

import { createInterface } from "node:readline";

const { fieldErrors, ...client } = await import(process.argv[2]);

for await (const line of createInterface({ input: process.stdin })) {
  const [operation, text, detail] = JSON.parse(line);
  const called = client[operation];
  const { error } = called.schemas.body.safeParse(JSON.parse(text));
  console.log(JSON.stringify(error ? [fieldErrors(error, called), fieldErrors({ detail }, called)] : null));
}
