import { type FormEvent, useState } from "react";
import { Credentials, fieldErrors } from "./api";
import { Field } from "./Field";
import { logIn, messageOf } from "./session";

export function Login({ onLogin }: { onLogin: () => void }) {
  const [draft, setDraft] = useState<Credentials>({ email: "clerk@shop.example", password: "let-me-in" });
  const [errors, setErrors] = useState<Record<string, string[]>>({});
  const [problem, setProblem] = useState("");

  async function submit(event: FormEvent) {
    event.preventDefault();
    const checked = Credentials.safeParse(draft);
    setErrors(checked.success ? {} : fieldErrors(checked.error));
    if (!checked.success) return;
    try {
      await logIn(checked.data);
      onLogin();
    } catch (error) {
      setProblem(messageOf(error));
    }
  }

  return (
    <form className="card login" noValidate onSubmit={submit}>
      <h1>Shop</h1>
      <Field label="E-mail" errors={errors.email}>
        <input
          type="email"
          value={draft.email}
          onChange={(event) => setDraft({ ...draft, email: event.target.value })}
        />
      </Field>
      <Field label="Password" errors={errors.password}>
        <input
          type="password"
          value={draft.password}
          onChange={(event) => setDraft({ ...draft, password: event.target.value })}
        />
      </Field>
      {problem && <p className="problem">{problem}</p>}
      <button>Log in</button>
    </form>
  );
}
