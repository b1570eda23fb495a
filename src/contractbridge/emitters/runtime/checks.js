// What Zod does not check as the server does. A check is a predicate and what is said where it does not hold, to be
// spread into `.refine()`: `z.string().refine(...is.dateTime({ timezone: "aware" }))`. Each says what Pydantic takes for
// such a value over JSON, and is held to Pydantic itself by the tests. Bounds are written as JSON writes the value. No
// predicate throws, whatever the value of its type. What is said are Pydantic's words, without its details.

import * as z from "zod";

const INTEGER = "Input should be a valid integer";

/** A whole number of any size; `z.int()` refuses those beyond 2^53, which servers use as ids. */
export const integer = [
  // From there on JavaScript writes an exponent, and the server reads no integer.
  (value) => Number.isInteger(value) && Math.abs(value) < 1e21,
  { abort: true, expected: INTEGER, error: INTEGER },
];

/** A multiple of a step: exactly where both are integers, else as near as the server wants it. */
export const multiple = (step, exact = false) => [
  // Infinity less itself is no number, and not greater than anything.
  (value) => (exact ? value % step === 0 : !(Math.abs(value - Math.round(value / step) * step) > 1e-9)),
  `Input should be a multiple of ${step}`,
];

/**
 * An uploaded file, or what a page has where nobody chose one, which is not sent: a file without name and content. Where
 * one is `needed`, that will not do.
 */
export const file = ({ needed = false } = {}) =>
  z.custom((value) => value instanceof Blob && (value.name !== "" || (!needed && value.size === 0)), {
    error: ({ input }) => (input === undefined || input?.name === "" ? MISSING : "Input should be a file"),
    expected: "Input should be a file",
  });

// What is said of a value

const MISSING = "Field required";

/** A message, unless nothing was given; and what is `expected`, which is said of a value of another type. */
function said(message, expected = message) {
  return { expected, error: ({ input }) => (input === undefined ? MISSING : message) };
}

/** For a schema that would say the same whether nothing or something wrong was given. */
export const required = { error: ({ input }) => (input === undefined ? MISSING : undefined) };

const WORDS = /*#__PURE__*/ new Map([[true, "True"], [false, "False"], [null, "None"]]);

/** For a union that a tag tells apart. */
export const tag = {
  error: ({ input, discriminator, options }) => {
    if (!discriminator) return undefined;
    const given = input[discriminator];
    if (given === undefined) return `Unable to extract tag using discriminator '${discriminator}'`;
    const asPython = (value) => WORDS.get(value) ?? JSON.stringify(value);
    const tags = options.map((each) => (typeof each === "string" ? `'${each}'` : asPython(each))).join(", ");
    const found = typeof given === "string" ? given : asPython(given);
    return `Input tag '${found}' found using '${discriminator}' does not match any of the expected tags: ${tags}`;
  },
};

/**
 * Says which of its `limits` a value breaks, by the first of them as the server looks at them, or else what is
 * `expected`. The check is asked for each limit on its own.
 */
const told = (expected, options, check, limits) => ({
  expected,
  error: ({ input }, asked = check) => {
    if (input === undefined) return MISSING;
    const others = Object.entries(options).filter(([name]) => !limits[name]);
    const takes = (...more) => asked(Object.fromEntries([...others, ...more]))[0](input);
    if (!takes()) return expected;
    const broken = Object.keys(limits).find((name) => name in options && !takes([name, options[name]]));
    return broken ? limits[broken](options[broken], options) : (limits.together?.(options) ?? expected);
  },
});

const BOUNDS = {
  multipleOf: (step) => `Input should be a multiple of ${step}`,
  le: (bound) => `Input should be less than or equal to ${bound}`,
  lt: (bound) => `Input should be less than ${bound}`,
  ge: (bound) => `Input should be greater than or equal to ${bound}`,
  gt: (bound) => `Input should be greater than ${bound}`,
};

const mapped = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));

const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** "String should have at least 2 characters" */
const sizes = (what, noun) => ({
  min: (min) => `${what} should have at least ${counted(min, noun)}`,
  max: (max) => `${what} should have at most ${counted(max, noun)}`,
});

/** "Input should be in the past", "Input should have timezone info" */
const moments = (what) => ({
  ...BOUNDS,
  when: (when) => `${what} should be in the ${when}`,
  timezone: (zone) => `${what} should ${zone === "naive" ? "not " : ""}have timezone info`,
});

// Text

const SURROGATE = /\p{Surrogate}/u;
// What Rust trims. A run is tried from its start alone, or the time would be quadratic.
const OUTER_SPACE = /^\p{White_Space}+|(?<!\p{White_Space})\p{White_Space}+$/gu;

// What Python strips.
const EDGES = /^[\p{White_Space}\x1c-\x1f]+|(?<![\p{White_Space}\x1c-\x1f])[\p{White_Space}\x1c-\x1f]+$/gu;

const trim = (value) => value.replace(OUTER_SPACE, "");
const strip = (value) => value.replace(EDGES, "");
const codePoints = (value) => value.length - (value.match(/[\ud800-\udbff]/g)?.length ?? 0);
const utf8Length = (value) => new TextEncoder().encode(value).length;
// A code unit makes three bytes at most.
const fitsBytes = (value, max) => value.length * 3 <= max || utf8Length(value) <= max;
const between = (count, min, max) => count >= min && count <= max;

/**
 * A string of `min` to `max` code points, after `strip`ping it of outer white space. `written` is the `pattern` as the
 * server has it.
 */
export const text = (options = {}) => [
  (value) => {
    const { min = 0, max = Infinity, pattern, strip: stripped = false, ascii = false } = options;
    const seen = stripped ? trim(value) : value;
    return (
      !SURROGATE.test(seen) &&
      between(codePoints(seen), min, max) &&
      !(ascii && /[^\0-\x7f]/.test(seen)) &&
      (pattern === undefined || pattern.test(seen))
    );
  },
  told("Input should be a valid string", options, text, {
    ascii: () => "String should contain only ASCII characters",
    ...sizes("String", "character"),
    pattern: ({ source }, { written = source.replaceAll("\\/", "/") }) => `String should match pattern '${written}'`,
  }),
];

/** A string of `min` to `max` bytes in UTF-8. */
export const bytes = ({ min = 0, max = Infinity } = {}) => [
  (value) => !SURROGATE.test(value) && between(utf8Length(value), min, max),
  told("Input should be a valid bytes", { min, max }, bytes, sizes("Data", "byte")),
];

/** Hexadecimal digits of `min` to `max` bytes. */
export const hex = ({ min = 0, max = Infinity } = {}) => [
  (value) => !/[^\da-f]/i.test(value) && value.length % 2 === 0 && between(value.length / 2, min, max),
  told("Input should be valid hexadecimal data", { min, max }, hex, sizes("Data", "byte")),
];

/** The symbols that a strict decoder takes: of one alphabet, with no bits left over, and padding at will. */
function strictSymbols(value) {
  const symbols = value.replace(/={1,2}$/, "");
  const [pads, rest, last] = [value.length - symbols.length, symbols.length % 4, symbols.at(-1)];
  const padded = pads === 0 || (rest > 1 && pads + rest <= 4);
  const ended = rest === 0 || (rest === 2 && /[AQgw]/.test(last)) || (rest === 3 && /[AEIMQUYcgkosw048]/.test(last));
  const ofOneAlphabet = !/[^\w-]/.test(symbols) || !/[^A-Za-z\d+/]/.test(symbols);
  return padded && ended && ofOneAlphabet ? symbols : undefined;
}

/** The symbols that Python's decoder takes: it skips all others, and reads nothing after the padding of a group. */
function lenientSymbols(value, foreign) {
  const [first, ...others] = value.replace(foreign, "").split("=");
  let symbols = first;
  let pads = 0;
  for (const part of others) {
    const group = symbols.length % 4;
    if (group >= 2 && group + ++pads >= 4) return symbols;
    if (part !== "") pads = 0;
    symbols += part;
  }
  return symbols.length % 4 === 0 ? symbols : undefined;
}

/** The bytes that symbols stand for, each a character. */
const dataOf = (symbols) => symbols && atob(symbols.replaceAll("-", "+").replaceAll("_", "/"));

const WITHIN = {
  base64: (value) => dataOf(strictSymbols(value)) ?? "",
  hex: (value) => value.replace(/../gs, (pair) => String.fromCharCode(`0x${pair}`)),
};

/**
 * Base64 of `min` to `max` bytes or, where it is that of a `text`, of one as in `text`. `lenient` as Python's decoder,
 * of the "standard" or the "url" alphabet; else a strict decoder of either. It may stand `within` another, or "hex".
 */
export const base64 = ({ alphabet = "either", lenient = false, text: ofText, within: outer, ...options } = {}) => {
  const { min = 0, max = Infinity } = options;
  const [isTaken, message] = ofText ? text(options) : [({ length }) => between(length, min, max)];
  return [
    (value) => {
      const data = SURROGATE.test(value) ? undefined : decoded(outer ? WITHIN[outer](value) : value, { alphabet, lenient });
      const read = ofText ? utf8Text(data) : data;
      return read !== undefined && isTaken(read);
    },
    options.pattern ? message : said("Base64 decoding error", `Input should be a valid ${ofText ? "string" : "bytes"}`),
  ];
};

/** What base64 stands for, each byte a character; or undefined. */
function decoded(value, { alphabet = "either", lenient = false }) {
  const foreign = alphabet === "standard" ? /[^A-Za-z\d+/=]/g : /[^A-Za-z\d+/=_-]/g;
  return dataOf(lenient ? lenientSymbols(value, foreign) : strictSymbols(value));
}

