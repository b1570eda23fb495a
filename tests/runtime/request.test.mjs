import assert from "node:assert/strict";
import { test } from "node:test";
import { freshRuntime, serve } from "./support.mjs";

const baseUrl = await serve();
const runtime = await freshRuntime();
const { operation, configure } = runtime;
configure({ baseUrl });

const { commas, spaces, pipes, deepObject, json } = runtime;
const { exploded, label, labelExploded, matrix, matrixExploded, jsonSegment } = runtime;

for (const [says, styles, query, expected] of [
  ["nothing given", {}, {}, ""],
  ["null and undefined are left out", {}, { a: null, b: undefined, c: 0, d: "", e: false }, "?c=0&d=&e=false"],
  ["text", {}, { q: "a b&c=d/ü+" }, "?q=a+b%26c%3Dd%2F%C3%BC%2B"],
  ["a date", {}, { since: new Date(0) }, "?since=1970-01-01T00%3A00%3A00.000Z"],
  ["big integers", {}, { id: 9007199254740993n }, "?id=9007199254740993"],
  ["lists repeat their name", {}, { tag: ["x", "y"] }, "?tag=x&tag=y"],
  ["lists lose what is null", {}, { tag: ["x", null, undefined] }, "?tag=x"],
  ["empty lists", {}, { tag: [] }, ""],
  ["objects give their members", {}, { page: { limit: 5, tags: ["a", "b"], after: null } }, "?limit=5&tags=a&tags=b"],
  ["names of Object's own", {}, { constructor: "a", toString: 1, ["__proto__"]: "b" }, "?constructor=a&toString=1&__proto__=b"],
  ["commas", { a: commas }, { a: [1, 2], b: [1, 2] }, "?a=1%2C2&b=1&b=2"],
  ["commas, an empty list", { a: commas }, { a: [], b: [null] }, ""],
  ["commas, an object", { a: commas }, { a: { r: 1, g: null, b: 3 } }, "?a=r%2C1%2Cb%2C3"],
  ["spaces", { a: spaces }, { a: [1, 2] }, "?a=1+2"],
  ["pipes", { a: pipes }, { a: [1, 2] }, "?a=1%7C2"],
  ["deep objects", { f: deepObject }, { f: { min: 1, max: null, in: { x: true } } }, "?f%5Bmin%5D=1&f%5Bin%5D%5Bx%5D=true"],
  ["JSON", { f: json }, { f: { a: [1] } }, "?f=%7B%22a%22%3A%5B1%5D%7D"],
]) {
  test(`query: ${says}`, async () => {
    const call = operation({ method: "GET", path: "/echo", query: styles });
    assert.equal((await call({ query })).url, `/echo${expected}`);
  });
}

for (const [says, paths, value, expected] of [
  ["text", {}, "a b", "a%20b"],
  ["what would end a path", {}, "a?b#c%", "a%3Fb%23c%25"],
  ["a slash that a server may not see", { id: "slashed" }, "a/b", "a%2Fb"],
  ["the rest of a path", { id: "rest" }, "a/b/..", "a%2Fb%2F.."],
  ["no rest of a path", { id: "rest" }, "", ""],
  ["numbers", {}, 0, "0"],
  ["lists", {}, ["a,b", "c"], "a%2Cb,c"],
  ["objects", {}, { R: 100, G: 200 }, "R,100,G,200"],
  ["objects, exploded", { id: exploded }, { R: 100, G: 200 }, "R=100,G=200"],
  ["label", { id: label }, ["a", "b"], ".a,b"],
  ["label, exploded", { id: labelExploded }, ["a", "b"], ".a.b"],
  ["label, exploded object", { id: labelExploded }, { R: 1, G: 2 }, ".R=1.G=2"],
  ["matrix", { id: matrix }, ["a", "b"], ";id=a,b"],
  ["matrix, one value", { id: matrix }, "a/b", ";id=a%2Fb"],
  ["matrix, exploded", { id: matrixExploded }, ["a", "b"], ";id=a;id=b"],
  ["matrix, exploded object", { id: matrixExploded }, { R: 1, G: 2 }, ";R=1;G=2"],
  ["JSON", { id: jsonSegment }, { a: 1 }, "%7B%22a%22%3A1%7D"],
]) {
  test(`path: ${says}`, async () => {
    const call = operation({ method: "GET", path: "/things/{id}/parts", paths });
    assert.equal((await call({ path: { id: value } })).url, `/things/${expected}/parts`);
  });
}

for (const value of ["", ".", "..", "a/b", ["a", "b/"], null, undefined, []]) {
  test(`path: ${JSON.stringify(value)} would call another route`, async () => {
    const call = operation({ method: "DELETE", path: "/things/{id}" });
    await assert.rejects(call({ path: { id: value } }), { name: "TypeError", message: /\/things\/\{id\}: .* cannot stand for id/ });
  });
}

test("path: names of Object's own", async () => {
  const call = operation({ method: "GET", path: "/{constructor}/{__proto__}" });
  assert.equal((await call({ path: { constructor: "a", ["__proto__"]: "b" } })).url, "/a/b");
  await assert.rejects(call({ path: {} }), TypeError);
});

test("path: dots within a value stay", async () => {
  const call = operation({ method: "GET", path: "/files/{name}", paths: { name: "slashed" } });
  assert.equal((await call({ path: { name: "../../etc" } })).url, "/files/..%2F..%2Fetc");
});

for (const value of ["日本", "a\nb", " a", "a\t"]) {
  test(`header: ${JSON.stringify(value)} cannot be one`, async () => {
    const call = operation({ method: "GET", path: "/echo" });
    await assert.rejects(call({ header: { "x-a": value } }), { name: "TypeError", message: `/echo: "${value}" cannot stand for x-a` });
  });
}

