// A frontend of the shop that uses every operation, every field and every value: what no longer compiles here after an
// edit is what the edit breaks for TypeScript.

import * as api from "./api/index.js";
import { health, orders, products, users } from "./api/index.js";

// Every field of what is received, at the type that it has.

function readAddress(it: api.Address): [string, string, string, "DE" | "AT" | "CH"] {
  return [it.street, it.city, it.zip_code, it.country];
}

function readMoney(it: api.Money): [string, string] {
  return [it.amount, it.currency];
}

function readLine(it: api.Line): [string, number, string, number, string | null] {
  return [it.sku, it.quantity, it.price, it.weight, it.note];
}

function readPayment(it: api.Order["payment"]): string {
  switch (it.kind) {
    case "card": {
      const holder: string | null = it.holder;
      return it.number + holder;
    }
    case "transfer":
      return it.iban;
    default:
      return unreachable(it);
  }
}

function readOrder(it: api.Order): unknown[] {
  const id: string = it.id;
  const createdAt: string = it.created_at;
  const lines: api.Line[] = it.lines;
  const total: api.Money = it.total;
  const tags: string[] = it.tags;
  const weight: number = it.weight;
  const shipped: string | null = it.shipped_on;
  const remark: string | null = it.remark;
  const position: number = it.position;
  const reference: string = it.ref;
  readAddress(it.ship_to);
  readMoney(total);
  lines.map(readLine);
  return [id, createdAt, tags, weight, shipped, remark, position, reference, readPayment(it.payment),
    readStatus(it.status), readPriority(it.priority), readChannel(it.channel)];
}

function readStatus(it: api.Status): number {
  switch (it) {
    case "draft":
      return 1;
    case "paid":
      return 2;
    case "shipped":
      return 3;
    default:
      return unreachable(it);
  }
}

function readPriority(it: api.Priority): string {
  switch (it) {
    case 1:
      return "low";
    case 2:
      return "normal";
    case 3:
      return "high";
    default:
      return unreachable(it);
  }
}

function readChannel(it: api.Order["channel"]): number {
  switch (it) {
    case "web":
      return 1;
    case "shop":
      return 2;
    default:
      return unreachable(it);
  }
}

function readKind(it: api.Product["kind"]): number {
  switch (it) {
    case "book":
      return 1;
    case "game":
      return 2;
    default:
      return unreachable(it);
  }
}

function readProduct(it: api.Product): unknown[] {
  const name: string = it.name;
  const price: string = it.price;
  const inStock: boolean = it.in_stock;
  const rating: number | null = it.rating;
  const attributes: { [key: string]: string } = it.attributes;
  const size: [number, number] = it.size;
  const id: number = it.id;
  const slug: string | null = it.slug;
  const owner: string = it.owner;
  return [name, price, inStock, rating, attributes, size, id, slug, owner, readKind(it.kind)];
}

function readPage(it: api.PageProduct): unknown[] {
  const items: api.Product[] = it.items;
  const total: number = it.total;
  const cursor: string | null = it.cursor;
  return [items.map(readProduct), total, cursor];
}

function readCategory(it: api.Category): string[] {
  const name: string = it.name;
  return [name, ...it.children.flatMap(readCategory)];
}

function readEvent(it: api.Event): string {
  const at: string = it.at;
  const detail: string | null = it.detail;
  switch (it.what) {
    case "paid":
      return at + detail;
    case "shipped":
      return at;
    default:
      return unreachable(it.what);
  }
}

function readToken(it: api.Token): [string, number] {
  return [it.access_token, it.expires_in];
}

function readUser(it: api.User): [string, string, boolean, string | null] {
  return [it.name, it.email, it.admin, it.nickname];
}

function readProblem(it: api.Problem): [string, string] {
  return [it.code, it.detail];
}

function unreachable(it: never): never {
  throw new Error(it);
}

// Every field of what is sent, with and without what may be left out.

const address: api.AddressInput = { street: "Hauptstr. 1", city: "Wien", zip_code: "10100", country: "AT" };
const shortAddress: api.AddressInput = { street: "Hauptstr. 1", city: "Wien", zip_code: "10100" };
const line: api.LineInput = { sku: "abc", quantity: 2, price: "1.50", weight: 0.5, note: null };
const shortLine: api.LineInput = { sku: "abc", quantity: 2, price: 1.5 };
const card: api.CardInput = { kind: "card", number: "4111", holder: "Ada" };
const transfer: api.Transfer = { kind: "transfer", iban: "AT00" };
const pickup: api.Pickup = { shop: 1, code: null };
const locker: api.Locker = { locker: "7", size: "L" };
const statuses: api.Status[] = ["draft", "paid", "shipped"];
const priorities: api.Priority[] = [1, 2, 3];
const sorts: api.Sort[] = ["name", "price"];
const note: api.AddNoteBody = { text: "call first" };
const picture = (file: File): api.PutPictureBody => ({ file });
const names = [api.Status.enum.draft, api.Status.enum.paid, api.Status.enum.shipped, api.Sort.enum.price];

