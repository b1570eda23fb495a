import assert from "node:assert/strict";
import { test } from "node:test";
import { freshRuntime, serve } from "./support.mjs";

const json = "application/json";
const html = "text/html";
const invalid = { detail: [{ loc: ["body", "items", 0, "quantity"], msg: "Input should be greater than 0" }] };
const answers = {
  "/json": { body: '{"a":1,"__proto__":{"b":2}}' },
  "/problem": { type: "application/problem+json; charset=utf-8", body: "[1]" },
  "/null": { body: "null" },
  "/untyped": { type: "", body: "[2]" },
  "/text": { type: "text/plain", body: "häl" },
  "/notext": { type: "text/plain", body: "" },
  "/csv": { type: "text/csv", body: "a,b" },
  "/xml": { type: "application/xml", body: "<a/>" },
  "/png": { type: "image/png", body: Buffer.from([0, 255]) },
  "/empty": { body: "" },
  "/204": { status: 204, type: "" },
  "/205": { status: 205, type: "" },
  "/304": { status: 304, type: "" },
  "/html": { type: html, body: "<h1>Login</h1>" },
  "/broken": { body: '{"a":' },
  "/404": { status: 404, body: '{"detail":"No such order"}' },
  "/404html": { status: 404, type: html, body: "<h1>Not found</h1>" },
  "/404broken": { status: 404, body: "{" },
  "/404empty": { status: 404, type: "" },
  "/422": { status: 422, body: JSON.stringify(invalid) },
  "/422two": { status: 422, body: JSON.stringify({ detail: [...invalid.detail, { loc: ["query", "limit"], msg: "x" }] }) },
  "/500": { status: 500, type: "text/plain", body: "Internal Server Error" },
  "/500long": { status: 500, type: "text/plain", body: "x".repeat(999) },
  "/599": { status: 599, body: '{"message":"odd"}' },
  "/cut": (response) => {
    response.writeHead(200, { "content-type": json, "content-length": 100 });
    response.write("{");
    setTimeout(() => response.destroy(), 10);
  },
};
const baseUrl = await serve(answers);
const runtime = await freshRuntime();
const { operation, configure, ApiError, fieldErrors } = runtime;
configure({ baseUrl });

const call = (path, reads) => operation({ method: "GET", path, reads: runtime[reads] });

for (const [path, reads, expected] of [
  ["/json", undefined, JSON.parse(answers["/json"].body)],
  ["/problem", undefined, [1]],
  ["/null", undefined, null],
  ["/untyped", undefined, [2]],
  ["/empty", undefined, undefined],
  ["/204", undefined, undefined],
  ["/204", "blob", undefined],
  ["/204", "text", undefined],
  ["/205", undefined, undefined],
  ["/text", "text", "häl"],
  ["/notext", "text", ""],
  ["/html", "text", "<h1>Login</h1>"],
  ["/json", "text", answers["/json"].body],
  ["/json", "anything", JSON.parse(answers["/json"].body)],
  ["/text", "anything", "häl"],
  ["/csv", "anything", "a,b"],
  ["/xml", "anything", "<a/>"],
  ["/empty", "anything", undefined],
  ["/broken", "anything", '{"a":'],
  ["/untyped", "anything", "[2]"],
]) {
  test(`data: ${path} as ${reads ?? "json"}`, async () => {
    assert.deepEqual(await call(path, reads)(), expected);
    const { ok, status, data, response } = await call(path, reads).safe();
    assert.deepEqual([ok, status, data], [true, Number(path.slice(1)) || 200, expected]);
    assert.ok(response instanceof Response);
  });
}

for (const [path, reads] of [["/png", "blob"], ["/png", "anything"], ["/html", "blob"]]) {
  test(`data: ${path} as ${reads} is a Blob`, async () => {
    const blob = await call(path, reads)();
    assert.ok(blob instanceof Blob);
    assert.equal(blob.type, answers[path].type);
    assert.deepEqual(Buffer.from(await blob.arrayBuffer()), Buffer.from(answers[path].body));
  });
}

test("data: a stream is the response, unread", async () => {
  const response = await call("/text", "stream")();
  assert.equal(response.bodyUsed, false);
  assert.equal(await response.text(), "häl");
  const { data } = await call("/text", "stream").safe();
  assert.equal(data.bodyUsed, false);
  await data.text();
});

