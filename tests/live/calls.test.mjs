// The generated client against the live server. Each row: what it says, the call, what it gives.

import assert from "node:assert/strict";
import { test } from "node:test";

const api = await import(process.env.CLIENT);
const { configure, ApiError, ContractError, fieldErrors, orders, parameters, bodies, answers, health, delete_, room } = api;
const baseUrl = process.env.SERVER;
configure({ baseUrl });

const items = [{ name: "pen" }];
const full = (name) => ({ name, quantity: 1, note: null });
const file = (text, name) => new File([text], name, { type: "text/plain" });

for (const [says, call, expected] of [
  // The twenty-one
  ["a JSON body", () => orders.createOrder({ body: { items } }), { id: 7, items: [full("pen")] }],
  ["a path parameter", () => orders.getOrder({ path: { order_id: 3 } }), { id: 3, items: [] }],
  ["a list in the query", () => orders.getOrder({ path: { order_id: 3 }, query: { expand: ["a", "b,c"] } }), { id: 3, items: [full("a"), full("b,c")] }],
  ["null in the query", () => parameters.getQuery({ query: { q: null, number: undefined } }), { tag: [] }],
  ["reserved characters in a path", () => parameters.getPath({ path: { text: "a?b#c %&=+ü", colour: "light blue" } }), ["a?b#c %&=+ü", "light blue"]],
  ["header parameters", () => parameters.getHeader({ header: { "x-token": "t", "x-count": 2 } }), ["t", 2, null]],
  ["a cookie", () => parameters.getCookie({ cookie: { session: 'a b;"c"', theme: "dark" } }), ['a b;"c"', "dark"]],
  ["a form", () => bodies.sendForm({ body: { name: "a&b", tags: ["x", "y"], age: null } }), ["a&b", ["x", "y"], null]],
  ["an upload", () => bodies.upload({ body: { file: file("hi", "hi.txt"), tags: ["a", "b"] } }), ["hi.txt", "text/plain", "hi", null, ["a", "b"]]],
  ["several uploads", () => bodies.uploadMany({ body: { files: [new Blob(["1"]), file("2", "b")], extra: new Blob(["x"]) } }), ["1", "2", "x"]],
  ["a text body", () => bodies.sendText({ body: "häl\nlo" }), "häl\nlo"],
  ["raw bytes", () => bodies.sendRaw({ body: new Uint8Array([104, 105]), contentType: "application/octet-stream" }), ["application/octet-stream", "hi"]],
  ["a 204", () => orders.deleteOrder({ path: { order_id: 1 } }), undefined],
  ["null", () => answers.getNull(), null],
  ["text", () => answers.getPlain(), "häl lo"],
  ["a declared error", () => orders.getOrder({ path: { order_id: 404 } }), "GET /orders/{order_id} -> 404 Not Found: No such order"],
  ["a 422", () => orders.createOrder({ body: { items: [{ name: "pen", quantity: 0 }] } }), "POST /orders -> 422 Unprocessable Entity: body.items.0.quantity: Input should be greater than 0"],
  ["an undeclared error", () => answers.fail(), "GET /fails -> 500 Internal Server Error: broken"],
  ["an error that is not JSON", () => answers.getProxyPage({ path: { status: 502 } }), "GET /proxy/{status} -> 502 Bad Gateway: <h1>Proxy</h1>"],
  ["a download", async () => (await (await answers.download()).text()).slice(0, 22), '"""A server with one o'],
  ["a file", async () => (await (await answers.getFile()).text()).slice(0, 22), '"""A server with one o'],
  ["XML that nobody declared", () => answers.getLegacy(), "<a/>"],
  ["JSON of another class", () => answers.getRaw({}, { validate: "both" }), { name: "pen", quantity: 1, note: null }],
  ["what is documented alone", () => answers.getDocumented({}, { validate: "both" }), { name: "pen" }],
  ["text beside JSON", () => answers.getEither({ query: { csv: true } }, { validate: "both" }), "a,b"],
  ["JSON beside text", () => answers.getEither({ query: { csv: false } }, { validate: "both" }), { name: "pen" }],
  ["JSON lines", async () => (await answers.getLines()).text(), '{"n":1}\n{"n":2}\n'],
  // And more
  ["every kind of query value", () => parameters.getQuery({ query: { flag: false, number: 1.5, colour: "light blue", at: "2026-01-02T03:04:05Z", tag: ["x", "y"], "ids[]": [2, 1] } }), { flag: false, number: 1.5, colour: "light blue", at: "2026-01-02T03:04:05Z", tag: ["x", "y"], ids: [1, 2] }],
  ["a Date, though the type says text", () => parameters.getQuery({ query: { at: new Date(0) } }), { at: "1970-01-01T00:00:00Z", tag: [] }],
  ["names of Object's own", () => parameters.getQuery({ query: { constructor: "c", ["__proto__"]: "p" } }), { constructor: "c", proto: "p", tag: [] }],
  ["a model as query", () => parameters.getFilter({ query: { limit: 5, tags: ["a", "b"], since: null } }), { limit: 5, tags: ["a", "b"], since: null }],
  ["nothing left of a path", () => parameters.getFilePath({ path: { file_path: "" } }), ""],
  ["a path within a path", () => parameters.getFilePath({ path: { file_path: "a b/../c.txt" } }), "a b/../c.txt"],
  ["a header from the options", () => parameters.getHeader({ header: { "x-token": "t" } }, { headers: { authorization: "Bearer x" } }), ["t", null, "Bearer x"]],
  ["nulls in a JSON body", () => bodies.sendValues({ body: { a: null, constructor: 2 } }), { a: null, constructor: 2 }],
  ["no body where none is needed", () => bodies.sendOptional(), "nothing"],
  ["null as a body", () => bodies.sendOptional({ body: null }), "nothing"],
  ["several body parameters", () => bodies.sendEmbedded({ body: { item: { name: "a", quantity: 3 }, factor: 2 } }), 6],
  ["a form's model", () => bodies.sendFormModel({ body: { name: "a", hobbies: ["b", "c"], adult: true } }), { name: "a", hobbies: ["b", "c"], adult: true }],
  ["an upload with a note", () => bodies.upload({ body: { file: file("hi", "ü.txt"), note: "ü\nn\r\n" } }), ["ü.txt", "text/plain", "hi", "ü\nn\r\n", []]],
  ["an upload that nobody chose", () => bodies.uploadMany({ body: { files: [new Blob(["1"])], extra: new File([], "") } }), ["1", null]],
  ["JSON where several types are taken", () => bodies.sendRaw({ body: [1, 2] }), ["application/json", "[1,2]"]],
  ["text where several types are taken", () => bodies.sendRaw({ body: "a,b", contentType: "text/csv" }), ["text/csv", "a,b"]],
  ["a success of another status", () => orders.upsertOrder({ path: { order_id: 9 }, body: { items } }), { id: 9, items: [full("pen")] }],
  ["a page", () => answers.getPage(), "<h1>Hello</h1>"],
  ["an image", async () => [...new Uint8Array(await (await answers.getImage()).arrayBuffer())], [0x89, 0x50, 0x4e, 0x47, 0xff]],
  ["a redirect", () => answers.getMoved(), "häl lo"],
  ["a proxy's page instead of JSON", () => answers.getProxyPage({ path: { status: 200 } }), "GET /proxy/{status} -> 200 OK: the body is not valid JSON (text/html; charset=utf-8)"],
  ["a proxy's page as an error", () => answers.getProxyPage({ path: { status: 422 } }), "GET /proxy/{status} -> 422 Unprocessable Entity: <h1>Proxy</h1>"],
  ["a detail that is an object", () => orders.getOrder({ path: { order_id: 402 } }), "GET /orders/{order_id} -> 402 Payment Required"],
  ["a stream of models", async () => (await answers.getEvents()).text(), '{"name":"one","quantity":1,"note":null}\n{"name":"two","quantity":1,"note":null}\n'],
  ["HEAD", async () => (await answers.getHead.safe()).response.headers.get("x-total"), "12"],
  ["no tag", () => health(), "ok"],
  ["a reserved name", () => delete_(), "deleted"],
]) {
  test(says, async () => {
    const given = await call().catch((error) => {
      if (!(error instanceof ApiError)) throw error;
      return error.message.replace("Unprocessable Content", "Unprocessable Entity"); // as Python 3.13 has it
    });
    assert.deepEqual(given, expected);
  });
}

