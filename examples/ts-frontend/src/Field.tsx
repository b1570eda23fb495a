import type { ReactNode } from "react";

type Props = { label: string; errors?: string[] | undefined; wide?: boolean; children: ReactNode };

/** A labelled input with what is wrong with it. */
export function Field({ label, errors = [], wide = false, children }: Props) {
  return (
    <label className={["field", wide && "wide", errors.length && "wrong"].filter(Boolean).join(" ")}>
      <span>{label}</span>
      {children}
      {errors.map((each) => (
        <em key={each} role="alert">
          {each}
        </em>
      ))}
    </label>
  );
}
