// What Zod does not check as the server does. A check is a predicate and a message, to be spread into `.refine()`.

import * as z from "zod";

/** A whole number of any size; `z.int()` refuses those beyond 2^53, which servers use as ids. */
export const integer = [(value) => Number.isInteger(value), "Input should be a valid integer"];

/** An uploaded file. */
export const file = () => z.custom((value) => value instanceof Blob, "Input should be a file");

/** An object with at least `min` and at most `max` members; either may be null. */
export function size(min, max) {
  return [
    (value) => {
      const count = Object.keys(value).length;
      return count >= (min ?? 0) && count <= (max ?? Infinity);
    },
    `Input should have ${max === null ? `at least ${min}` : min === null ? `at most ${max}` : `between ${min} and ${max}`} members`,
  ];
}