test("safe: a success", async () => {
  const { response, ...result } = await orders.createOrder.safe({ body: { items } });
  assert.deepEqual(result, { ok: true, status: 201, data: { id: 7, items: [full("pen")] } });
  assert.equal(response.headers.get("content-type"), "application/json");
});

test("safe: errors, declared or not", async () => {
  const invalid = await orders.createOrder.safe({ body: { items: [{ name: "pen", quantity: "x" }, {}] } });
  assert.deepEqual([invalid.ok, invalid.status], [false, 422]);
  assert.deepEqual(Object.keys(fieldErrors(invalid.error)), ["items.0.quantity", "items.1.name"]);
  const gone = await orders.createOrder.safe({ body: { items: [{ name: "gone" }] } });
  assert.deepEqual([gone.status, gone.error], [409, { detail: "out of stock", missing: ["gone"] }]);
  const broken = await answers.fail.safe();
  assert.deepEqual([broken.status, broken.error], [500, { detail: "broken" }]);
});

test("isError", async () => {
  const error = await orders.getOrder({ path: { order_id: 404 } }).catch((each) => each);
  assert.ok(orders.getOrder.isError(error, 404));
  assert.equal(error.body.detail, "No such order");
  assert.equal(error.url, `${baseUrl}/orders/404`);
  assert.ok(!orders.getOrder.isError(error, 422) && !orders.createOrder.isError(error));
});