test("header: letters of Latin-1", async () => {
  const call = operation({ method: "GET", path: "/echo" });
  assert.equal((await call({ header: { "x-a": "\xa0é\xa0" } })).headers["x-a"], "\xa0é\xa0");
});

test("headers go by their wire names, lists with commas, null and empty lists not at all", async () => {
  const call = operation({ method: "GET", path: "/echo" });
  const { headers } = await call({ header: { "x-token": "t", "x-list": [1, 2], "x-none": null, "x-empty": [], "x-flag": true } });
  assert.deepEqual(
    [headers["x-token"], headers["x-list"], headers["x-none"], headers["x-empty"], headers["x-flag"]],
    ["t", "1,2", undefined, undefined, "true"],
  );
});

for (const [value, expected] of [
  ["abc-1.2~", "abc-1.2~"],
  ["a b", '"a b"'],
  ["a;b,c", '"a\\073b\\054c"'],
  ['a"b\\c', '"a\\"b\\\\c"'],
  ["ü", '"\\374"'],
]) {
  test(`cookie: ${value}`, async () => {
    const call = operation({ method: "GET", path: "/echo", cookie: runtime.cookies });
    const { headers } = await call({ cookie: { session: value, none: null } }, { headers: { "x-other": "1" } });
    assert.equal(headers.cookie, `session=${expected}`);
  });
}

test("a cookie has no letters beyond Latin-1", async () => {
  const call = operation({ method: "GET", path: "/echo", cookie: runtime.cookies });
  await assert.rejects(call({ cookie: { session: "€" } }), TypeError);
});

test("cookies join those that are configured", async () => {
  const { configure, operation, cookies } = await freshRuntime();
  configure({ baseUrl, headers: { cookie: "a=1" } });
  const call = operation({ method: "GET", path: "/echo", cookie: cookies });
  assert.equal((await call({ cookie: { b: 2 } })).headers.cookie, "a=1; b=2");
});

const { form, multipart } = runtime;
for (const [says, encode, body, type, sent] of [
  ["JSON", undefined, { a: [1, null], at: new Date(0) }, "application/json", '{"a":[1,null],"at":"1970-01-01T00:00:00.000Z"}'],
  ["JSON null", undefined, null, "application/json", "null"],
  ["JSON false", undefined, false, "application/json", "false"],
  ["JSON text", undefined, "x", "application/json", '"x"'],
  ["nothing", undefined, undefined, undefined, ""],
  ["another JSON", "application/merge-patch+json", { a: null }, "application/merge-patch+json", '{"a":null}'],
  ["text", "text/plain", "häl\nlo", "text/plain", "häl\nlo"],
  ["bytes", "application/octet-stream", new Uint8Array([97, 98]), "application/octet-stream", "ab"],
  ["a Blob", "image/png", new Blob(["ab"], { type: "image/gif" }), "image/png", "ab"],
  ["a stream", "application/octet-stream", new Blob(["ab"]).stream(), "application/octet-stream", "ab"],
  ["a form", form, { a: [1, 2], b: "x y", c: null, d: { e: 1 }, f: true }, "application/x-www-form-urlencoded;charset=UTF-8", "a=1&a=2&b=x+y&d=%7B%22e%22%3A1%7D&f=true"],
]) {
  test(`body: ${says}`, async () => {
    const call = operation({ method: "POST", path: "/echo", body: encode });
    const { headers, body: received } = await call({ body });
    assert.deepEqual([headers["content-type"], received], [type, sent]);
  });
}

test("body: multipart", async () => {
  const call = operation({ method: "POST", path: "/echo", body: multipart });
  const file = new File(["one"], "1.txt", { type: "text/plain" });
  const body = { file, files: [new Blob(["two"]), file], note: "n\nm", tags: ["a", "b"], none: null, deep: { a: 1 }, unchosen: new File([], ""), 'a "name"': "", list: [new File([], "")] };
  const { headers, body: received } = await call({ body }, { headers: { "x-a": "1" } });
  const parsed = await new Response(received, { headers: { "content-type": headers["content-type"] } }).formData();
  const read = await Promise.all(
    [...parsed].map(async ([name, value]) => [name, typeof value === "string" ? value : `${value.name}: ${await value.text()}`]),
  );
  assert.deepEqual(read, [
    ["file", "1.txt: one"], ["files", "blob: two"], ["files", "1.txt: one"],
    ["note", "n\nm"], ["tags", "a"], ["tags", "b"], ["deep", '{"a":1}'], ['a "name"', ""],
  ]);
});

test("body: a configured content type does not spoil a form's boundary", async () => {
  const call = operation({ method: "POST", path: "/echo", body: multipart });
  const { configure, operation: other, multipart: own } = await freshRuntime();
  configure({ baseUrl, headers: { "content-type": "application/json" } });
  const { headers } = await other({ method: "POST", path: "/echo", body: own })({ body: { a: 1 } });
  assert.match(headers["content-type"], /^multipart\/form-data; boundary=/);
  assert.ok(call);
});

test("body: one of several media types", async () => {
  const bodies = { "application/json": "application/json", "text/csv": "text/csv", "multipart/form-data": multipart };
  const call = operation({ method: "POST", path: "/echo", bodies });
  assert.equal((await call({ body: { a: 1 } })).body, '{"a":1}');
  assert.equal((await call({ body: "a,b", contentType: "text/csv" })).body, "a,b");
  assert.match((await call({ body: { a: 1 }, contentType: "multipart/form-data" })).headers["content-type"], /^multipart/);
});
