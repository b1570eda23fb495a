import type * as z from "zod";

/** Zod's own object. Under this looser bound the compiler need not look into every shape before someone uses it. */
export type ZodObject<Shape extends z.core.$ZodLooseShape, Config extends z.core.$ZodObjectConfig> = z.ZodObject<
  Shape,
  Config
>;

/** What `.refine()` takes. The predicate answers for any value of its type, and never throws. */
type Check<Value = any> = [test: (value: Value) => boolean, says: string | Says];

/** What is said of a value: the first of the limits that it breaks. */
interface Says {
  error: string | ((issue: { readonly input?: unknown }) => string);
  /** What is said of a value that is of another type than the check's. */
  expected?: string;
  abort?: boolean;
}

/** For a schema that would say the same whether nothing or something wrong was given. */
export declare const required: { error: (issue: { readonly input?: unknown }) => string | undefined };

/** The union, which tells what is wrong by each of its members, and not by one alone. It is changed in place, as by `own`. */
export declare function either<Schema>(schema: Schema): Schema;

/** The tuple, which tells of the items that it lacks. It is changed in place, as by `own`. */
export declare function tuple<Schema>(schema: Schema): Schema;

/** For a union that a tag tells apart. */
export declare const tag: { error: (issue: any) => string | undefined };

interface Bounds<Bound = string> {
  gt?: Bound;
  ge?: Bound;
  lt?: Bound;
  le?: Bound;
}

interface Sizes {
  min?: number;
  max?: number;
}

// Values of JSON's own types

/** A whole number of any size; `z.int()` refuses those beyond 2^53, which servers use as ids. */
export declare const integer: Check<number>;

/** A multiple of a step: exactly where both are integers, else as near as the server wants it. */
export declare function multiple(step: number, exact?: boolean): Check<number>;

/** The object, with members that its input lacks looked for under other names, or along paths. */
export declare function aliased<Schema>(
  schema: Schema,
  aliases: Record<string, readonly (string | readonly (string | number)[])[]>,
): Schema;

/** The object, with what lies along any of the `paths` into it as a schema takes it, if anything lies there or is `required` to. */
export declare function reached<Schema>(
  schema: Schema,
  members: readonly {
    paths: readonly (readonly (string | number)[])[];
    schema: () => z.ZodType;
    required?: boolean;
  }[],
): Schema;

/** JSON within a string, of what a schema takes. */
export declare function encoded(schema: () => z.ZodType): Check;

/** An uploaded file; where one is `needed`, not what a page has where nobody chose one. */
export declare const file: (options?: { needed?: boolean }) => z.ZodCustom<File | Blob, File | Blob>;

/** An object of `min` to `max` members; either may be null. `read` gives what the server makes of a name. */
export declare function size(min: number | null, max: number | null, read?: Read): Check<object>;

/** An array of `min` to `max` items that a schema takes; the server leaves out the others. */
export declare function kept(schema: () => z.ZodType, options: Sizes): Check<readonly unknown[]>;

/** An item of any kind, which the server leaves out where it is not valid. */
export declare function omitted(): Check<unknown>;

/**
 * An array of `min` to `max` items that differ; Python counts 1, 1.0 and true as one. `read` gives what the server
 * makes of an item.
 */
export declare function distinct(options?: Sizes & { hashable?: number }, read?: Read): Check<readonly any[]>;

/** A number, whose text is a string of `min` to `max` characters. */
export declare function numeral(options?: Parameters<typeof text>[0]): Check<number>;

/** What the server makes of a value, as far as it is equal to that of another; undefined of what is no such value. */
type Read = (value: any) => unknown;

