// What the generated declarations admit, and what they refuse. Compiled, never run.

import type { Item, NotFound, Order, OutOfStock, HTTPValidationError } from "./api/index.js";
import { ApiError, answers, bodies, configure, fieldErrors, health, orders, parameters, room } from "./api/index.js";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(same: Same<A, B>): void;

configure({ baseUrl: "/api", headers: async () => ({ authorization: undefined }), validate: "both", timeout: 5 });
configure({ init: { credentials: "include" }, onRequest: (request) => request.headers.set("a", "b") });
// @ts-expect-error
configure({ baseURL: "/api" });
// @ts-expect-error the method is the operation's
configure({ init: { method: "PUT" } });

// Arguments

const items = [{ name: "pen" }];
const order = await orders.createOrder({ body: { items } });
same<typeof order, Order>(true);
await orders.createOrder({ body: { items } }, { signal: AbortSignal.timeout(1), baseUrl: new URL("http://a.test"), fetch });
// @ts-expect-error
await orders.createOrder();
// @ts-expect-error
await orders.createOrder({});
// @ts-expect-error
await orders.createOrder({ body: { items: [{}] } });
// @ts-expect-error
await orders.getOrder({ query: { expand: ["a"] } });
// @ts-expect-error
await orders.getOrder({ path: { order_id: "1" } });
// @ts-expect-error
await orders.getOrder({ path: { order_id: 1 }, query: { expnd: [] } });
// @ts-expect-error it has none
await orders.getOrder({ path: { order_id: 1 }, body: 1 });
await orders.getOrder({ path: { order_id: 1 }, query: undefined });
await parameters.getQuery();
// TypeScript takes every object to have a `constructor`, so it wants to be told.
const constructor = undefined;
await parameters.getQuery({ query: { q: null, flag: undefined, tag: ["a"], colour: "light blue", constructor } });
// @ts-expect-error
await parameters.getQuery({ query: { colour: "green", constructor } });
await parameters.getHeader({ header: { "x-token": "t" } });
// @ts-expect-error
await parameters.getHeader({ header: {} });
await health();
await health({}, { timeout: 1 });
// @ts-expect-error
await health({ query: { a: 1 } });

// Bodies

await bodies.upload({ body: { file: new Blob([]), note: null } });
await bodies.upload({ body: { file: new File([], "a") } });
// @ts-expect-error
await bodies.upload({ body: { file: "text" } });
await bodies.sendOptional();
await bodies.sendRaw({ body: [1] });
await bodies.sendRaw({ body: [1], contentType: "application/json" });
await bodies.sendRaw({ body: "a,b", contentType: "text/csv" });
await bodies.sendRaw({ body: new Blob([]), contentType: "application/octet-stream" });
// @ts-expect-error
await bodies.sendRaw({ body: "a,b" });
// @ts-expect-error
await bodies.sendRaw({ body: [1], contentType: "text/csv" });

// Data

same<Awaited<ReturnType<typeof orders.deleteOrder>>, undefined>(true);
same<Awaited<ReturnType<typeof answers.getNull>>, Item | null>(true);
same<Awaited<ReturnType<typeof answers.getPlain>>, string>(true);
same<Awaited<ReturnType<typeof answers.getImage>>, Blob>(true);
same<Awaited<ReturnType<typeof answers.download>>, Blob>(true);
same<Awaited<ReturnType<typeof answers.getLines>>, Response>(true);
same<Awaited<ReturnType<typeof answers.getEvents>>, Response>(true);
same<Awaited<ReturnType<typeof answers.getHead>>, undefined>(true);
same<Awaited<ReturnType<typeof health>>, "ok">(true);

// Results

const result: orders.createOrder.Result = await orders.createOrder.safe({ body: { items } });
if (result.ok) {
  same<typeof result.status, 201>(true);
  same<typeof result.data, Order>(true);
  // @ts-expect-error
  result.error;
} else if (result.status === 409) {
  same<typeof result.error, OutOfStock>(true);
} else if (result.status === 422) {
  same<typeof result.error, HTTPValidationError>(true);
} else {
  same<typeof result.error, unknown>(true);
  if (result.status === 401) result.response.headers;
  // @ts-expect-error that one is declared, and done with
  if (result.status === 409) result.error;
}
if (result.status === 401) same<typeof result.error, unknown>(true);
if (result.status === 201) same<typeof result.data, Order>(true);
if (!result.ok && result.status === 422) fieldErrors(result.error)["items.0.quantity"]?.join();

// Errors

export function explain(error: unknown): string {
  if (orders.getOrder.isError(error, 404)) {
    same<typeof error.body, NotFound>(true);
    same<typeof error.status, 404>(true);
    return error.body.detail;
  }
  if (orders.getOrder.isError(error)) {
    if (error.status === 422) return error.body.detail?.[0]?.msg ?? "";
    // @ts-expect-error nothing is known of the others
    return error.body.detail;
  }
  if (orders.getOrder.isError(error, 500)) same<typeof error.body, unknown>(true);
  // @ts-expect-error
  orders.getOrder.isError(error, 200);
  return error instanceof ApiError ? `${error.status} ${error.url} ${error.message}` : "";
}

// The rest

const given: orders.createOrder.Args = { body: { items } };
same<typeof orders.createOrder.method, "POST">(true);
same<typeof orders.createOrder.path, "/orders">(true);
const url: string = room.url({ path: { room: given.body.items.length.toString() }, query: { token: null } });
// @ts-expect-error
room.url();
export { url };
