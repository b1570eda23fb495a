import type * as z from "zod";

/** Zod's own object. Under this looser bound the compiler need not look into every shape before someone uses it. */
export type ZodObject<Shape extends z.core.$ZodLooseShape, Config extends z.core.$ZodObjectConfig> = z.ZodObject<
  Shape,
  Config
>;

type Check = [test: (value: any) => boolean, message: string];

/** A whole number of any size; `z.int()` refuses those beyond 2^53, which servers use as ids. */
export declare const integer: Check;

/** An uploaded file. */
export declare const file: () => z.ZodCustom<File | Blob, File | Blob>;

/** An object with at least `min` and at most `max` members; either may be null. */
export declare function size(min: number | null, max: number | null): Check;