/** The text of bytes, each a character of `data`, or undefined where they are no UTF-8. */
function utf8Text(data) {
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return decoder.decode(Uint8Array.from(data, (byte) => byte.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

const TOKEN = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|-?Infinity|NaN|(?<![.\d])\d{4301,}|[[\]{}]/g;
const DEEPEST = 201;

/** JSON within a string, with the numbers that Python adds, and less deep and long than its parser allows. */
export const jsonText = () => [
  (value) => {
    let depth = 0;
    let deepest = 0;
    const check = (token) => {
      if (token === "[" || token === "{") deepest = Math.max(deepest, (depth += 1));
      else if (token === "]" || token === "}") depth -= 1;
      else if (/^\d/.test(token) || (token.startsWith('"') && SURROGATE.test(JSON.parse(token)))) deepest = Infinity;
      else if (!token.startsWith('"')) return " 0 ";
      return token;
    };
    try {
      JSON.parse(value.replace(TOKEN, check));
      return deepest <= DEEPEST && !SURROGATE.test(value);
    } catch {
      return false;
    }
  },
  said("Invalid JSON", "Input should be a valid string"),
];

/** JSON within a string, of what a schema takes. */
export const encoded = (schema) => {
  const [isJson, says] = jsonText();
  const takes = (value) => schema().safeParse(parsed(value)).success;
  return [(value) => isJson(value) && (takes(value) || (BEYOND.test(value) && takes(withinDoubles(value)))), says];
};

// Numbers that a double may not hold, outside of strings.
const BEYOND = /Infinity|NaN|\d{22}|\d[eE]\+?\d{3}/;
const NUMBER_TOKEN = /"(?:[^"\\]|\\.)*"|-?(?:Infinity|NaN|\d[\d.eE+-]*)/gs;

/** JSON with great doubles in the place of numbers beyond them, integers for integers. */
const withinDoubles = (text) =>
  text.replace(NUMBER_TOKEN, (token) => {
    if (token.startsWith('"') || Math.abs(token) < 1e21) return token;
    const sign = token.startsWith("-") ? "-" : "";
    if (/^-?\d+$/.test(token)) return `${sign}999999999999999900000`;
    return Number.isFinite(+token) ? token : `${sign}${Number.MAX_VALUE / 3}`;
  });

/** JSON, or undefined where only Python takes it. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Dates and times

const DAY = 86_400_000_000n;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DATE_TIME = /^(\d{4}-\d\d-\d\d)(?:[Tt _]([^]*))?$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(Z|z|[+\-\u2212]\d\d:?\d\d)?$/;
const TIMESTAMP = /^[+-]?(?:\d+|(?=\.?\d)\d*\.\d*(?:[eE][+-]?\d+)?)$/;
// A larger timestamp counts milliseconds.
const LATEST_SECOND = 2e10;
const FIRST = -62_135_596_800_000_000n; // the year 1
const LAST = 253_402_300_799_999_999n; // the end of the year 9999

/** Microseconds since 1970 at midnight of a date, or undefined. */
function readDate(text) {
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? BigInt(date.getTime()) * 1000n
    : undefined;
}

/** Microseconds since midnight, or undefined. */
function readClock(hour, minute, second = "0", fraction = "") {
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return BigInt((hour * 60 + +minute) * 60 + +second) * 1_000_000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
}

/** Seconds east of Greenwich, null without a zone, undefined where it is none. */
function readZone(zone) {
  if (zone === undefined) return null;
  if (zone === "Z" || zone === "z") return 0;
  const hour = +zone.slice(1, 3);
  const minute = +zone.slice(-2);
  if (hour > 23 || minute > 59) return undefined;
  return (zone[0] === "+" ? 60 : -60) * (hour * 60 + minute);
}

/** A number of units of so many microseconds, in microseconds. */
const microseconds = (number, unit) => Math.floor(number) * unit + Math.round((number - Math.floor(number)) * unit);

const inYears = (local) => (local >= FIRST && local <= LAST ? { local: BigInt(local), offset: 0 } : undefined);

/** The microseconds that a number counts: what it counts is told, or taken from its size. */
const unitOf = (number, unit) =>
  (unit === undefined ? Math.abs(number) > LATEST_SECOND : unit === "milliseconds") ? 1e3 : 1e6;

/** Local microseconds since 1970 and the offset in seconds, or undefined. */
function readDateTime(text, unit) {
  if (typeof text === "number") return inYears(microseconds(text, unitOf(text, unit)));
  if (TIMESTAMP.test(text)) return inYears(Math.trunc(+text * unitOf(+text, unit)));
  const [, day, clock] = DATE_TIME.exec(text) ?? [];
  const date = day && readDate(day);
  const time = clock === undefined ? { local: 0n, offset: null } : readTime(clock);
  return date === undefined || time === undefined ? undefined : { local: date + time.local, offset: time.offset };
}

/** A text of what are too many seconds may be the milliseconds of a date, at its midnight and in no zone; or undefined. */
function readStamp(text, unit) {
  const day = unit === "seconds" && isText(text) && /^[+-]?\d+$/.test(text) ? readDay(text) : undefined;
  return day === undefined ? undefined : { local: day, offset: null };
}

/** A day: a date, or a date and time at midnight. */
function readDay(text, unit) {
  const moment = readDateTime(text, unit);
  return moment && moment.local % DAY === 0n ? moment.local : undefined;
}

function readTime(text) {
  if (typeof text === "number") {
    const local = microseconds(text, 1e6);
    return text >= 0 && local < DAY ? { local: BigInt(local), offset: 0 } : undefined;
  }
  const [, hour, minute, second, fraction, zone] = TIME.exec(text) ?? [];
  const clock = hour && readClock(hour, minute, second, fraction);
  const offset = readZone(zone);
  return hour === undefined || clock === undefined || offset === undefined ? undefined : { local: clock, offset };
}

/** Times of which one has no zone are compared as their clocks show them. */
function later(one, other) {
  const apart = one.offset === null || other.offset === null ? 0 : one.offset - other.offset;
  return one.local - other.local - BigInt(apart) * 1_000_000n;
}

const inZone = (timezone, { offset }) =>
  timezone === undefined ||
  (timezone === "aware" ? offset !== null : timezone === "naive" ? offset === null : offset === timezone);

/** Is `order(bound)`, which is positive where the value is greater, within all bounds? */
const within = ({ gt, ge, lt, le }, order) =>
  (gt === undefined || order(gt) > 0) &&
  (ge === undefined || order(ge) >= 0) &&
  (lt === undefined || order(lt) < 0) &&
  (le === undefined || order(le) <= 0);

function now(offset) {
  const ms = Date.now();
  // A time without a zone is the server's local time, for which ours has to stand.
  const local = offset === null ? ms - new Date(ms).getTimezoneOffset() * 60_000 : ms + offset * 1000;
  return { local: BigInt(local) * 1000n, offset };
}

const isEmpty = (options) => Object.keys(options).length === 0;

const inTime = (when, order) => when === undefined || (when === "past" ? order < 0 : order > 0);

// What nearly all look like, of which nothing has to be computed unless there are bounds.
const PLAIN_DATE = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/;
const PLAIN_DATE_TIME =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;

/**
 * A date and time. `timezone`: "aware", "naive", or seconds; `when`: "past" or "future"; `unit`: what numbers count,
 * "seconds" or "milliseconds", or else what their size tells. Where it is `strict`, a date alone is none.
 */
export const dateTime = (options = {}) => [
  (value) => {
    const { timezone, when, unit, strict = false, ...bounds } = options;
    const [plain, zone] = PLAIN_DATE_TIME.exec(value) ?? [];
    if (plain && isEmpty(bounds) && when === undefined && typeof timezone !== "number") {
      return timezone === undefined || (timezone === "aware") === (zone !== undefined);
    }
    if (strict && DATE.test(value)) return false;
    const moment = readDateTime(value, unit) ?? readStamp(value, unit);
    return (
      moment !== undefined &&
      inZone(timezone, moment) &&
      inTime(when, later(moment, now(moment.offset))) &&
      within(bounds, (bound) => later(moment, readDateTime(bound)))
    );
  },
  told("Input should be a valid datetime", options, dateTime, moments("Input")),
];

/** A date or, unless it is `strict`, a date and time at midnight. */
export const date = (options = {}) => [
  (value) => {
    if (isEmpty(options) && PLAIN_DATE.test(value)) return true;
    const { when, unit, strict = false, ...bounds } = options;
    if (strict && !DATE.test(value) && !TIMESTAMP.test(value)) return false;
    const day = readDay(value, unit);
    const today = now(null).local;
    return (
      day !== undefined &&
      inTime(when, day - (today - (today % DAY))) &&
      within(bounds, (bound) => day - readDay(bound))
    );
  },
  told("Input should be a valid date", options, date, moments("Date")),
];

/** A time of day. */
export const time = (options = {}) => [
  (value) => {
    const { timezone, ...bounds } = options;
    const moment = readTime(value);
    return (
      moment !== undefined && inZone(timezone, moment) && within(bounds, (bound) => later(moment, readTime(bound)))
    );
  },
  told("Input should be a valid time", options, time, moments("Input")),
];

// Durations

const DAYS_OF = { Y: 365, M: 30, W: 7, D: 1 };
const SECONDS_OF = { H: 3600, M: 60, S: 1 };
const PERIOD = /^P(?=..)((?:\d+(?:[.,]\d*)?[YMWD])*)(?:T((?:\d+(?:[.,]\d*)?[HMS])*))?$/;
const PART = /(\d+)(?:[.,](\d*))?([A-Z])/g;
const DAYS = /^(\d+) ?[dD](?:ays?|AYS?)?(?:, ?| )?([^]*)$/;
// Nothing is read after the sixth digit of a fraction, digit or not.
const HOURS = /^(?=.{5})(\d{0,10}):(\d\d)(?::(\d\d)(?:[.,](?:(\d{6})\P{Surrogate}*|(\d{1,5})))?)?$/u;
const MOST_HOURS = 2_400_000_000;
const MOST = 4_294_967_295;

/** Microseconds, or undefined. */
function readDuration(value) {
  if (typeof value === "number") {
    const seconds = Math.abs(value);
    return inRange(value < 0, 0, Math.trunc(seconds), Math.round((seconds % 1) * 1e6));
  }
  const [, sign, length] = /^([+-]?)([^]*)$/.exec(value);
  const read = length.startsWith("P") ? readPeriod : /d/i.test(length) ? readDays : readHours;
  const parts = read(length);
  return parts && inRange(sign === "-", ...parts);
}

/** "P1DT2H" as days, seconds and microseconds. Only the last number may have a fraction; doubles, as on the server. */
function readPeriod(text) {
  const [match, dates, times = ""] = PERIOD.exec(text) ?? [];
  if (match === undefined || /[.,]\d*[A-Z]T?\d/.test(text)) return undefined;
  let [days, seconds, microseconds] = [0, 0, 0];
  for (const [, whole, fraction, unit] of dates.matchAll(PART)) {
    const more = decimals(fraction) * DAYS_OF[unit];
    const rest = (more % 1) * 86_400;
    days += whole * DAYS_OF[unit] + Math.trunc(more);
    seconds += Math.trunc(rest);
    microseconds += Math.round((rest % 1) * 1e6);
  }
  for (const [, whole, fraction, unit] of times.matchAll(PART)) {
    const more = decimals(fraction) * SECONDS_OF[unit];
    seconds += whole * SECONDS_OF[unit] + Math.trunc(more);
    microseconds += Math.round((more % 1) * 1e6);
  }
  return days > MOST || seconds > MOST ? undefined : [days, seconds, microseconds];
}

const decimals = (fraction) => (fraction ? fraction / 10 ** fraction.length : 0);

/** "1 day, 10:00". */
function readDays(text) {
  const [, days, rest] = DAYS.exec(text) ?? [];
  if (days === undefined || days > MOST) return undefined;
  const [, seconds, microseconds] = rest === "" ? [0, 0, 0] : (readHours(rest) ?? []);
  return seconds < 86_400 ? [+days, seconds, microseconds] : undefined;
}

/** "36:00:00.5". */
function readHours(text) {
  const [match, hours, minutes, seconds = 0, six, fewer = ""] = HOURS.exec(text) ?? [];
  if (match === undefined || hours > MOST_HOURS || minutes > 59 || seconds > 59) return undefined;
  return [0, hours * 3600 + minutes * 60 + +seconds, +(six ?? fewer.padEnd(6, "0"))];
}

function inRange(negative, days, seconds, microseconds) {
  if (!(seconds < 1e15)) return undefined;
  const length = BigInt(days) * DAY + BigInt(seconds) * 1_000_000n + BigInt(microseconds);
  if (length >= 1_000_000_000n * DAY) return undefined;
  // Python's range ends earlier on this side of zero.
  if (negative) return length > 999_999_999n * DAY ? undefined : -length;
  return length;
}

/** A length of time. */
export const duration = (options = {}) => [
  (value) => {
    const length = readDuration(value);
    // To the server nothing with a minus is less than nothing.
    const minus = length === 0n && (typeof value === "number" ? value < 0 : value.startsWith("-"));
    return length !== undefined && within(options, (bound) => length - readDuration(bound) || (minus ? -1 : 0));
  },
  told("Input should be a valid timedelta", options, duration, mapped(BOUNDS, (says) => (bound) => says(inDays(bound)))),
];

const PARTS_OF_DAYS = { hour: 3_600_000_000n, minute: 60_000_000n, second: 1_000_000n, microsecond: 1n };

/** A length as the server tells it, whose days alone may be negative: "1 day and 12 hours". */
function inDays(bound) {
  const length = readDuration(bound);
  let left = ((length % DAY) + DAY) % DAY;
  const parts = [counted(Number((length - left) / DAY), "day")];
  for (const [unit, size] of Object.entries(PARTS_OF_DAYS)) {
    parts.push(counted(Number(left / size), unit));
    left %= size;
  }
  return parts.filter((part) => !part.startsWith("0 ")).join(" and ") || "0 seconds";
}

// Numbers as text

const GREATEST_EXPONENT = 999_999_999_999_999_999n;
const LEAST_POWER = -1_999_999_999_999_999_997n;
const NUMERAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** In ASCII, for Python takes the digits of every script, which stand in Unicode ten after ten. */
const plainDigits = (text) =>
  text.replace(/(?!\d)\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0);
    let first = point;
    while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
    return `${(point - first) % 10}`;
  });

