import assert from "node:assert/strict";
import { test } from "node:test";
import { freshRuntime, serve } from "./support.mjs";

const baseUrl = await serve({ "/slow": () => {}, "/busy": { status: 503, body: '"busy"' } });

async function setUp(settings) {
  const runtime = await freshRuntime();
  runtime.configure({ baseUrl, ...settings });
  return { ...runtime, echo: runtime.operation({ method: "GET", path: "/echo" }) };
}

for (const base of [baseUrl, `${baseUrl}/`, new URL(baseUrl)]) {
  test(`baseUrl: ${typeof base} ${base}`, async () => {
    const { echo } = await setUp({ baseUrl: base });
    assert.equal((await echo()).url, "/echo");
    assert.equal((await echo({}, { baseUrl: undefined })).url, "/echo");
  });
}

test("baseUrl: that of a call stands instead", async () => {
  const { echo } = await setUp({ baseUrl: "http://nowhere.invalid" });
  assert.equal((await echo({}, { baseUrl: `${baseUrl}/v2` })).url, "/v2/echo");
});

for (const [says, headers] of [
  ["an object", { "X-A": "1", "X-B": undefined, "X-C": null }],
  ["a function", () => ({ "X-A": "1" })],
  ["an async function", async () => new Headers({ "X-A": "1" })],
  ["Headers", new Headers({ "X-A": "1" })],
  ["pairs", [["X-A", "1"]]],
]) {
  test(`headers: ${says}`, async () => {
    const { echo } = await setUp({ headers });
    const { headers: sent } = await echo({}, { headers: { "x-d": "4" } });
    assert.deepEqual([sent["x-a"], sent["x-b"], sent["x-c"], sent["x-d"]], ["1", undefined, undefined, "4"]);
  });
}

test("headers: configured, then the operation's, then the call's", async () => {
  const { echo } = await setUp({ headers: { a: "configured", b: "configured", c: "configured" } });
  const { headers } = await echo({ header: { b: "given", c: "given" } }, { headers: { c: "call" } });
  assert.deepEqual([headers.a, headers.b, headers.c], ["configured", "given", "call"]);
});

test("headers: a function that returns nothing", async () => {
  const { echo } = await setUp({ headers: () => undefined });
  assert.equal((await echo()).method, "GET");
});

test("fetch and init reach the call as they are", async () => {
  const calls = [];
  const fake = function (url, init) {
    calls.push([this, url, init.credentials, init.cache]);
    return Promise.resolve(Response.json(1));
  };
  const { echo } = await setUp({ fetch: fake, init: { credentials: "include", cache: "no-store" } });
  assert.equal(await echo({}, { init: { cache: "reload" } }), 1);
  assert.deepEqual(calls, [[undefined, `${baseUrl}/echo`, "include", "reload"]]);
});

test("fetch: the global one is looked up at each call", async (context) => {
  const { echo } = await setUp({});
  context.mock.method(globalThis, "fetch", async () => Response.json("mocked"));
  assert.equal(await echo(), "mocked");
});

test("hooks see and change what goes out and comes in", async () => {
  const seen = [];
  const { echo } = await setUp({
    onRequest: (request) => {
      seen.push(`${request.method} ${request.url}`);
      request.headers.set("x-hook", "1");
    },
    onResponse: (response) => void seen.push(response.status),
  });
  assert.equal((await echo()).headers["x-hook"], "1");
  assert.deepEqual(seen, [`GET ${baseUrl}/echo`, 200]);
});

test("hooks: a response may be replaced, as by a second try", async () => {
  const { operation } = await setUp({
    onResponse: (response, request) => (response.status === 503 ? fetch(`${baseUrl}/again`, request) : undefined),
  });
  assert.equal((await operation({ method: "POST", path: "/busy" })({ body: 1 })).body, "1");
});

test("timeout: a TimeoutError, from `safe` too", async () => {
  const { operation } = await setUp({ timeout: 5_000 });
  const slow = operation({ method: "GET", path: "/slow" });
  for (const call of [slow, slow.safe]) await assert.rejects(call({}, { timeout: 20 }), { name: "TimeoutError" });
});

test("signal: rejects with the reason", async () => {
  const { operation } = await setUp({});
  const slow = operation({ method: "GET", path: "/slow" });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  await assert.rejects(slow({}, { signal: controller.signal }), { name: "AbortError" });
  await assert.rejects(slow({}, { signal: AbortSignal.abort(new Error("left")) }), { message: "left" });
});

test("signal and timeout together", async () => {
  const { operation } = await setUp({ timeout: 40 });
  const slow = operation({ method: "GET", path: "/slow" });
  const controller = new AbortController();
  await assert.rejects(slow({}, { signal: controller.signal }), { name: "TimeoutError" });
  setTimeout(() => controller.abort(new Error("left")), 5);
  await assert.rejects(slow({}, { signal: controller.signal, timeout: 5_000 }), { message: "left" });
  await assert.rejects(slow({}, { signal: controller.signal, timeout: 5_000 }), { message: "left" });
});

test("network failures reject as fetch does", async () => {
  const { echo } = await setUp({ baseUrl: "http://127.0.0.1:1" });
  for (const call of [echo, echo.safe]) await assert.rejects(call(), { name: "TypeError", message: "fetch failed" });
});

test("an operation says what it is", async () => {
  const { operation } = await setUp({});
  let made = 0;
  const call = operation({ method: "POST", path: "/a/{b}", schemas: () => ({ body: ++made }) });
  assert.equal(made, 0);
  assert.deepEqual([call.method, call.path, call.schemas.body, call.schemas.body], ["POST", "/a/{b}", 1, 1]);
});