test("fieldErrors keeps the place of what is not in the body", async () => {
  const { error } = await parameters.getFilter.safe({ query: { limit: "x" } });
  assert.deepEqual(Object.keys(fieldErrors(error)), ["query.limit"]);
});

test("timeout", () => assert.rejects(answers.getSlow({}, { timeout: 50 }), { name: "TimeoutError" }));

test("method, path and schemas", async () => {
  const { method, path, schemas } = orders.getOrder;
  assert.deepEqual([method, path], ["GET", "/orders/{order_id}"]);
  if (!process.env.SCHEMAS) return assert.equal(schemas, undefined);
  assert.deepEqual(Object.keys(schemas), ["path", "query", "responses"]);
  assert.deepEqual(Object.keys(schemas.responses), ["200", "404", "422"]);
  assert.ok(schemas.path.safeParse({ order_id: 1 }).success);
  assert.ok(!schemas.query.safeParse({ expand: ["a", "b", "c", "d"] }).success);
  assert.ok(orders.createOrder.schemas.body.safeParse({ items }).success);
  assert.equal(bodies.sendRaw.schemas.body.safeParse(["x"]).success, false);
  assert.ok(bodies.upload.schemas.body.safeParse({ file: file("a", "b") }).success);
  const unchosen = bodies.upload.schemas.body.safeParse({ file: new File([], "") }).error;
  assert.deepEqual(fieldErrors(unchosen, bodies.upload), { file: ["Field required"] });
  await assert.rejects(bodies.upload({ body: { file: new File([], "") } }), (error) => {
    assert.deepEqual(fieldErrors(error, bodies.upload), { file: ["Field required"] });
    return true;
  });
});

test("validation of requests spares the server the call", { skip: !process.env.SCHEMAS }, async () => {
  const options = { validate: "both", baseUrl: "http://nowhere.invalid" };
  const error = await orders.createOrder({ body: { items: [{ name: "pen", quantity: 0 }] } }, options).catch((each) => each);
  assert.ok(error instanceof ContractError, error);
  assert.deepEqual(Object.keys(fieldErrors(error)), ["items.0.quantity"]);
  assert.deepEqual(await orders.createOrder({ body: { items } }, { validate: "both" }), { id: 7, items: [full("pen")] });
});

test("a WebSocket's address", async () => {
  assert.equal(room.path, "/rooms/{room}");
  const url = room.url({ path: { room: "a b" }, query: { token: "t" } });
  assert.equal(url, `${baseUrl.replace("http", "ws")}/rooms/a%20b?token=t`);
});