const plainNumber = (value) => plainDigits(strip(String(value)).replaceAll("_", ""));

/** A decimal as an integer times a power of ten, or undefined. */
function readDecimal(value) {
  const [, sign, whole, fraction = "", exponent = "0"] = NUMERAL.exec(plainNumber(value)) ?? [];
  if (!whole && !fraction) return undefined;
  const digits = (whole + fraction).replace(/^0+(?=\d)/, "");
  const power = BigInt(exponent.replace("+", "")) - BigInt(fraction.length);
  if (power < LEAST_POWER || power + BigInt(digits.length - 1) > GREATEST_EXPONENT) return undefined;
  return { negative: sign === "-", digits, exponent: Number(power) };
}

/** An infinity or NaN, or undefined. */
function readSpecial(value) {
  const [, sign, infinity] = /^([+-]?)(?:(inf(?:inity)?)|s?nan\d*)$/i.exec(plainNumber(value)) ?? [];
  return sign === undefined ? undefined : infinity ? Number(`${sign}Infinity`) : NaN;
}

/** Is it an infinity or NaN, and within bounds, in none of which NaN is? */
function isSpecial(value, bounds) {
  const special = readSpecial(value);
  return special !== undefined && within(bounds, () => special);
}

/** Compare two decimals without writing out their zeros. */
function compareDecimals(one, other) {
  const signOf = (each) => (/^0*$/.test(each.digits) ? 0 : each.negative ? -1 : 1);
  const [sign, otherSign] = [signOf(one), signOf(other)];
  if (sign !== otherSign || sign === 0) return sign - otherSign;
  const magnitude = one.digits.length + one.exponent - other.digits.length - other.exponent;
  if (magnitude !== 0) return sign * magnitude;
  const length = Math.max(one.digits.length, other.digits.length);
  const [left, right] = [one, other].map((each) => BigInt(each.digits.padEnd(length, "0")));
  return left === right ? 0 : left > right ? sign : -sign;
}

/** How many digits, and how many of them behind the point. */
function measure({ digits, exponent }) {
  if (exponent >= 0) return { digits: digits === "0" ? 1 : digits.length + exponent, places: 0 };
  return { digits: Math.max(digits.length, -exponent), places: -exponent };
}

function normalized({ digits, exponent }) {
  const short = digits.replace(/0+$/, "");
  if (short === "") return { digits: "0", exponent: 0 };
  return { digits: short, exponent: exponent + digits.length - short.length };
}

/** A decimal number, as a number or a string; with `special`, infinities and NaN too. Bounds are strings. */
export const decimal = (options = {}) => [
  (value) => {
    const { maxDigits, decimalPlaces, multipleOf, special = false, ...bounds } = options;
    const read = readDecimal(value);
    const finite = !special || (maxDigits ?? decimalPlaces ?? multipleOf) !== undefined;
    if (read === undefined) return !finite && isSpecial(value, bounds);
    const [own, short] = [measure(read), measure(normalized(read))];
    const fits = (count) => count(own) || count(short);
    const wholeDigits = Math.max(0, (maxDigits ?? Infinity) - (decimalPlaces ?? -Infinity));
    return (
      (maxDigits === undefined || fits((each) => each.digits <= maxDigits)) &&
      (decimalPlaces === undefined || fits((each) => each.places <= decimalPlaces)) &&
      (wholeDigits === Infinity || fits((each) => each.digits - each.places <= wholeDigits)) &&
      within(bounds, (bound) => compareDecimals(read, readDecimal(bound))) &&
      (multipleOf === undefined || isMultiple(read, readDecimal(multipleOf)))
    );
  },
  told("Input should be a valid decimal", options, decimal, {
    maxDigits: (most) => `${DECIMAL} ${counted(most, "digit")} in total`,
    decimalPlaces: (most) => `${DECIMAL} ${counted(most, "decimal place")}`,
    ...BOUNDS,
    together: ({ maxDigits, decimalPlaces }) =>
      `${DECIMAL} ${counted(maxDigits - decimalPlaces, "digit")} before the decimal point`,
  }),
];

const DECIMAL = "Decimal input should have no more than";

// Python calculates with so many digits, and rounds half to even.
const PRECISION = 28;
const LEAST_EXPONENT = -1_000_026;

/** Is the quotient, as Python rounds it, an integer of at most 28 digits? */
function isMultiple(one, other) {
  if (/^0*$/.test(one.digits)) return true;
  const magnitude = one.digits.length + one.exponent - other.digits.length - other.exponent;
  if (magnitude > PRECISION) return false;
  if (magnitude < -1) return magnitude <= LEAST_EXPONENT;
  const exponent = Math.min(one.exponent, other.exponent);
  const [dividend, divisor] = [one, other].map((each) => BigInt(each.digits) * 10n ** BigInt(each.exponent - exponent));
  const whole = `${dividend / divisor}`;
  const scale = 10n ** BigInt(Math.max(PRECISION - (whole === "0" ? 0 : whole.length), 0));
  const quotient = divided(dividend * scale, divisor);
  return quotient > 0n && quotient < 10n ** BigInt(PRECISION) * scale && quotient % scale === 0n;
}

