import { type FormEvent, useState } from "react";
import { fieldErrors, orders, type Customer, type Order, type OrderInput, type Product } from "./api";
import { Field } from "./Field";
import { formatPrice } from "./format";

/** What the form needs to know of a product. */
export type Offer = Pick<Product, "id" | "name" | "price">;
type PaymentInput = OrderInput["payment"];
type Errors = Record<string, string[] | undefined>;

type Props = { customers: Customer[]; products: Offer[]; onPlaced: (order: Order) => void };

const EMPTY: OrderInput = {
  customer_id: "",
  items: [{ product_id: 1, quantity: 1 }],
  payment: { method: "card", last_digits: "" },
  ship_to: { street: "", postalCode: "", city: "" },
};

const PAYMENTS: Record<PaymentInput["method"], PaymentInput> = {
  card: { method: "card", last_digits: "" },
  invoice: { method: "invoice" },
  voucher: { method: "voucher", code: "" },
};

export function OrderForm({ customers, products, onPlaced }: Props) {
  const [draft, setDraft] = useState(EMPTY);
  const [errors, setErrors] = useState<Errors>({});
  // Sent twice, by a nervous finger or a flaky network, the order is still placed once.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const change = (part: Partial<OrderInput>) => setDraft({ ...draft, ...part });

  async function submit(event: FormEvent) {
    event.preventDefault();
    // The checks of the Pydantic model, before anything is sent...
    const checked = orders.createOrder.schemas.body.safeParse(draft);
    if (!checked.success) return setErrors(fieldErrors(checked.error, orders.createOrder));

    // ...and what only the server can know, in the same shape.
    const result = await orders.createOrder.safe({
      header: { "idempotency-key": idempotencyKey },
      body: checked.data,
    });
    if (result.ok) return onPlaced(result.data);
    if (result.status === 422) return setErrors(fieldErrors(result.error, orders.createOrder));
    if (result.status === 409) {
      const { product_id, available } = result.error.detail;
      const index = draft.items.findIndex((each) => each.product_id === product_id);
      return setErrors({ [`items.${index}.quantity`]: [`Only ${available} left.`] });
    }
    setErrors({ "": [`The shop answered ${result.status}.`] });
  }

  return (
    <form className="card order" noValidate onSubmit={submit}>
      <h2>New order</h2>
      <Field label="Customer" wide errors={errors.customer_id}>
        <select value={draft.customer_id} onChange={(event) => change({ customer_id: event.target.value })}>
          <option value="">Choose…</option>
          {customers.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </select>
      </Field>
      <Items draft={draft} errors={errors} products={products} onChange={change} />
      <ShipTo draft={draft} errors={errors} onChange={change} />
      <PaymentFields draft={draft} errors={errors} onChange={change} />
      <Field label="Deliver on" errors={errors.deliver_on}>
        <input
          name="deliver_on"
          type="date"
          value={draft.deliver_on ?? ""}
          onChange={(event) => change({ deliver_on: event.target.value || null })}
        />
      </Field>
      <Field label="Note" wide errors={errors.note}>
        <textarea
          rows={2}
          value={draft.note ?? ""}
          onChange={(event) => change({ note: event.target.value || null })}
        />
      </Field>
      {errors[""] && <p className="problem">{errors[""].join(" ")}</p>}
      <div className="actions">
        <button>Place order</button>
      </div>
    </form>
  );
}

type PartProps = {
  draft: OrderInput;
  errors: Errors;
  onChange: (part: Partial<OrderInput>) => void;
};

function Items({ draft: { items }, errors, products, onChange }: PartProps & { products: Offer[] }) {
  const put = (index: number, part: Partial<(typeof items)[number]>) =>
    onChange({ items: items.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  return (
    <fieldset>
      <legend>Items</legend>
      {items.map((item, index) => (
        <div className="row" key={index}>
          <Field label="Product" wide errors={errors[`items.${index}.product_id`]}>
            <select
              value={item.product_id}
              onChange={(event) => put(index, { product_id: Number(event.target.value) })}
            >
              {products.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name} ({formatPrice(each.price)})
                </option>
              ))}
            </select>
          </Field>
          <Field label="Quantity" errors={errors[`items.${index}.quantity`]}>
            <input
              name={`items.${index}.quantity`}
              type="number"
              value={item.quantity ?? ""}
              onChange={(event) => put(index, { quantity: Number(event.target.value) })}
            />
          </Field>
        </div>
      ))}
      <button
        type="button"
        className="link"
        onClick={() => onChange({ items: [...items, { product_id: 1, quantity: 1 }] })}
      >
        One more
      </button>
    </fieldset>
  );
}

function ShipTo({ draft: { ship_to }, errors, onChange }: PartProps) {
  const input = (label: string, name: keyof typeof ship_to, wide = false) => (
    <Field label={label} wide={wide} errors={errors[`ship_to.${name}`]}>
      <input
        name={name}
        value={ship_to[name] ?? ""}
        onChange={(event) => onChange({ ship_to: { ...ship_to, [name]: event.target.value } })}
      />
    </Field>
  );
  return (
    <fieldset>
      <legend>Ship to</legend>
      {input("Street", "street", true)}
      <div className="row">
        {input("Postal code", "postalCode")}
        {input("City", "city", true)}
      </div>
    </fieldset>
  );
}

function PaymentFields({ draft: { payment }, errors, onChange }: PartProps) {
  return (
    <fieldset>
      <legend>Payment</legend>
      <div className="row">
        <Field label="Method">
          <select
            value={payment.method}
            onChange={(event) =>
              onChange({ payment: PAYMENTS[event.target.value as PaymentInput["method"]] })
            }
          >
            <option value="card">Card</option>
            <option value="invoice">Invoice</option>
            <option value="voucher">Voucher</option>
          </select>
        </Field>
        {payment.method === "card" && (
          <Field label="Last four digits" errors={errors["payment.last_digits"]}>
            <input
              name="last_digits"
              value={payment.last_digits}
              onChange={(event) => onChange({ payment: { ...payment, last_digits: event.target.value } })}
            />
          </Field>
        )}
        {payment.method === "invoice" && (
          <Field label="Due in days" errors={errors["payment.due_days"]}>
            <input
              name="due_days"
              type="number"
              value={payment.due_days ?? 14}
              onChange={(event) => onChange({ payment: { ...payment, due_days: Number(event.target.value) } })}
            />
          </Field>
        )}
        {payment.method === "voucher" && (
          <Field label="Code" errors={errors["payment.code"]}>
            <input
              name="code"
              value={payment.code}
              onChange={(event) => onChange({ payment: { ...payment, code: event.target.value } })}
            />
          </Field>
        )}
      </div>
    </fieldset>
  );
}