for (const [path, reads, body, message] of [
  ["/404", undefined, { detail: "No such order" }, "GET /404 -> 404 Not Found: No such order"],
  ["/404", "blob", { detail: "No such order" }, "GET /404 -> 404 Not Found: No such order"],
  ["/404", "stream", { detail: "No such order" }, "GET /404 -> 404 Not Found: No such order"],
  ["/404html", undefined, "<h1>Not found</h1>", "GET /404html -> 404 Not Found: <h1>Not found</h1>"],
  ["/404broken", undefined, "{", "GET /404broken -> 404 Not Found: {"],
  ["/404empty", undefined, undefined, "GET /404empty -> 404 Not Found"],
  ["/422", undefined, invalid, "GET /422 -> 422 Unprocessable Entity: body.items.0.quantity: Input should be greater than 0"],
  ["/422two", undefined, undefined, "GET /422two -> 422 Unprocessable Entity: body.items.0.quantity: Input should be greater than 0 (and 1 more)"],
  ["/500", undefined, "Internal Server Error", "GET /500 -> 500 Internal Server Error: Internal Server Error"],
  ["/500long", undefined, "x".repeat(999), `GET /500long -> 500 Internal Server Error: ${"x".repeat(200)}`],
  ["/599", undefined, { message: "odd" }, "GET /599 -> 599 unknown"],
  ["/304", undefined, undefined, "GET /304 -> 304 Not Modified"],
]) {
  test(`error: ${path} as ${reads ?? "json"}`, async () => {
    const status = Number(path.slice(1, 4));
    const error = await call(path, reads)().catch((each) => each);
    assert.ok(error instanceof ApiError && error instanceof Error);
    assert.deepEqual(
      [error.name, error.status, error.method, error.path, error.url, error.message],
      ["ApiError", status, "GET", path, baseUrl + path, message],
    );
    assert.ok(error.headers instanceof Headers);
    const result = await call(path, reads).safe();
    assert.deepEqual([result.ok, result.status, result.error], [false, status, error.body]);
    if (path !== "/422two") assert.deepEqual(error.body, body);
  });
}

for (const [path, body, message] of [
  ["/html", "<h1>Login</h1>", "GET /html -> 200 OK: the body is not valid JSON (text/html)"],
  ["/broken", '{"a":', "GET /broken -> 200 OK: the body is not valid JSON (application/json)"],
]) {
  test(`a broken promise: ${path}`, async () => {
    for (const way of [call(path), call(path).safe]) {
      await assert.rejects(way(), (error) => {
        assert.ok(error instanceof ApiError);
        assert.deepEqual([error.status, error.body, error.message], [200, body, message]);
        return true;
      });
    }
  });
}

test("a connection that breaks off within the body rejects as fetch does", async () => {
  await assert.rejects(call("/cut")(), (error) => !(error instanceof ApiError));
});

test("isError tells operations and statuses apart", async () => {
  const [one, other] = [call("/404"), call("/422")];
  const error = await one().catch((each) => each);
  assert.deepEqual(
    [one.isError(error), one.isError(error, 404), one.isError(error, 422), other.isError(error), one.isError(new Error())],
    [true, true, false, false, false],
  );
  assert.ok(!operation({ method: "POST", path: "/404" }).isError(error));
});

const fastapi = (...issues) => ({ detail: issues.map(([loc, msg]) => ({ loc, msg, type: "t" })) });
for (const [says, error, expected] of [
  ["FastAPI's body", fastapi([["body", "items", 0, "quantity"], "a"], [["body", "items", 0, "quantity"], "b"]), { "items.0.quantity": ["a", "b"] }],
  ["other places", fastapi([["query", "limit"], "a"], [["path", "id"], "b"]), { "query.limit": ["a"], "path.id": ["b"] }],
  ["the whole body", fastapi([["body"], "a"]), { "": ["a"] }],
  ["a field called body", fastapi([["body", "body"], "a"]), { body: ["a"] }],
  ["a detail that is text", { detail: "No" }, { "": ["No"] }],
  ["Zod", { issues: [{ path: ["items", 0], message: "a" }, { path: [], message: "b" }] }, { "items.0": ["a"], "": ["b"] }],
  ["Zod, a field called body", { issues: [{ path: ["body"], message: "a" }] }, { body: ["a"] }],
  ["a ContractError in the body", { part: "body", issues: [{ path: ["a"], message: "m" }] }, { a: ["m"] }],
  ["a ContractError elsewhere", { part: "query", issues: [{ path: ["a"], message: "m" }] }, { "query.a": ["m"] }],
  ["a ContractError of several parts", { issues: [{ part: "query", path: ["a"], message: "m" }, { part: "body", path: ["a"], message: "n" }] }, { "query.a": ["m"], a: ["n"] }],
  ["the same twice", fastapi([["body", "a", "Cat", "x"], "m"], [["body", "a", "Cat", "x"], "m"]), { "a.Cat.x": ["m"] }],
  ["what only the server adds", fastapi([["body", "n"], "Input should be a valid integer, unable to parse string as an integer"]), { n: ["Input should be a valid integer"] }],
  ["names of Object's own", fastapi([["body", "__proto__"], "a"], [["body", "constructor"], "b"]), Object.fromEntries([["__proto__", ["a"]], ["constructor", ["b"]]])],
  ["text", "Internal Server Error", {}],
  ["nothing", undefined, {}],
  ["null", null, {}],
  ["an unknown detail", { detail: { code: 7 } }, {}],
  ["a list of other things", { detail: [null, 1, "x", {}] }, {}],
]) {
  test(`fieldErrors: ${says}`, () => assert.deepEqual(fieldErrors(error), expected));
}

test("fieldErrors: of one part's schema", () => {
  assert.deepEqual(fieldErrors({ issues: [{ path: ["a"], message: "m" }] }, undefined, "query"), { "query.a": ["m"] });
});

test("fieldErrors: of an ApiError", async () => {
  const error = await call("/422")().catch((each) => each);
  assert.deepEqual(fieldErrors(error), { "items.0.quantity": ["Input should be greater than 0"] });
});