export declare const asText: (options?: { strip?: boolean; case?: "lower" | "upper" }) => Read;
export declare const asBase64: (options?: { alphabet?: "standard" | "url" | "either"; lenient?: boolean }) => Read;
export declare const asEmail: Read;
export declare const asPath: Read;
export declare const asUrl: Read;
export declare const asIp: (options?: Parameters<typeof ip>[0]) => Read;
export declare const asSize: Read;
export declare const asFraction: Read;
export declare const asInteger: Read;
export declare const asDecimal: Read;
export declare const asNumber: Read;
export declare const asBoolean: Read;
export declare const asDateTime: Read;
export declare const asTime: Read;
export declare const asDate: Read;
export declare const asDuration: Read;
export declare const asUuid: Read;

/** The items of an array, each read by the function of its place, the rest by the last one. */
export declare function asItems(...reads: readonly (Read | null)[]): Read;

/** The items of an array, whatever their order. */
export declare function asSet(read?: Read): Read;

/** The members of an object, with `defaults` for those that it lacks, each read by the function of its name. */
export declare function asObject(defaults: object, reads?: Record<string, Read>): Read;

/** What is of a schema, as it is written. */
export declare function asGiven(schema: () => z.ZodType): Read;

/** What the first function makes of a value that makes anything of it. */
export declare function asEither(...reads: readonly Read[]): Read;

/**
 * A combination of flags, whose bits are the `mask` if any will not do, and none of those `refused`. Negative numbers
 * count as Python's complement of them.
 */
export declare function flags(options?: { mask?: number; refused?: readonly number[] }): Check<number>;

/** The union, which also takes what is of one member's `type` and converted to another, as that is `taken` then. */
export declare function converted<Schema>(
  schema: Schema,
  pairs: readonly { type: () => unknown; taken: () => unknown }[],
): Schema;

/** The union, told apart by a `tag` that a member may lack where it stands alone: `values` are those of each member. */
export declare function byTag<Schema>(schema: Schema, tag: string, values: readonly (readonly unknown[])[]): Schema;

/**
 * The union, told apart by a `tag` that has another `name`, which the server looks at first. Where the tag is not given
 * as such, it has a default in the members that `defaults` are values of, and in those of `renamed` the name will do.
 */
export declare function tagged<Schema>(
  schema: Schema,
  tag: string,
  name: string,
  options: { defaults?: readonly unknown[]; renamed?: readonly unknown[] },
): Schema;

/**
 * The `z.object`, seeing its input's own properties alone, `__proto__` among them. It is changed in place, so apply
 * this last: what Zod's methods derive from it knows nothing of this.
 */
export declare function own<Schema>(schema: Schema): Schema;

/** The dictionary, or the object with other members, with `__proto__` among them. It is changed in place, as by `own`. */
export declare function whole<Schema>(schema: Schema): Schema;

/** The dictionary of a `size`, where all of its members are right. It is changed in place, as by `own`. */
export declare function sized<Schema>(schema: Schema, size: Check<object>): Schema;

/** The dictionary without what stands under names that a schema refuses. It is changed in place, as by `own`. */
export declare function naming<Schema>(schema: Schema, names: z.ZodType): Schema;

/** The union, of whose members the first is taken that drops nothing of a value. It is changed in place, as by `own`. */
export declare function fullest<Schema>(schema: Schema): Schema;

/** The `z.strictObject`, which looks for other members only where there are some. It is changed in place, as by `own`. */
export declare function strict<Schema>(schema: Schema): Schema;

// Text

/**
 * A string of `min` to `max` code points, without outer white space where `strip` is set. `written` is the `pattern` as
 * the server has it.
 */
export declare function text(options?: Text): Check<string>;

interface Text extends Sizes {
  pattern?: RegExp;
  written?: string;
  strip?: boolean;
  ascii?: boolean;
}

/** A string of `min` to `max` bytes in UTF-8. */
export declare function bytes(options?: Sizes): Check<string>;

/** Hexadecimal digits of `min` to `max` bytes. */
export declare function hex(options?: Sizes): Check<string>;

/**
 * Base64 of `min` to `max` bytes or, where it is that of a `text`, of one as in `text`. `lenient` as Python's decoder,
 * of the "standard" or the "url" alphabet; else a strict decoder of either. It may stand `within` another, or "hex".
 */