const even = (issues) => ({ safeParse: (value) => (value % 2 ? { error: { issues } } : { data: value }) });
const issues = [{ path: ["items", 0], message: "odd" }];

for (const [validate, given, expected] of [
  [undefined, 1, "response 1"],
  ["none", 1, "response 1"],
  ["request", 1, "POST /n: body.items.0: odd"],
  ["request", 2, "response 1"],
  ["response", 1, "POST /n: response.items.0: odd"],
  ["both", 1, "POST /n: body.items.0: odd"],
  ["both", 2, "POST /n: response.items.0: odd"],
]) {
  test(`validate: ${validate} of ${given}`, async () => {
    const { operation, ContractError } = await setUp({ validate, fetch: async () => Response.json(1) });
    const schemas = () => ({ body: even(issues), query: even([]), responses: { "2XX": even(issues) } });
    const call = operation({ method: "POST", path: "/n", schemas });
    for (const way of [call({ body: given }), call.safe({ body: given }).then(({ data }) => data)]) {
      const outcome = await way.then((data) => `response ${data}`, (error) => {
        assert.ok(error instanceof ContractError);
        assert.deepEqual(error.issues, issues.map((issue) => ({ part: error.part, ...issue })));
        return error.message;
      });
      assert.equal(outcome, expected);
    }
  });
}

test("validate: all parts at once, and those that are left out", async () => {
  const { operation, fieldErrors } = await setUp({ validate: "request" });
  const lacks = (name) => ({ safeParse: (value) => (value[name] ? {} : { error: { issues: [{ path: [name], message: "lacks" }] } }) });
  const call = operation({ method: "POST", path: "/n", schemas: () => ({ path: lacks("id"), query: lacks("q"), header: lacks("h"), body: lacks("b") }) });
  const of = (args) => call(args).catch((error) => fieldErrors(error));
  assert.deepEqual(await of({ path: { id: 1 }, query: {}, body: {} }), { "query.q": ["lacks"], "header.h": ["lacks"], b: ["lacks"] });
  await assert.rejects(call({ path: { id: 1 }, query: {}, body: {} }), { part: "query", message: "POST /n: query.q: lacks" });
});

const refuses = (message) => ({ safeParse: () => ({ error: { issues: [{ message }] } }) });

for (const [responses, expected] of [
  [{ 201: refuses("status"), "2XX": refuses("range"), default: refuses("default") }, "status"],
  [{ 200: refuses("status"), "2XX": refuses("range"), default: refuses("default") }, "range"],
  [{ 200: refuses("status"), default: refuses("default") }, "default"],
]) {
  test(`validate: a 201 by the schema of its ${expected}`, async () => {
    const { operation } = await setUp({ validate: "response", fetch: async () => Response.json(1, { status: 201 }) });
    const call = operation({ method: "GET", path: "/n", schemas: () => ({ responses }) });
    await assert.rejects(call(), { name: "ContractError", message: `GET /n: response: ${expected}` });
  });
}

for (const schemas of [undefined, () => ({}), () => ({ responses: { 200: refuses("status") } })]) {
  test(`validate: nothing, where there is no schema: ${schemas}`, async () => {
    const { operation } = await setUp({ validate: "both", fetch: async () => Response.json(1, { status: 201 }) });
    assert.equal(await operation({ method: "GET", path: "/n", schemas })({ body: 1 }), 1);
  });
}

test("validate: a body of another type than the preferred has no schema", async () => {
  const { operation } = await setUp({ validate: "request", fetch: async () => Response.json(1) });
  const bodies = { "application/json": "application/json", "text/csv": "text/csv" };
  const call = operation({ method: "POST", path: "/n", bodies, schemas: () => ({ body: even(issues), query: even(issues) }) });
  assert.equal(await call({ body: 1, contentType: "text/csv" }), 1);
  await assert.rejects(call({ body: 1 }), { message: "POST /n: body.items.0: odd" });
  await assert.rejects(call({ query: 1, contentType: "text/csv" }), { message: "POST /n: query.items.0: odd" });
});

for (const [base, args, expected] of [
  ["http://a.test/api", { path: { room: "a b" } }, "ws://a.test/api/rooms/a%20b"],
  ["https://a.test", { path: { room: 1 }, query: { token: "t", tag: ["x", "y"], no: null } }, "wss://a.test/rooms/1?token=t&tag=x&tag=y"],
]) {
  test(`socket: ${expected}`, async () => {
    const { socket } = await setUp({ baseUrl: base });
    const room = socket({ path: "/rooms/{room}" });
    assert.equal(room.path, "/rooms/{room}");
    assert.equal(room.url(args), expected);
    assert.equal(room.url(args, { baseUrl: "http://b.test" }), expected.replace(/^wss?:\/\/a.test(\/api)?/, "ws://b.test"));
  });
}

test("socket: a relative baseUrl starts at the page", async (context) => {
  const { socket } = await setUp({ baseUrl: "/api" });
  globalThis.location = { href: "https://shop.test/cart?x#y" };
  context.after(() => delete globalThis.location);
  assert.equal(socket({ path: "/feed" }).url(), "wss://shop.test/api/feed");
});

test("validate: bytes are held to no schema", async () => {
  const image = () => new Response(new Uint8Array([1]), { headers: { "content-type": "image/png" } });
  const { operation, anything } = await setUp({ validate: "response", fetch: async () => image() });
  const call = operation({ method: "GET", path: "/n", reads: anything, schemas: () => ({ responses: { 200: even(issues) } }) });
  assert.ok((await call()) instanceof Blob);
});