/** The integer nearest to a quotient. */
function divided(dividend, divisor) {
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

// A numerator and a denominator, or a decimal.
const FRACTION = /^([+-]?)(?=\d|\.\d)(\d*)(?:\s*\/\s*(\d+)|(?:\.(\d*))?(?:e([+-]?\d+))?)$/i;
const STRAY_UNDERSCORE = /(?<!\d)_|_(?!\d)/;

/** A fraction as two integers, or undefined; a number is exactly the double that it is. */
function readFraction(value) {
  if (typeof value === "number") return ratio(value);
  const text = strip(value);
  if (STRAY_UNDERSCORE.test(plainDigits(text))) return undefined;
  const [, sign, whole, denominator = "1", decimals = "", exponent = "0"] = FRACTION.exec(plainNumber(text)) ?? [];
  if (sign === undefined || /^0+$/.test(denominator)) return undefined;
  const power = +exponent - decimals.length;
  // Python reads no integer that is longer; greater powers keep it busy beyond any request.
  if ([whole, denominator, decimals].some((digits) => digits.length > 4300) || Math.abs(power) > 100_000) return undefined;
  const scale = 10n ** BigInt(Math.abs(power));
  const numerator = BigInt(sign + (whole + decimals || "0"));
  return power < 0 ? [numerator, BigInt(denominator) * scale] : [numerator * scale, BigInt(denominator)];
}

/** A fraction, as "1/3", as a decimal, or as a number; `spaced`: also as "1 / 3". Bounds are strings. */
export const fraction = (options = {}) => [
  (value) => {
    const { multipleOf, spaced = false, ...bounds } = options;
    const read = readFraction(value);
    if (read === undefined || (!spaced && /\s\/|\/\s/.test(value))) return false;
    const [numerator, denominator] = read;
    const order = ([over, under]) => numerator * under - over * denominator;
    const isStep = ([over, under]) => (numerator * under) % (over * denominator) === 0n;
    return (
      within(bounds, (bound) => order(readFraction(bound))) &&
      (multipleOf === undefined || isStep(readFraction(multipleOf)))
    );
  },
  told("Input is not a valid fraction", options, fraction, BOUNDS),
];

/** A complex number, such as "1+2j". */
export const complex = () => {
  const float = "(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?|inf(?:inity)?|nan)";
  const form = new RegExp(`^[+-]?(?:${float}(?:[+-]${float}?j)?|${float}?j)$`, "i");
  const test = (value) => {
    const text = plainDigits(trim(value));
    const inner = /^\((.*)\)$/s.exec(text)?.[1] ?? text;
    return !STRAY_UNDERSCORE.test(inner) && form.test(trim(inner).replaceAll("_", ""));
  };
  return [test, said("Input should be a valid complex string")];
};

const SIZE = /^(\d*\.?\d+)[\p{White_Space}\x1c-\x1f]*([\p{L}\p{N}_]+)?/u;
const PREFIXES = "kmgtpe";

/** How many bytes a unit has, or undefined. */
function bytesOf(unit) {
  const [, prefix, binary, bits] = /^([kmgtpe]?)(i?)(?:b(it)?)?$/.exec(unit) ?? [];
  const named = /b(?:it)?$/.test(unit);
  if (prefix === undefined || unit === "" || (binary && (!prefix || !named))) return undefined;
  return (binary ? 1024 : 1000) ** (prefix && PREFIXES.indexOf(prefix) + 1) / (bits ? 8 : 1);
}

/** How many bytes a size has, as an integer or with a unit; or undefined. */
function readSize(value) {
  const text = plainDigits(trim(String(value)));
  const whole = readInteger(text);
  if (whole !== undefined) return whole;
  const [, scalar, unit = "b"] = SIZE.exec(text) ?? [];
  const factor = bytesOf(unit.toLowerCase());
  return scalar === undefined || factor === undefined ? undefined : Math.trunc(scalar * factor);
}

/** A size in bytes, as a number or with a unit: "1.5 GB". */
export const byteSize = (options = {}) => [
  (value) => {
    if (SURROGATE.test(value) || (typeof value === "number" && !(value >= 0 && integer[0](value)))) return false;
    const { multipleOf, ...bounds } = options;
    const size = readSize(value);
    const isStep = multipleOf === undefined || (size < Infinity && BigInt(size) % BigInt(multipleOf) === 0n);
    return size !== undefined && size >= 0 && isStep && within(bounds, (bound) => compare(size, bound));
  },
  told("could not parse value and unit from byte string", options, byteSize, BOUNDS),
];

// Identifiers

const UUID = /^(?:urn:uuid:|(\{))?[\da-f]{8}-[\da-f]{4}-([\da-f])[\da-f]{3}-([\da-f])[\da-f]{3}-[\da-f]{12}(\})?$/i;
const HEXADECIMAL = /^[0-9a-f]{12}([0-9a-f])[0-9a-f]{3}([0-9a-f])[0-9a-f]{15}$/i;
const DASHED = /^[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12}$/i;

/** A UUID in any of the four ways to write one, of the version asked for; with "any" `dashes`, some may be left out. */
export const uuid = (options = {}) => [
  (given) => {
    const { version, dashes } = options;
    const value = dashes && DASHED.test(given) ? given.replaceAll("-", "") : given;
    const [, opening, digit, variant, closing] = UUID.exec(value) ?? [];
    const [, plainDigit = digit, plainVariant = variant] = HEXADECIMAL.exec(value) ?? [];
    if (plainDigit === undefined || (opening === undefined) !== (closing === undefined)) return false;
    if (/^urn/i.test(value) && !value.startsWith("urn:uuid:")) return false;
    return version === undefined || (plainDigit === `${version}` && /[89ab]/i.test(plainVariant));
  },
  told("Input should be a valid UUID", options, uuid, { version: (version) => `UUID version ${version} expected` }),
];

// Internet addresses

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const BITS = { 4: 32, 6: 128 };

/** The address as a number, or undefined. */
const readIPv4 = (value) =>
  IPV4.test(value) ? value.split(".").reduce((sum, octet) => sum * 256n + BigInt(octet), 0n) : undefined;

function readIPv6(value) {
  const [, address, last] = /^([^%/]*:)([^:%/]*)(?:%[^%/]+)?$/.exec(value) ?? [];
  if (address === undefined) return undefined;
  const dotted = last.includes(".") ? readIPv4(last) : 0n;
  if (dotted === undefined) return undefined;
  const tail = last.includes(".") ? `${(dotted >> 16n).toString(16)}:${(dotted & 0xffffn).toString(16)}` : last;
  const halves = (address + tail).split("::").map((half) => (half === "" ? [] : half.split(":")));
  const groups = halves.flat();
  const missing = 8 - groups.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  if (missing > 0) groups.splice(halves[0].length, 0, ...Array(missing).fill("0"));
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

const readAddress = (value, version) => (version === 4 ? readIPv4(value) : readIPv6(value));

/** The bits of the hosts from a prefix length, or in IPv4 a mask of the network or of its hosts; or undefined. */
function readMask(mask, version) {
  if (/^\d+$/.test(mask)) return +mask <= BITS[version] ? (1n << BigInt(BITS[version] - mask)) - 1n : undefined;
  const hosts = version === 4 ? readIPv4(mask) : undefined;
  if (hosts === undefined) return undefined;
  return [hosts ^ 0xffff_ffffn, hosts].find((each) => (each & (each + 1n)) === 0n);
}

/** Is it the number of an address? */
const isAddress = (value, version = 6) => integer[0](value) && value >= 0 && value < 2 ** BITS[version];

/**
 * An IP address or its number, an address with a mask ("interface"), or a "network" without bits of its hosts. Bounds
 * are addresses, of the same version.
 */
export const ip = ({ version, kind = "address", ...bounds } = {}) => {
  const numberOf = (value) => (typeof value === "number" ? BigInt(value) : readAddress(value, value.includes(":") ? 6 : 4));
  return [
    (value) =>
      (typeof value === "number" ? isAddress(value, version) : readIp(value, { version, kind }) !== undefined) &&
      // To Python an address with a zone is greater than the same without one.
      within(bounds, (bound) => compare(numberOf(value), numberOf(bound)) || Number(`${value}`.includes("%"))),
    said(version ? `Input is not a valid IPv${version} ${kind}` : `value is not a valid IPv4 or IPv6 ${kind}`),
  ];
};

/** The version, the bits, those of the hosts, and the zone of an address, interface or network; or undefined. */
function readIp(value, { version, kind = "address" }) {
  for (const each of version === undefined ? [4, 6] : [version]) {
    const [address, mask = `${BITS[each]}`, ...rest] = kind === "address" ? [value] : value.split("/");
    const read = rest.length === 0 ? readAddress(address, each) : undefined;
    const hosts = readMask(mask, each);
    const zone = address.split("%")[1] ?? "";
    if (read === undefined || hosts === undefined || (kind === "network" && (read & hosts) !== 0n)) continue;
    return `${each} ${read} ${hosts} ${zone}`;
  }
  return undefined;
}

// URLs

// Letters written from right to left.
const RTL = /(?=\p{L})[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const LTR = /(?=\p{L})[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ARABIC_DIGIT = /[\u0660-\u0669]/;

/** Where a domain has a label from right to left, every label is in one direction and begins with a letter. */
const obeysBidi = (labels) =>
  !labels.some((label) => RTL.test(label) || ARABIC_DIGIT.test(label)) ||
  labels.every((label) => label === "" || (/^\p{L}.*(?<!-)$/su.test(label) && isOneWay(label)));

const visible = (domain) => domain.replace(/\p{Default_Ignorable_Code_Point}/gu, "").toLowerCase();

/** The labels of a domain, about as they are mapped before they are encoded. */
const labelsOf = (domain) => visible(domain).normalize("NFKC").split(/[.\u3002]/);

const isOneWay = (label) =>
  RTL.test(label)
    ? !LTR.test(label) && !(ARABIC_DIGIT.test(label) && /[\d\u06f0-\u06f9]/.test(label))
    : !ARABIC_DIGIT.test(label);

const SPECIAL = /^[\0- ]*(?:https?|wss?|ftp|file):/i;
// What no URL parser sees.
const BLANKS = /[\t\n\r]|^[\0- ]+|(?<![\0- ])[\0- ]+$/g;
const AUTHORITY = /^[^:]*:[/\\]*(?:[^/\\?#]*@)?([^/\\?#:]*)/;

/** In Rust's parser a backslash ends any port, and nobody may be a user of no host. */
function asStandard(value) {
  const url = value.replace(/^([^:/?#]*:\/\/[^/?#\\]*:\d*)\\(?![^/?#]*@)/, "$1/");
  return SPECIAL.test(url) ? url : url.replace(/^([^:/?#]*:\/\/)(?:@$|:@(?=$|[/?#]))/, "$1");
}

function parseUrl(value) {
  try {
    const seen = value.replace(BLANKS, "");
    const url = new URL(asStandard(seen));
    // Not every implementation knows the rules of direction.
    const international = SPECIAL.test(url.protocol) && url.hostname.includes("xn--");
    return !international || obeysBidi(labelsOf(AUTHORITY.exec(seen)[1])) ? url : undefined;
  } catch {
    return undefined;
  }
}

// What the standard mends: other characters, no or too many slashes, half an escape, a second "@" or "#".
const MENDED = /[\0- "<>[\]^`{|}\\\x7f-\x9f\p{Noncharacter_Code_Point}]|%(?![\da-f]{2})|#.*#|^[^:]*:\/\/[^/?#]*@[^/?#]*@/isu;
const WRONG_SLASHES = /^(?:(?:https?|wss?|ftp):(?!\/\/(?!\/))|file:(?!\/\/))/i;
const BEFORE_HOST = /^([^:]*:\/\/(?:[^/?#@]*@)?)[^/?#@\\\t\n\r ]*/;

const isMended = (value) =>
  /^[\0- ]|[\0- ]$/.test(value) || WRONG_SLASHES.test(value) || MENDED.test(value.replace(BEFORE_HOST, "$1"));

/** The URLs that one with several hosts stands for, all but the last with nothing but a host, or undefined. */
function parseHosts(value) {
  const [prefix, scheme] = /^[\0- ]*([a-z\d+.-]+):[/\\]*/i.exec(value) ?? [];
  if (prefix === undefined) return undefined;
  const end = SPECIAL.test(prefix) ? /[/?#\\]/ : /[/?#]/;
  const rest = value.slice(prefix.length);
  const hosts = rest.split(end, 1)[0].split(",");
  const last = hosts.pop();
  const url = parseUrl(prefix + rest.slice(hosts.join(",").length + Math.sign(hosts.length)));
  if (hosts.length === 0) return [url];
  const others = hosts.map((host) => (host ? parseUrl(`${scheme}://${host}`) : undefined));
  return [...others, url].every((each) => each?.hostname) ? [...others, url] : undefined;
}

/** How long URLs are, written as one with several hosts, of which the last is given the default port. */
function lengthOf(urls, defaultPort) {
  const { href, port } = urls.at(-1);
  const others = urls.slice(0, -1).map((url) => url.href.length - `${url.protocol}//`.length + ",".length);
  const added = port === "" && defaultPort !== undefined ? `:${defaultPort}`.length : 0;
  return others.reduce((sum, each) => sum + each, href.length + added);
}

/**
 * A URL, or one with several hosts, of the `schemes` and with the host asked for. A URL without a host is given the
 * `defaultHost`; a default port, in turn, needs a host, and that of a file has no port. In a `strict` one nothing is
 * mended. `min` and `max` count the characters once it is.
 */
export const url = ({ schemes, maxLength = Infinity, host, defaultHost, defaultPort, multiHost, strict: asIs, ...sizes } = {}) => [
  (value) => {
    if (asIs && isMended(value)) return false;
    if (SURROGATE.test(value) || !fitsBytes(value, maxLength)) return false;
    const urls = multiHost ? parseHosts(value) : [parseUrl(value)];
    const parsed = urls?.at(-1);
    if (parsed === undefined || !(schemes?.includes(parsed.protocol.slice(0, -1)) ?? true)) return false;
    if (!isEmpty(sizes) && !between(lengthOf(urls, defaultPort), sizes.min ?? 0, sizes.max ?? Infinity)) return false;
    if (defaultPort !== undefined && parsed.protocol === "file:") return false;
    if (parsed.hostname !== "") return true;
    if (defaultHost !== undefined) return parsed.href.startsWith("/", parsed.protocol.length);
    return !host && defaultPort === undefined;
  },
  told("Input should be a valid URL", { schemes, maxLength, host, defaultHost, defaultPort, multiHost, strict: asIs, ...sizes }, url, {
    schemes: (some) => `URL scheme should be '${some.join("', '").replace(/', '(?!.*', ')/, "' or '")}'`,
    maxLength: (most) => `URL should have at most ${counted(most, "character")}`,
  }),
];

// E-mail addresses

// What nearly all look like.
const PLAIN_EMAIL = /^(?=.{6,254}$)[\w+-]+(?:\.[\w+-]+)*@(?:[a-z\d]{1,63}\.)+[a-z]{2,63}$/;
const NAMED =
  /^(?:[\p{L}\p{N}_.!#$%&'*+\-/=?^`{|}~][\p{L}\p{N}_.!#$%&'*+\-/=?^`{|}~\p{White_Space}\x1c-\x1f]*|(?:".+")?[\p{White_Space}\x1c-\x1f]*)<(.+)>$/su;
const LOCAL = /^(?!\.|.*\.(?:\.|$))[\w.!#$%&'*+\-/=?^`{|}~\x80-\u{10ffff}]+$/su;
const UNSAFE = /[\p{C}\p{Z}]|^\p{M}/u;
// Letters, marks and digits but for those of old Hangul and a few more, as in IDNA 2008.
const LABEL =
  /^(?!-|(?!xn)..--)(?:(?![\u0640\u07fa\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb])[\p{L}\p{Mn}\p{Mc}\p{Nd}\-\u00b7\u06fd\u06fe\u0f0b\u3007\u30fb])+(?<!-)$/iu;
// Dots that stand in words of Catalan and of Japanese alone.
const FALSE_DOT =
  /(?<!l)\u00b7|\u00b7(?!l)|^(?!.*[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]).*\u30fb/isu;
const HOST = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;
const RESERVED = /(?:^|\.)(?:arpa|invalid|local|localhost|onion|test)$/;

/**
 * An e-mail address of `min` to `max` characters that a `pattern` fits, also as "Name <address>", and where that is set
 * `trim`med first. International domains are those that IDNA 2008 allows, as far as the browser knows their letters.
 */
export const email = ({ trim: stripped, min = 0, max = Infinity, pattern } = {}) => [
  (value) => {
    const address = readEmail(stripped ? trim(value) : value);
    if (address === undefined || !between(codePoints(address), min, max)) return false;
    return pattern === undefined || pattern.test(address.replace(/@.*$/s, (domain) => domain.toLowerCase()));
  },
  said("value is not a valid email address", "Input should be a valid string"),
];

/** The labels of a domain, with Punycode read (RFC 3492, 6.2). They are empty where it cannot be. */
const writtenLabels = (domain) =>
  labelsOf(domain).map((label) => {
    if (!label.startsWith("xn--")) return label;
    const [, basic = "", deltas = ""] = /^xn--(?:(.+)-)?([a-z\d]+)$/.exec(label) ?? [];
    return readPunycode([...basic], deltas);
  });

function readPunycode(letters, deltas) {
  let [code, at, before, bias, weight, k] = [128, 0, 0, 72, 1, 36];
  for (const letter of deltas) {
    const digit = letter > "9" ? parseInt(letter, 36) - 10 : 26 + +letter;
    const threshold = Math.min(26, Math.max(1, k - bias));
    at += digit * weight;
    if (digit >= threshold) {
      weight *= 36 - threshold;
      k += 36;
      continue;
    }
    const count = letters.length + 1;
    let scaled = Math.floor((at - before) / (before === 0 ? 700 : 2));
    scaled += Math.floor(scaled / count);
    for (bias = 0; scaled > 455; bias += 36) scaled = Math.floor(scaled / 35);
    bias += Math.floor((36 * scaled) / (scaled + 38));
    code += Math.floor(at / count);
    if (code > 0x10ffff) return "";
    letters.splice(at % count, 0, String.fromCodePoint(code));
    before = at = (at % count) + 1;
    [weight, k] = [1, 36];
  }
  return letters.join("");
}

/** The address alone, or undefined where there is none. */
function readEmail(value) {
  if (PLAIN_EMAIL.test(value)) return RESERVED.test(value) ? undefined : value;
  if (codePoints(value) > 2048 || /[\r\n]/.test(value)) return undefined;
  const address = strip(NAMED.exec(strip(value))?.[1] ?? value);
  const at = address.indexOf("@");
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  const ascii = isSafe(domain) && codePoints(domain) <= 253 ? asciiDomain(domain) : "";
  const valid =
    at > 0 &&
    [local, local.normalize()].every((each) => LOCAL.test(each) && isSafe(each)) &&
    isDomain(ascii) &&
    utf8Length(address) <= 254 &&
    utf8Length(`${local.normalize()}@${ascii}`) <= 254;
  return valid ? `${local.normalize()}@${writtenLabels(domain).join(".")}` : undefined;
}

const isSafe = (part) => !UNSAFE.test(part);

const isDomain = (ascii) =>
  ascii.length <= 253 &&
  HOST.test(ascii) &&
  /[a-z]$/.test(ascii) &&
  !/(?:^|\.)(?!xn)..--/.test(ascii) &&
  !RESERVED.test(ascii);

/** The domain in ASCII, or what is no domain. */
function asciiDomain(domain) {
  if (!/[^\0-\x7f]|xn--/i.test(domain)) return domain.toLowerCase();
  const labels = writtenLabels(domain);
  if (!labels.every((label) => LABEL.test(label) && !FALSE_DOT.test(label)) || !obeysBidi(labels)) return "";
  // The label behind keeps a last number from being read as an IPv4 address.
  return parseUrl(`http://${visible(domain)}.x`)?.hostname.slice(0, -2) ?? "";
}

// Keys of dictionaries, which JSON writes as strings

const INTEGER_KEY = /^[+-]?(?:(?:0[0_]*)?[1-9]\d*(?:_\d+)*|0(?:[0_]*0)?)(?:\.0+)?$/;
// The server looks for a sign behind leading zeros once more.
const ZEROS_FIRST = /^\+?0[0_]*-_?(?:[1-9]\d*(?:_\d+)*|0)(?:\.0+)?$/;
const NUMBER_KEY = /^[+-]?(?:inf|infinity|nan|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)$/i;

/** A key that is a whole number. */
export const integerKey = (options = {}) => [
  (value) => {
    const { multipleOf, ...bounds } = options;
    const key = trim(value);
    if (!INTEGER_KEY.test(key) && !ZEROS_FIRST.test(key)) return false;
    const plain = key.replace(/\.0+$|[+_]/g, "");
    const digits = plain.replace(/^0*-?0*/, "");
    const number = () => BigInt(digits || 0) * (plain.includes("-") ? -1n : 1n);
    const isStep = multipleOf === undefined || (digits.length <= 4300 && number() % BigInt(multipleOf) === 0n);
    return digits.length <= 4300 && isStep && within(bounds, (bound) => compare(number(), bound));
  },
  told(INTEGER, options, integerKey, BOUNDS),
];

/** A key that is a number. */
export const numberKey = (options = {}) => [
  (value) => {
    const { finite = false, multipleOf, ...bounds } = options;
    const key = NUMBER_KEY.test(trim(value)) ? trim(value) : /^_|__|_$/.test(value) ? "" : value.replaceAll("_", "");
    if (!NUMBER_KEY.test(key)) return false;
    const number = Number(key.replace(/inf(?:inity)?/i, "Infinity"));
    const isStep = multipleOf === undefined || multiple(multipleOf)[0](number);
    return !(finite && !Number.isFinite(number)) && isStep && within(bounds, (bound) => difference(number, bound));
  },
  told("Input should be a valid number", options, numberKey, BOUNDS),
];

// Infinity less infinity would be no number.
const difference = (one, other) => (one === other ? 0 : one - other);

/** A key or a number that is one of the values, or the text of one where they are "integer"s or "number"s. */
export const memberKey = (options) => laxMember(options);

/** A number that stands for true or false. */
export const bit = () => [(value) => value === 0 || value === 1, said("Input should be a valid boolean")];

/** A key that is true or false. */
export const booleanKey = () => [
  (value) => /^(?:0|1|f|t|n|y|no|yes|off|on|false|true)$/i.test(value),
  said("Input should be a valid boolean"),
];

// What Pydantic makes a value of such a type from, beside the values of the type itself. These answer for any value.

const isNumber = (value) => typeof value === "number" || typeof value === "boolean";
const isScalar = (value) => typeof value === "string" || isNumber(value);

/** The integer that a text stands for, or undefined. */
function readInteger(text) {
  const [isInteger] = integerKey();
  if (!isInteger(text)) return undefined;
  const plain = trim(text).replace(/\.0+$|[+_]/g, "");
  return BigInt(plain.replace(/^0*-?0*/, "") || 0) * (plain.includes("-") ? -1n : 1n);
}

/** The number that a text stands for, or undefined. */
function readNumber(text) {
  const [isNumeral] = numberKey();
  return isNumeral(text) ? Number(trim(text).replaceAll("_", "").replace(/inf(?:inity)?/i, "Infinity")) : undefined;
}

// Integers of any size and doubles compare exactly.
const compare = (one, other) => (one > other ? 1 : one < other ? -1 : one >= other ? 0 : NaN);
const exact = (bound) => (typeof bound === "string" ? BigInt(bound) : bound);

/** A whole number, or a text or a boolean that stands for one. Bounds that a double cannot hold are strings. */
export const laxInteger = (options = {}) => [
  (value) => {
    const { multipleOf, ...bounds } = options;
    const number = typeof value === "string" ? readInteger(value) : isNumber(value) ? +value : undefined;
    if (number === undefined || (typeof number === "number" && !integer[0](number))) return false;
    const whole = BigInt(number);
    return (
      within(bounds, (bound) => compare(whole, exact(bound))) &&
      (multipleOf === undefined ||
        (Number.isInteger(multipleOf) ? whole % BigInt(multipleOf) === 0n : multiple(multipleOf)[0](Number(whole))))
    );
  },
  told(INTEGER, options, laxInteger, BOUNDS),
];

/** A number, or a text or a boolean that stands for one; where it is `finite`, neither infinite nor NaN. */
export const laxNumber = (options = {}) => [
  (value) => {
    const { finite = false, multipleOf, exact: isExact, ...bounds } = options;
    // Of a number that is not finite, JSON has null.
    const number = typeof value === "string" ? readNumber(value) : isNumber(value) && isFinite(value) ? +value : undefined;
    if (number === undefined || (finite && !Number.isFinite(number))) return false;
    return (
      within(bounds, (bound) => compare(number, exact(bound))) &&
      (multipleOf === undefined || multiple(multipleOf, isExact)[0](number))
    );
  },
  told("Input should be a valid number", options, laxNumber, BOUNDS),
];

/** True or false, as a boolean, as 1 and 0, or as a word. */
export const laxBoolean = () => [
  (value) => {
    const [isWord] = booleanKey();
    return typeof value === "string" ? isWord(value) : isNumber(value) && (+value === 0 || +value === 1);
  },
  said("Input should be a valid boolean"),
];

/** What a check takes, also as one of JSON's other types, but for what is `strict`. */
function widened(check, takes) {
  const wide = (options = {}) => {
    const [test, says] = check(options);
    const error = (issue) => says.error(issue, wide);
    const widely = (value) => !options.strict && takes(value, options, test);
    return [(value) => (typeof value === "string" ? test(value) : widely(value)), { ...says, error }];
  };
  return wide;
}

/** Is it a number, or a boolean, which stands for one unless it is `encoded` in a text? */
const isNumberTo = (value, { encoded }) => (encoded ? typeof value === "number" : isNumber(value));

/** A date and time, or its seconds or milliseconds since 1970. */
export const laxDateTime = /*#__PURE__*/ widened(dateTime, (value, _, test) => typeof value === "number" && test(value));

/** A date, or the seconds or milliseconds since 1970 at its midnight. */
export const laxDate = /*#__PURE__*/ widened(date, (value, _, test) => typeof value === "number" && test(value));

/** A time of day, or its seconds since midnight. */
export const laxTime = /*#__PURE__*/ widened(time, (value, _, test) => typeof value === "number" && test(value));

/** A length of time, or its seconds. */
export const laxDuration = /*#__PURE__*/ widened(
  duration,
  (value, options, test) => isNumberTo(value, options) && test(+value),
);

/** A complex number, as a text or a number. */
export const laxComplex = /*#__PURE__*/ widened(complex, isNumberTo);

/** A fraction, as a text, a number or a boolean. */
export const laxFraction = /*#__PURE__*/ widened(
  fraction,
  (value, options, test) => isNumberTo(value, options) && test(+value),
);

/** An IP address, interface or network, or the number of its address. */
export const laxIp = /*#__PURE__*/ widened(
  ip,
  (value, _, test) => isNumber(value) && test(+value),
);

/** A string, or a number, which stands for its text. */
export const laxText = /*#__PURE__*/ widened(
  // Without limits the server does not look into it.
  (options) => (isEmpty(options) ? [() => true, said("Input should be a valid string")] : text(options)),
  (value, _, test) => typeof value === "number" && test(pythonNumeral(value)),
);

/** A number, whose text is a string of `min` to `max` characters. */
export const numeral = (options = {}) => {
  const [test, says] = text(options);
  return [(value) => test(pythonNumeral(value)), { error: ({ input }) => says.error({ input: pythonNumeral(input) }) }];
};

/** A number as Python writes it: with an exponent of two digits, and that from the fifth decimal place on. */
function pythonNumeral(number) {
  if (!Number.isFinite(number)) return `${number}`.replace("Infinity", "inf");
  const small = number !== 0 && Math.abs(number) < 1e-4;
  return (small ? number.toExponential() : `${number}`).replace(/e([+-])(\d)$/, "e$10$2");
}

/** One of the values, or what equals one to Python; or where they are "integer"s or "number"s, a text that does. To "any", whatever a function on the server takes for one. */
export const laxMember = ({ values, text: kind }) => [
  (value) => {
    if (values.includes(value) || kind === "any") return value !== undefined;
    const number = isNumber(value) ? +value : undefined;
    const read = typeof value !== "string" ? number : kind === "integer" ? readInteger(value) : kind && readNumber(value);
    return read !== undefined && values.some((each) => isNumber(each) && +each === Number(read));
  },
  { ...said(`Input should be ${values.map((each) => JSON.stringify(each)).join(" or ")}`), params: { values } },
];

/** The schema of `laxMember` for the values of an enumeration, with its members by name. */
export const laxEnum = (members, options = {}) => {
  const values = Object.values(members);
  return Object.assign(z.custom(...laxMember({ values, ...options })), { enum: members, options: values });
};

/** A combination of flags, or a boolean; also one of the `texts`, which stand for a flag each. */
export const laxFlags = ({ texts = [], ...options } = {}) => {
  const [test, says] = flags(options);
  return [
    (value) => {
      if (typeof value !== "string") return isNumber(value) && test(+value);
      const read = readInteger(value);
      return read !== undefined && texts.some((each) => BigInt(each) === read);
    },
    says,
  ];
};

/** What can be iterated over, with items that a schema takes: those of an array, a text's characters, or keys. */
export const laxIterable = (schema) => [
  (value) => {
    const items = typeof value === "string" || Array.isArray(value) ? [...value] : isRecord(value) && Object.keys(value);
    return items && items.every((each) => schema().safeParse(each).success);
  },
  said("Input should be a valid list"),
];

/** Whatever a validator makes something of. */
export const laxAnything = () => [(value) => value !== undefined, said(MISSING)];

/** An item of any kind, which the server leaves out where it is not valid. */
export const omitted = laxAnything;
export const laxOmitted = laxAnything;

// Parameters and forms, which are written as text

/** A check that sees the text of a value, and speaks for a type that is a number or a text. */
export const written = ([test, says]) => [
  (value) => isScalar(value) && test(`${value}`),
  { ...says, abort: false, error: ({ input }) => (isScalar(input) ? says.error({ input: `${input}` }) : says.expected) },
];

/**
 * A member that is lacking where nothing is written for it: null, a list without items and, where `blank` is set, an
 * empty text. Where it is a `list`, one item will do.
 */
export function sent(schema, { required = false, list = false, blank = false } = {}) {
  const member = z.lazy(() => schema);
  const { run } = member._zod;
  const isLacking = (value) =>
    value == null || (blank && value === "") || (Array.isArray(value) && value.every((each) => each == null));
  member._zod.run = (payload, context) => {
    const input = payload.value;
    if (!isLacking(input)) return run(list ? Object.assign(payload, { value: [input].flat() }) : payload, context);
    if (required) payload.issues.push({ code: "custom", input, inst: member, path: [], message: MISSING });
    return payload;
  };
  return member;
}

// Collections and objects

/** An object of `min` to `max` members; either may be null. `read` gives what the server makes of a name. */
export const size = (min, max, read) => [
  (value) => {
    const names = Object.keys(value);
    return between(read ? countDistinct(names, read) : names.length, min ?? 0, max ?? Infinity);
  },
  told("Input should be a valid dictionary", { min, max }, (only) => size(only.min, only.max, read), sizes("Dictionary", "item")),
];

/** An array of `min` to `max` items that a schema takes; the server leaves out the others. */
export const kept = (schema, { min = 0, max = Infinity }) => [
  (value) => between(value.filter((each) => schema().safeParse(each).success).length, min, max),
  told("Input should be a valid list", { min, max }, (only) => kept(schema, only), sizes("List", "item")),
];

/**
 * An array of `min` to `max` items that differ; Python counts 1, 1.0 and true as one. `read` gives what the server
 * makes of an item. Arrays may stand `hashable` deep within the items, and no objects, where that is given.
 */
export const distinct = ({ min = 0, max = Infinity, hashable = Infinity } = {}, read) => [
  (value) => {
    if (hashable < Infinity && !value.every((item) => isHashable(item, hashable))) return false;
    return between(countDistinct(value, read), min, max);
  },
  told("Input should be a valid list", { min, max, hashable }, (only) => distinct(only, read), {
    ...sizes("Set", "item"),
    hashable: () => "Set items should be hashable",
  }),
];

const isHashable = (value, depth) =>
  Array.isArray(value)
    ? depth > 0 && value.every((item) => isHashable(item, depth - 1))
    : typeof value !== "object" || value === null;

const countDistinct = (items, read) =>
  new Set(read || !items.every(isText) ? items.map((item, index) => canonical(readBy(read, item), index)) : items).size;

// What the server makes of a value, as far as it is equal to that of another; undefined of a value that is none of theirs.
// Where there is nothing to read, values are equal as they are written.

const isText = (value) => typeof value === "string";
const fromText = (read) => (value) => (isText(value) ? read(value) : undefined);
const fromScalar = (read) => (value) => (isScalar(value) ? read(value) : undefined);
const readBy = (read, value) => read?.(value) ?? value;

/** A moment: of those with a zone, the time in Greenwich. */
const instant = (read) =>
  fromScalar((value) => {
    const { local, offset } = read(value) ?? {};
    return local === undefined ? undefined : offset === null ? `${local}` : `${local - BigInt(offset) * 1_000_000n}Z`;
  });

/** A text or the number for one, `strip`ped of outer white space, in "lower" or "upper" `case`. */
export const asText = ({ strip: stripped, case: to } = {}) =>
  fromScalar((value) => {
    const text = isText(value) ? value : pythonNumeral(value);
    const seen = stripped ? trim(text) : text;
    return to === "lower" ? seen.toLowerCase() : to === "upper" ? seen.toUpperCase() : seen;
  });
export const asBase64 = (options = {}) => fromText((value) => decoded(value, options));
export const asEmail = /*#__PURE__*/ fromText((value) => {
  const [local, domain] = readEmail(value)?.split("@") ?? [];
  return domain && `${local}@${asciiDomain(domain)}`;
});
/** A path of POSIX, where two slashes at the beginning are more than one, and three are not. */
export const asPath = /*#__PURE__*/ fromText((value) => {
  const [root] = /^(?:\/\/(?!\/)|\/?)/.exec(value);
  return root + value.split("/").filter((name) => name !== "" && name !== ".").join("/");
});
export const asUrl = /*#__PURE__*/ fromText((value) => parseUrl(value)?.href);
export const asUuid = /*#__PURE__*/ fromText((value) =>
  UUID.test(value) || HEXADECIMAL.test(value) ? value.toLowerCase().replace(/^urn:uuid:|[{}-]/g, "") : undefined,
);
export const asIp = (options = {}) =>
  fromScalar((value) => {
    if (isText(value)) return readIp(value, options);
    if (!Number.isInteger(+value)) return undefined;
    const version = options.version ?? (value < 2 ** 32 ? 4 : 6);
    return `${version} ${BigInt(value)} 0 `;
  });
export const asInteger = /*#__PURE__*/ fromText(readInteger);
export const asNumber = /*#__PURE__*/ fromText(readNumber);
export const asSize = /*#__PURE__*/ fromText(readSize);
export const asDecimal = /*#__PURE__*/ fromScalar((value) => {
  const read = readDecimal(value);
  if (read === undefined) return readSpecial(value);
  const { digits, exponent } = normalized(read);
  const sign = read.negative && digits !== "0" ? "-" : "";
  return exponent < 0 || exponent > 4300 ? `${sign}${digits}e${exponent}` : BigInt(sign + digits + "0".repeat(exponent));
});
export const asFraction = /*#__PURE__*/ fromScalar((value) => {
  const [numerator, denominator] = readFraction(isText(value) ? value : +value) ?? [];
  if (denominator === undefined) return undefined;
  let [divisor, rest] = [denominator, numerator < 0n ? -numerator : numerator];
  while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  return denominator === divisor ? numerator / divisor : `${numerator / divisor}/${denominator / divisor}`;
});
export const asBoolean = /*#__PURE__*/ fromText((text) =>
  booleanKey()[0](text) ? /^(?:1|t|y|yes|on|true)$/i.test(text) : undefined,
);
export const asDateTime = /*#__PURE__*/ instant(readDateTime);
export const asTime = /*#__PURE__*/ instant(readTime);
export const asDate = /*#__PURE__*/ fromScalar((value) => readDay(value));
export const asDuration = /*#__PURE__*/ fromScalar((value) => readDuration(typeof value === "boolean" ? +value : value));

/** A double as two integers, or undefined of one that is not finite. */
function ratio(number) {
  if (!Number.isFinite(number)) return undefined;
  let denominator = 1n;
  for (; !Number.isInteger(number); number *= 2) denominator *= 2n;
  return [BigInt(number), denominator];
}

/** The items of an array, each read by the function of its place, the rest by the last one. */
export const asItems = (...reads) => (value) =>
  Array.isArray(value) ? value.map((item, index) => readBy(reads[Math.min(index, reads.length - 1)], item)) : undefined;

/** The items of an array, whatever their order. */
export const asSet = (read) => (value) =>
  Array.isArray(value) ? [...new Set(value.map((item) => canonical(readBy(read, item))))].sort() : undefined;

/** The members of an object, with `defaults` for those that it lacks, each read by the function of its name. */
export const asObject = (defaults, reads = {}) => (value) => {
  if (!isRecord(value)) return undefined;
  const members = Object.entries({ ...defaults, ...value });
  return Object.fromEntries(
    members.map(([name, each]) => [name, readBy(Object.hasOwn(reads, name) ? reads[name] : undefined, each)]),
  );
};

/** What is of a schema, as it is written. */
export const asGiven = (schema) => (value) => (schema().safeParse(value).success ? value : undefined);

/** What the first function makes of a value that makes anything of it. */
export const asEither = (...reads) => (value) => {
  for (const read of reads) {
    const made = read(value);
    if (made !== undefined) return made;
  }
  return undefined;
};

/** A text for a value: the same for those that Python counts as one, and no NaN is another, in whatever item it is. */
function canonical(value, item = 0) {
  if (Number.isNaN(value)) return `NaN ${item}`;
  if (typeof value === "bigint") return `${value}`;
  if (isNumber(value)) return `${+value}`;
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each, item))}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name], item)}`);
  return `{${members}}`;
}

/**
 * A combination of flags, whose bits are the `mask` if any will not do, and none of those `refused`. Negative numbers
 * count as Python's complement of them.
 */
export const flags = ({ mask, refused = [] } = {}) => {
  const bits = mask === undefined ? 2n ** 63n - 1n : BigInt(mask);
  const all = (1n << BigInt(bits.toString(2).length)) - 1n;
  return [
    (value) =>
      Number.isInteger(value) &&
      value >= ~all &&
      value <= all &&
      (BigInt(value) & (all ^ bits)) === 0n &&
      !refused.includes(value),
    said("Input should be a combination of flags"),
  ];
};

/**
 * The `z.object`, seeing its input's own properties alone, `__proto__` among them. It is changed in place, so apply
 * this last: what Zod's methods derive from it knows nothing of this.
 */
export function own(schema) {
  const run = runOf(schema);
  schema._zod.run = (payload, context) => {
    const input = payload.value;
    if (typeof input !== "object" || input === null || Array.isArray(input)) return run(payload, context);
    const result = run(Object.assign(payload, { value: Object.assign(Object.create(null), input) }), context);
    if (!Object.hasOwn(schema.shape, "__proto__")) return result;
    const field = schema.shape["__proto__"];
    const given = Object.hasOwn(input, "__proto__") ? input["__proto__"] : undefined;
    if (given !== undefined || field._zod.optin !== "optional") addPrototype(result, field, given, context);
    return result;
  };
  return schema;
}

/**
 * The dictionary, or the object with other members, with `__proto__` among them, which Zod leaves out. It is changed in
 * place, as by `own`.
 */
export function whole(schema) {
  const run = runOf(schema);
  const { keyType, valueType, catchall } = schema._zod.def;
  const isFree = keyType && isBare(keyType, "string") && isBare(valueType, "unknown");
  schema._zod.run = (payload, context) => {
    const { value } = payload;
    if (isFree && z.core.util.isPlainObject(value)) return Object.assign(payload, { value: { ...value } });
    const result = run(payload, context);
    if (Object.hasOwn(Object(value), "__proto__")) {
      if (keyType) addPrototype(result, keyType, "__proto__", context);
      addPrototype(result, valueType ?? catchall, value["__proto__"], context);
    }
    return result;
  };
  return schema;
}

/** Whether a schema holds values to a type alone. */
const isBare = ({ _zod: { def } }, type) => def.type === type && !def.checks?.length && !def.coerce;

/**
 * The dictionary without what stands under names that a schema refuses: the server leaves it out. It is changed in
 * place, as by `own`.
 */
export function naming(schema, names) {
  const run = runOf(schema);
  schema._zod.run = (payload, context) => {
    const { value } = payload;
    if (!isRecord(value)) return run(payload, context);
    const kept = Object.entries(value).filter(([name]) => names.safeParse(name).success);
    return Object.assign(run(Object.assign(payload, { value: Object.fromEntries(kept) }), context), { value });
  };
  return schema;
}

/** The dictionary of a `size`, where all of its members are right. It is changed in place, as by `own`. */
export function sized(schema, [isSized, says]) {
  const run = runOf(schema);
  schema._zod.run = (payload, context) => {
    const input = payload.value;
    const result = run(payload, context);
    if (result.issues.length === 0 && !isSized(input)) {
      result.issues.push({ code: "custom", input, inst: schema, path: [], message: says.error({ input }) });
    }
    return result;
  };
  return schema;
}

/**
 * The union, which tells what is wrong by each of its members, as the server does; Zod tells of one alone if that is of
 * the right shape. It is changed in place, as by `own`.
 */
export function either(schema) {
  const run = runOf(schema);
  schema._zod.run = (payload, context) => {
    const input = payload.value;
    const result = run(payload, context);
    if (result === payload || result.issues.length === 0) return result;
    const errors = schema.options.map((each) => each.safeParse(input).error?.issues ?? []);
    payload.issues.push({ code: "invalid_union", input, inst: schema, errors });
    return Object.assign(payload, { value: input });
  };
  return schema;
}

/**
 * The tuple, which tells of the items that it lacks, or of the length alone if there are too many, as the server does.
 * It is changed in place, as by `own`.
 */
export function tuple(schema) {
  const run = runOf(schema);
  const { items, rest } = schema._zod.def;
  schema._zod.run = (payload, context) => {
    const input = payload.value;
    const more = Array.isArray(input) ? input.length - items.length : 0;
    if (more >= 0) {
      const result = run(payload, context);
      if (!rest && more > 0) result.issues.splice(1);
      return result;
    }
    const missing = [{ code: "custom", input, inst: schema, message: MISSING }];
    items.forEach((item, at) => {
      const issues = at < input.length ? item._zod.run({ value: input[at], issues: [] }, context).issues : missing;
      payload.issues.push(...issues.map((issue) => ({ ...issue, path: [at, ...(issue.path ?? [])] })));
    });
    return payload;
  };
  return schema;
}

/** How a schema runs. One without checks runs as it parses, which Zod may exchange when it first does. */
function runOf({ _zod: inner }) {
  const { run, parse } = inner;
  return run === parse ? (payload, context) => inner.parse(payload, context) : run;
}

/**
 * The `z.strictObject`, which need not look for other members where all are known: to go through them beside its fields
 * costs next to nothing. It is changed in place, as by `own`.
 */
export function strict(schema) {
  const run = runOf(schema);
  let open;
  let names;
  let known;
  schema._zod.run = (payload, context) => {
    // Not before: fields may wait for other schemas.
    if (open === undefined) {
      names = Object.keys(schema.shape);
      known = new Set(names);
      open = schema.strip()._zod;
    }
    let next = 0;
    for (const name in payload.value) {
      while (next < names.length && names[next] !== name) next += 1;
      if (next < names.length) next += 1;
      else if (!known.has(name)) return run(payload, context);
    }
    return open.run(payload, context);
  };
  return schema;
}

/**
 * The `z.object`, with each member that its input lacks looked for under other names, or along paths into it; before
 * its own name, where that is among these. It is changed in place, as by `own`.
 */
export function aliased(schema, aliases) {
  const run = runOf(schema);
  // What a server says of a field is found by these.
  Object.assign(schema._zod.def, { aliases });
  schema._zod.run = (payload, context) => {
    if (!isRecord(payload.value)) return run(payload, context);
    const input = { ...payload.value };
    const found = {};
    for (const [name, paths] of Object.entries(aliases)) {
      const named = Object.hasOwn(payload.value, name);
      if (named && !paths.includes(name)) continue;
      const path = paths.map((each) => [each].flat()).find((each) => follow(payload.value, each) !== undefined);
      if (path === undefined) continue;
      // Where both are given, one is another member.
      if (!named && !Object.hasOwn(schema.shape, path[0])) delete input[path[0]];
      input[name] = follow(payload.value, path);
      found[name] = path;
    }
    const result = run(Object.assign(payload, { value: input }), context);
    for (const { path = [] } of result.issues) if (Object.hasOwn(found, path[0])) path.splice(0, 1, ...found[path[0]]);
    return result;
  };
  return schema;
}

/**
 * The union, told apart by a `tag` that a member may lack where it stands alone: `values` are those of each member. It
 * is changed in place, as by `own`.
 */
export function byTag(schema, discriminator, values) {
  // What a server says of one member is found by these.
  const { options } = Object.assign(schema._zod.def, { discriminator, tags: values });
  // To Python, true is 1.
  const plain = (value) => (typeof value === "boolean" ? Number(value) : value);
  schema._zod.memberOf = (value) => options[values.findIndex((each) => each.map(plain).includes(plain(value)))];
  schema._zod.run = (payload, context) => {
    const input = payload.value;
    const member = isRecord(input) ? schema._zod.memberOf(input[discriminator]) : undefined;
    if (member) return member._zod.run(payload, context);
    const expected = input === undefined ? MISSING : "Input should be a valid dictionary";
    const message = isRecord(input) ? tag.error({ input, discriminator, options: values.flat() }) : expected;
    payload.issues.push({ code: "custom", input, inst: schema, path: [], message });
    return payload;
  };
  return schema;
}

/**
 * The union, told apart by a `tag` that has another `name`, which the server looks at first. Where the tag is not given
 * as such, it has a default in the members that `defaults` are values of, and in those of `renamed` the name will do.
 * It is changed in place, as by `own`.
 */
export function tagged(schema, tag, name, { defaults = [], renamed = [] }) {
  const run = runOf(schema);
  const hasTag = (value) => (member) => member._zod.propValues?.[tag]?.has(value);
  const memberOf = schema._zod.memberOf ?? ((value) => schema._zod.def.options.find(hasTag(value)));
  schema._zod.run = (payload, context) => {
    const input = payload.value;
    if (!isRecord(input) || !Object.hasOwn(input, name)) return run(payload, context);
    const { [name]: value, ...rest } = input;
    if (!Object.hasOwn(input, tag) && renamed.includes(value)) payload.value = { ...rest, [tag]: value };
    else if (!Object.hasOwn(input, tag) && defaults.includes(value)) payload.value = { ...input, [tag]: value };
    else {
      const member = memberOf(value);
      if (member) return member._zod.run(payload, context);
      payload.issues.push({ code: "custom", input, inst: schema, path: [], message: `Unable to tell by ${tag}` });
      return payload;
    }
    return run(payload, context);
  };
  return schema;
}

/**
 * The union, of whose members the first is taken that keeps most of a value, of those that it fits. It is changed in
 * place, as by `own`.
 */
export function fullest(schema) {
  const run = runOf(schema);
  schema._zod.run = (payload, context) => {
    const { value } = payload;
    const all = countMembers(value);
    let most = { kept: -1 };
    for (const { _zod: option } of schema._zod.def.options) {
      const result = option.run({ value, issues: [] }, context);
      const kept = result.issues.length > 0 ? -1 : countMembers(result.value);
      if (kept > most.kept) most = { kept, value: result.value };
      if (most.kept === all) break;
    }
    return most.kept < 0 ? run(payload, context) : Object.assign(payload, { value: most.value });
  };
  return schema;
}

/**
 * The union, which also takes what is of one member's `type` and converted to another, as that is `taken` then. It is
 * changed in place, as by `own`.
 */
export function converted(schema, pairs) {
  const run = runOf(schema);
  schema._zod.run = (payload, context) => {
    const { value } = payload;
    const result = run(payload, context);
    const others = result.issues.length === 0 ? [] : pairs.filter(({ type }) => type().safeParse(value).success);
    const found = others.map(({ taken }) => taken()._zod.run({ value, issues: [] }, context));
    return found.find(({ issues }) => issues.length === 0) ?? result;
  };
  return schema;
}

/** How many members and items a value has, at any depth. */
const countMembers = (value) =>
  typeof value !== "object" || value === null
    ? 0
    : Object.values(value).reduce((count, each) => count + 1 + countMembers(each), 0);

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** What lies at a path, or undefined: items of arrays by number, also from the end, and own members by name. */
const follow = (value, path) =>
  path.reduce((found, key) => {
    if (typeof key === "number") return Array.isArray(found) ? found.at(key) : undefined;
    return isRecord(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }, value);

/**
 * The object, with what lies along any of the `paths` into it as a schema takes it, if anything lies there or is
 * `required` to. It is changed in place, as by `own`.
 */
export function reached(schema, members) {
  const run = runOf(schema);
  schema._zod.run = (payload, context) => {
    const input = payload.value;
    const found = members.flatMap(({ paths, schema: member, required }) => {
      const path = paths.find((each) => follow(input, each) !== undefined) ?? (required && paths[0]);
      return path ? [{ path, member }] : [];
    });
    // What is looked into is no other member.
    const others = found.map(({ path }) => path[0]).filter((name) => !Object.hasOwn(schema.shape, name));
    if (!isRecord(input)) return run(payload, context);
    if (others.length > 0) payload.value = Object.fromEntries(Object.entries(input).filter(([name]) => !others.includes(name)));
    const result = run(payload, context);
    for (const { path, member } of found) {
      const value = follow(input, path);
      const missing = { code: "custom", input, inst: schema, message: MISSING };
      const issues = value === undefined ? [missing] : member()._zod.run({ value, issues: [] }, context).issues;
      result.issues.push(...issues.map((issue) => ({ ...issue, path: [...path, ...(issue.path ?? [])] })));
    }
    return result;
  };
  return schema;
}

/** Add the member `__proto__`, which Zod leaves out, of a value that is as `part` takes it. */
function addPrototype(result, part, given, context) {
  const { value, issues } = part._zod.run({ value: given, issues: [] }, context);
  for (const issue of issues) (issue.path ??= []).unshift("__proto__");
  result.issues.push(...issues);
  Object.defineProperty(result.value, "__proto__", { value, configurable: true, enumerable: true, writable: true });
}