export declare function base64(
  options?: Text & {
    alphabet?: "standard" | "url" | "either";
    lenient?: boolean;
    text?: boolean;
    within?: "base64" | "hex";
  },
): Check<string>;

/** JSON within a string, with the numbers that Python adds, and less deep and long than its parser allows. */
export declare function jsonText(): Check<string>;

// Dates and times, as ISO 8601 or as a number of seconds or milliseconds since 1970

/** What numbers count; it is taken from their size otherwise. */
type Unit = "seconds" | "milliseconds";

/** A date and time with or without a zone, or with an offset of so many seconds; `when` is by this machine's clock. */
export declare function dateTime(
  options?: Bounds & { timezone?: "aware" | "naive" | number; when?: "past" | "future"; unit?: Unit },
): Check<string | number>;

/** A date, or a date and time at midnight. */
export declare function date(options?: Bounds & { when?: "past" | "future"; unit?: Unit }): Check<string | number>;

/** A time of day. */
export declare function time(options?: Bounds & { timezone?: "aware" | "naive" | number }): Check<string | number>;

/** A length of time, in ISO 8601 or as "1 day, 10:00"; or in seconds. */
export declare function duration(options?: Bounds): Check<string | number>;

// Numbers as text

/** A decimal number, as a number or a string; with `special`, infinities and NaN too. */
export declare function decimal(
  options?: Bounds & { maxDigits?: number; decimalPlaces?: number; multipleOf?: string; special?: boolean },
): Check<string | number>;

/** A fraction, as "1/3", as a decimal, or as a number; `spaced`: also as "1 / 3". */
export declare function fraction(options?: Bounds & { multipleOf?: string; spaced?: boolean }): Check<string | number>;

/** A complex number, such as "1+2j". */
export declare function complex(): Check<string>;

/** A size in bytes, as a number or with a unit: "1.5 GB". */
export declare function byteSize(options?: Bounds<number> & { multipleOf?: number }): Check<string | number>;

/** A number that stands for true or false. */
export declare function bit(): Check<number>;

/** A key of a dictionary that is a whole number. */
export declare function integerKey(options?: Bounds<number> & { multipleOf?: number }): Check<string>;

/** A key of a dictionary that is a number, and where it is to be `finite`, neither infinite nor NaN. */
export declare function numberKey(options?: Bounds<number> & { multipleOf?: number; finite?: boolean }): Check<string>;

/** A key of a dictionary that is true or false. */
export declare function booleanKey(): Check<string>;

/** A key of a dictionary, or a number, that is one of the values; or the text of one where they are "integer"s or "number"s. */
export declare function memberKey(options: {
  values: readonly (string | number)[];
  text?: "integer" | "number";
}): Check<string | number>;

// What Pydantic makes a value of such a type from, beside the values of the type itself

/** A whole number, or a text or a boolean that stands for one. Bounds that a double cannot hold are strings. */
export declare function laxInteger(options?: Bounds<number | string> & { multipleOf?: number }): Check<unknown>;

/** A number, or a text or a boolean that stands for one; where it is `finite`, neither infinite nor NaN. */
export declare function laxNumber(
  options?: Bounds<number | string> & { multipleOf?: number; exact?: boolean; finite?: boolean },
): Check<unknown>;

/** True or false, as a boolean, as 1 and 0, or as a word. */
export declare function laxBoolean(): Check<unknown>;

/** Of what is `encoded` in a text no boolean stands for a number, and what is `strict` there is text, exactly of its type. */
type Encoded = { encoded?: boolean; strict?: boolean };

/** A date and time, or its seconds or milliseconds since 1970. */
export declare function laxDateTime(options?: Parameters<typeof dateTime>[0] & Encoded): Check<unknown>;

/** A date, or the seconds or milliseconds since 1970 at its midnight. */
export declare function laxDate(options?: Parameters<typeof date>[0] & Encoded): Check<unknown>;

