import type { Order, OrderStatus } from "./api";
import { formatMoment, formatPrice } from "./format";

// Every status has its words: a new member of the Python enum is a compile error here.
const STATUS: Record<OrderStatus, string> = {
  pending: "pending",
  paid: "paid",
  shipped: "on its way",
  cancelled: "cancelled",
};

export const Status = ({ status }: { status: OrderStatus }) => (
  <span className={`status ${status}`}>{STATUS[status]}</span>
);

type Props = {
  orders: Order[];
  customerName: (id: string) => string;
  selected: string | undefined;
  onSelect: (id: string) => void;
};

export function OrderList({ orders, customerName, selected, onSelect }: Props) {
  return (
    <table className="card orders">
      <thead>
        <tr>
          <th>No.</th>
          <th>Customer</th>
          <th>Placed</th>
          <th>Status</th>
          <th className="amount">Total</th>
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => (
          <tr
            key={order.id}
            className={order.id === selected ? "selected" : ""}
            onClick={() => onSelect(order.id)}
          >
            <td>
              <button className="link">{order.number}</button>
            </td>
            <td>{customerName(order.customer_id)}</td>
            <td>{formatMoment(order.placed_at)}</td>
            <td>
              <Status status={order.status} />
            </td>
            <td className="amount">{formatPrice(order.total)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