// What is not written out, but comes from elsewhere.
declare const some: { count: number; flag: boolean; words: { [key: string]: string } };

function newOrder(code: number | string): api.NewOrder {
  return {
    customer_id: "6f0c4f2e-8a54-4a7e-9d57-0d5b4b0f4f10", lines: [line, shortLine], payment: card, ship_to: address,
    pickup, placed_at: "2026-05-01T10:00:00Z", due: "2026-06-01", status: statuses[0]!, priority: priorities[1]!,
    tags: ["new"], discount: some.count, ref: "R1", code, gift: some.flag,
  };
}

const shortOrder: api.NewOrder = {
  customer_id: "6f0c4f2e-8a54-4a7e-9d57-0d5b4b0f4f10", lines: [shortLine], payment: transfer, ship_to: shortAddress,
  pickup: locker, placed_at: "2026-05-01T10:00:00Z", ref: "R1",
};
const emptyOrder: api.NewOrder = { ...shortOrder, pickup: null, due: null };

const product: api.NewProduct = {
  name: "Go", price: "20", kind: "game", in_stock: false, rating: null, attributes: some.words, size: [3, 4],
};
const shortProduct: api.NewProduct = { name: "Go", price: 20, kind: "book" };
const patches: api.ProductPatch[] = [{}, { name: null, price: null, rating: null }, { name: "a", price: 1, rating: 5 }];

// Every operation, with all of its parameters and with none that may be left out.

export async function callEverything(id: number, order: string, sort: api.Sort, file: File): Promise<unknown[]> {
  const path = { product_id: id };
  readPage(await products.listProducts());
  readPage(await products.listProducts({ query: { text: "a", limit: 5, sort, tags: ["a"] } }));
  readProduct(await products.getProduct({ path }));
  readProduct(await products.getProduct({ path, header: { "X-Locale": "de" }, cookie: { session: "s" } }));
  readProduct(await products.createProduct({ body: product }));
  readProduct(await products.createProduct({ body: shortProduct }));
  for (const body of patches) readProduct(await products.changeProduct({ path, body }));
  const nothing: undefined = await products.deleteProduct({ path });
  readProblem(await products.putPicture({ path, body: { file, caption: "front" } }));
  readProblem(await products.putPicture({ path, body: picture(file) }));
  (await products.search({ query: { q: "go" } })).map(readProduct);
  (await products.search({ query: { q: "go", kind: "game", exact: true } })).map(readProduct);
  readCategory(await products.getCategories());
  readCategory(await products.getCategories({ query: { depth: some.count } }));

  const one = { order_id: order };
  (await orders.listOrders()).map(readOrder);
  (await orders.listOrders({ query: { status: null, since: null } })).map(readOrder);
  (await orders.listOrders({
    query: { status: "paid", since: "2026-05-01T10:00:00Z", tags: ["a"], min_total: 1.5, page: 1, size: 10 },
  })).map(readOrder);
  readOrder(await orders.createOrder({ body: newOrder(1) }));
  readOrder(await orders.createOrder({ body: newOrder("a"), header: { "x-tenant": "t" } }));
  readOrder(await orders.createOrder({ body: shortOrder }));
  readOrder(await orders.createOrder({ body: emptyOrder }));
  readOrder(await orders.getOrder({ path: one }));
  readOrder(await orders.addNote({ path: one, body: note }));
  readAddress(await orders.moveOrder({ path: one, body: address }));
  const events: Response = await orders.watchOrder({ path: one });
  const receipt: string = await orders.getReceipt({ path: one, query: { copies: 2 } });
  await orders.getReceipt({ path: one });

  readToken(await users.login({ body: { username: "ada", password: "secret", remember: true } }));
  readToken(await users.login({ body: { username: "ada", password: "secret" } }));
  readUser(await users.getMe());
  const state: { [key: string]: string } = await health();
  return [nothing, receipt, state, names, sorts, events, readEvent];
}

// Results by status.

export async function lookUp(id: number): Promise<unknown> {
  const result = await products.getProduct.safe({ path: { product_id: id } });
  if (result.ok) return readProduct(result.data);
  if (result.status === 404) return readProblem(result.error);
  if (result.status === 422) return result.error.detail?.map((each) => each.msg);
  return result.error;
}

export async function lookUpOrder(id: string): Promise<unknown> {
  const result = await orders.getOrder.safe({ path: { order_id: id } });
  if (result.ok) return readOrder(result.data);
  return result.status === 404 ? readProblem(result.error) : result.error;
}

export async function order(): Promise<unknown> {
  const result = await orders.createOrder.safe({ body: shortOrder });
  return result.ok && result.status === 200 ? readOrder(result.data) : undefined;
}

export async function create(): Promise<unknown> {
  const result = await products.createProduct.safe({ body: shortProduct });
  return result.ok && result.status === 201 ? readProduct(result.data) : undefined;
}
