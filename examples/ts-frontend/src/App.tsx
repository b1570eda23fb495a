import { useCallback, useEffect, useState } from "react";
import { customers, orders, products, type Customer, type Order } from "./api";
import { Login } from "./Login";
import { OrderDetail } from "./OrderDetail";
import { OrderForm, type Offer } from "./OrderForm";
import { OrderList } from "./OrderList";
import { isLoggedIn, logOut, messageOf } from "./session";

export function App() {
  const [loggedIn, setLoggedIn] = useState(isLoggedIn);
  if (!loggedIn) return <Login onLogin={() => setLoggedIn(true)} />;
  return <BackOffice onLogout={() => logOut().finally(() => setLoggedIn(false))} />;
}

type Shown = { kind: "nothing" } | { kind: "order"; id: string } | { kind: "form" };

function BackOffice({ onLogout }: { onLogout: () => void }) {
  const [list, setList] = useState<Order[]>([]);
  const [people, setPeople] = useState<Customer[]>([]);
  const [goods, setGoods] = useState<Offer[]>([]);
  const [shown, setShown] = useState<Shown>({ kind: "nothing" });
  const [problem, setProblem] = useState("");

  const reload = useCallback(async () => {
    try {
      setList((await orders.listOrders({ query: { size: 50 } })).items);
      setPeople((await customers.listCustomers()).items);
      setGoods(await products.listProducts());
      setProblem("");
    } catch (error) {
      setProblem(messageOf(error));
    }
  }, []);
  useEffect(() => void reload(), [reload]);

  const customerName = (id: string) => people.find((each) => each.id === id)?.name ?? "?";

  return (
    <>
      <header className="bar">
        <h1>
          Shop <small>back office</small>
        </h1>
        <button className="quiet" onClick={onLogout}>
          Log out
        </button>
      </header>
      {problem && <p className="problem">{problem}</p>}
      <main className="columns">
        <section>
          <div className="heading">
            <h2>Orders</h2>
            <button onClick={() => setShown({ kind: "form" })}>New order</button>
          </div>
          <OrderList
            orders={list}
            customerName={customerName}
            selected={shown.kind === "order" ? shown.id : undefined}
            onSelect={(id) => setShown({ kind: "order", id })}
          />
        </section>
        <section>
          {shown.kind === "nothing" && <p className="hint">Choose an order, or make a new one.</p>}
          {shown.kind === "order" && (
            <OrderDetail key={shown.id} id={shown.id} customerName={customerName} onChange={reload} />
          )}
          {shown.kind === "form" && (
            <OrderForm
              customers={people}
              products={goods}
              onPlaced={async (order) => {
                await reload();
                setShown({ kind: "order", id: order.id });
              }}
            />
          )}
        </section>
      </main>
    </>
  );
}