/** A time of day, or its seconds since midnight. */
export declare function laxTime(options?: Parameters<typeof time>[0] & Encoded): Check<unknown>;

/** A complex number, as a text or a number. */
export declare function laxComplex(options?: Encoded): Check<unknown>;

/** A fraction, as a text, a number or a boolean. */
export declare function laxFraction(options?: Parameters<typeof fraction>[0] & Encoded): Check<unknown>;

/** A length of time, or its seconds. */
export declare function laxDuration(options?: Parameters<typeof duration>[0] & Encoded): Check<unknown>;

/** An IP address, interface or network, or the number of its address. */
export declare function laxIp(options?: Parameters<typeof ip>[0] & Encoded): Check<unknown>;

/** A string, or a number, which stands for its text. */
export declare function laxText(options?: Parameters<typeof text>[0]): Check<unknown>;

/** One of the values, or what equals one to Python; or where they are "integer"s or "number"s, a text that does. To "any", whatever a function on the server takes for one. */
export declare function laxMember(options: {
  values: readonly (string | number | boolean | null)[];
  text?: "integer" | "number" | "any";
}): Check<unknown>;

/** The schema of `laxMember` for the values of an enumeration, with its members by name, as `z.enum` has them. */
export declare function laxEnum<const Members extends Record<string, string | number>>(
  members: Members,
  options?: { text?: "integer" | "number" | "any" },
): LaxEnum<Members>;

export type LaxEnum<
  Members extends Record<string, string | number>,
  Input = string | number | boolean,
> = z.ZodType<Members[keyof Members], Input> & {
  readonly enum: Members;
  readonly options: readonly Members[keyof Members][];
};

/** A combination of flags, or a boolean; also one of the `texts`, which stand for a flag each. */
export declare function laxFlags(options?: {
  mask?: number;
  refused?: readonly number[];
  texts?: readonly number[];
}): Check<unknown>;

/** What can be iterated over, with items that a schema takes: those of an array, a text's characters, or keys. */
export declare function laxIterable(schema: () => z.ZodType): Check<unknown>;

/** A check that sees the text of a value, as parameters and forms are written. */
export declare function written(check: Check): Check<unknown>;

/**
 * A member that is lacking where nothing is written for it: null, a list without items and, where `blank` is set, an
 * empty text. Where it is a `list`, one item will do.
 */
export declare function sent<Schema extends z.ZodType>(
  schema: Schema,
  options?: { required?: boolean; list?: boolean; blank?: boolean },
): Schema;

/** Whatever a validator makes something of. */
export declare function laxAnything(): Check<unknown>;

/** An item of any kind, which the server leaves out where it is not valid. */
export declare function laxOmitted(): Check<unknown>;

// Identifiers and addresses

/** A UUID in any of the four ways to write one, of the version asked for. */
export declare function uuid(options?: { version?: number; dashes?: "any" }): Check<string>;

/**
 * An e-mail address of `min` to `max` characters that a `pattern` fits, also as "Name <address>", and where that is set
 * `trim`med first. International domains are those that IDNA 2008 allows, as far as the browser knows their letters.
 */
export declare function email(
  options?: Sizes & { pattern?: RegExp; written?: string; trim?: boolean },
): Check<string>;

/**
 * A URL, or one with several hosts, of the `schemes` and with the host asked for. A URL without a host is given the
 * `defaultHost`; a default port, in turn, needs a host. `maxLength` counts bytes.
 */
export declare function url(options?: Sizes & {
  schemes?: readonly string[];
  maxLength?: number;
  host?: boolean;
  defaultHost?: string;
  defaultPort?: number;
  multiHost?: boolean;
  strict?: boolean;
}): Check<string>;

/**
 * An IP address or its number, an address with a mask ("interface"), or a "network" without bits of its hosts. Bounds
 * are addresses, of the same version.
 */
export declare function ip(
  options?: Bounds & { version?: 4 | 6; kind?: "address" | "interface" | "network" },
): Check<string | number>;
