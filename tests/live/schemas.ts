// What an operation's schemas are, where they are generated.

import type { Order, OrderDraft } from "./api/index.js";
import { bodies, health, orders } from "./api/index.js";

const body: OrderDraft = orders.createOrder.schemas.body.parse({});
const order: Order = orders.createOrder.schemas.responses[201].parse({});
const { expand } = orders.getOrder.schemas.query.parse({});
const first: string | undefined = expand?.[0];
const status: "ok" = health.schemas.responses[200].parse("ok");
const numbers: number[] = bodies.sendRaw.schemas.body.parse([]);
const shape = orders.createOrder.schemas.body.shape.items;
// @ts-expect-error
health.schemas.body;
export { body, first, numbers, order, shape, status };
