// What the runtime's tests share: a fresh runtime for each, and a server that says what it was asked.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after } from "node:test";

const source = await readFile(new URL("../../src/contractbridge/emitters/runtime/runtime.js", import.meta.url));
let copies = 0;

/** A runtime that nobody has configured yet. */
export const freshRuntime = () => import(`data:text/javascript;base64,${source.toString("base64")}#${copies++}`);

/** Starts a server for the test file. `POST /echo` and the like answer with what came; other paths as `answers` says. */
export async function serve(answers = {}) {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    const answer = answers[url];
    if (typeof answer === "function") return answer(response);
    const { status = 200, type = "application/json", body } = answer ?? {
      body: JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString("utf8") }),
    };
    response.writeHead(status, type ? { "content-type": type } : {});
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}
