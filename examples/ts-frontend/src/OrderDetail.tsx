import { useEffect, useState } from "react";
import { orders, type Order } from "./api";
import { formatDay, formatPrice } from "./format";
import { Status } from "./OrderList";
import { messageOf } from "./session";

type Props = { id: string; customerName: (id: string) => string; onChange: () => void };

export function OrderDetail({ id, customerName, onChange }: Props) {
  const [order, setOrder] = useState<Order>();
  const [problem, setProblem] = useState("");

  useEffect(() => {
    const controller = new AbortController();
    orders.getOrder({ path: { order_id: id } }, { signal: controller.signal }).then(setOrder, (error) => {
      if (!controller.signal.aborted) setProblem(messageOf(error));
    });
    return () => controller.abort();
  }, [id]);

  async function cancel() {
    const result = await orders.cancelOrder.safe({ path: { order_id: id } });
    if (result.ok) {
      onChange();
      setOrder(await orders.getOrder({ path: { order_id: id } }));
    } else if (result.status === 409 || result.status === 404) {
      setProblem(result.error.detail);
    } else {
      setProblem(`The shop answered ${result.status}.`);
    }
  }

  async function openInvoice() {
    const pdf = await orders.getInvoice({ path: { order_id: id } });
    window.open(URL.createObjectURL(pdf));
  }

  if (!order) return <p className={problem ? "problem" : "hint"}>{problem || "A moment…"}</p>;
  return (
    <article className="card">
      <div className="heading">
        <h2>Order {order.number}</h2>
        <Status status={order.status} />
      </div>
      <p>
        {customerName(order.customer_id)}, {order.ship_to.street}, {order.ship_to.postalCode} {order.ship_to.city} (
        {order.ship_to.country})
      </p>
      <table>
        <tbody>
          {order.items.map((line) => (
            <tr key={line.product_id}>
              <td>
                {line.quantity} × {line.name}
              </td>
              <td className="amount">{formatPrice(line.unit_price)}</td>
            </tr>
          ))}
          <tr className="total">
            <td>{payment(order.payment)}</td>
            <td className="amount">{formatPrice(order.total)}</td>
          </tr>
        </tbody>
      </table>
      <p>{order.deliver_on ? `To arrive on ${formatDay(order.deliver_on)}.` : "To arrive as soon as it can."}</p>
      {order.note && <blockquote>{order.note}</blockquote>}
      {problem && <p className="problem">{problem}</p>}
      <div className="actions">
        <button className="quiet" onClick={openInvoice}>
          Invoice
        </button>
        <button className="quiet" disabled={order.status === "cancelled"} onClick={cancel}>
          Cancel order
        </button>
      </div>
    </article>
  );
}

function payment(payment: Order["payment"]): string {
  switch (payment.method) {
    case "card":
      return `by card ending in ${payment.last_digits}`;
    case "invoice":
      return `by invoice, due in ${payment.due_days} days`;
    case "voucher":
      return `by voucher ${payment.code}`;
  }
}
