// What Zod does not check as the server does. A check is a predicate and a message, to be spread into `.refine()`:
// `z.string().refine(...is.dateTime({ timezone: "aware" }))`. Each says what Pydantic takes for such a value over
// JSON, and is held to Pydantic itself by the tests. Bounds are written as JSON writes the value.

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

// Dates and times

const DAY = 86_400_000_000n;
const CLOCK = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?`;
const ZONE = String.raw`(Z|z|[+\-\u2212]\d\d:?\d\d)?`;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DATE_TIME = new RegExp(String.raw`^(\d{4}-\d\d-\d\d)(?:[Tt _]${CLOCK}${ZONE})?$`);
const TIME = new RegExp(`^${CLOCK}${ZONE}$`);
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

/** Microseconds since midnight from the groups of CLOCK, or undefined. */
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

/** Local microseconds since 1970 and the offset in seconds, or undefined. */
function readDateTime(text) {
  if (TIMESTAMP.test(text)) {
    const number = +text;
    const local = BigInt(Math.trunc(number * (Math.abs(number) > LATEST_SECOND ? 1e3 : 1e6)));
    return local >= FIRST && local <= LAST ? { local, offset: 0 } : undefined;
  }
  const [, day, hour, minute, second, fraction, zone] = DATE_TIME.exec(text) ?? [];
  const date = day && readDate(day);
  const clock = hour === undefined ? 0n : readClock(hour, minute, second, fraction);
  const offset = readZone(zone);
  return date === undefined || clock === undefined || offset === undefined || day === undefined
    ? undefined
    : { local: date + clock, offset };
}

/** A day: a date, or a date and time at midnight. */
function readDay(text) {
  const moment = readDateTime(text);
  return moment && moment.local % DAY === 0n ? moment.local : undefined;
}

function readTime(text) {
  const [, hour, minute, second, fraction, zone] = TIME.exec(text) ?? [];
  const clock = hour && readClock(hour, minute, second, fraction);
  const offset = readZone(zone);
  return hour === undefined || clock === undefined || offset === undefined ? undefined : { local: clock, offset };
}

/** Times of which one has no zone are compared as their clocks show them. */
const later = (one, other) =>
  one.local - other.local - (one.offset === null || other.offset === null ? 0n : BigInt(one.offset - other.offset) * 1_000_000n);

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

const inTime = (when, order) => when === undefined || (when === "past" ? order < 0 : order > 0);

/** A date and time. `timezone`: "aware", "naive", or seconds; `when`: "past" or "future". */
export const dateTime = ({ timezone, when, ...bounds } = {}) => [
  (value) => {
    const moment = readDateTime(value);
    return (
      moment !== undefined &&
      inZone(timezone, moment) &&
      inTime(when, later(moment, now(moment.offset))) &&
      within(bounds, (bound) => later(moment, readDateTime(bound)))
    );
  },
  "Input should be a valid datetime",
];

/** A date, or a date and time at midnight. */
export const date = ({ when, ...bounds } = {}) => [
  (value) => {
    const day = readDay(value);
    const today = now(null).local;
    return (
      day !== undefined &&
      inTime(when, day - (today - (today % DAY))) &&
      within(bounds, (bound) => day - readDay(bound))
    );
  },
  "Input should be a valid date",
];

/** A time of day. */
export const time = ({ timezone, ...bounds } = {}) => [
  (value) => {
    const moment = readTime(value);
    return moment !== undefined && inZone(timezone, moment) && within(bounds, (bound) => later(moment, readTime(bound)));
  },
  "Input should be a valid time",
];

// Durations

const DAYS_OF = { Y: 365, M: 30, W: 7, D: 1 };
const SECONDS_OF = { H: 3600, M: 60, S: 1 };
const NUMBER = String.raw`\d+(?:[.,]\d*)?`;
const PERIOD = new RegExp(`^P(?=..)((?:${NUMBER}[YMWD])*)(?:T((?:${NUMBER}[HMS])*))?$`);
const PART = /(\d+)(?:[.,](\d*))?([A-Z])/g;
const DAYS = /^(\d+) ?[dD](?:ays?|AYS?)?(?:, ?| )?([^]*)$/;
// Nothing is read after the sixth digit of a fraction, digit or not.
const HOURS = /^(?=.{5})(\d{0,10}):(\d\d)(?::(\d\d)(?:[.,](?:(\d{6})[^]*|(\d{1,5})))?)?$/;
const MOST_HOURS = 2_400_000_000;
const MOST = 4_294_967_295;

/** Microseconds, or undefined. */
function readDuration(value) {
  if (typeof value === "number") return inRange(value < 0, 0, Math.trunc(Math.abs(value)), Math.round((Math.abs(value) % 1) * 1e6));
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
export const duration = (bounds = {}) => [
  (value) => {
    const length = readDuration(value);
    return length !== undefined && within(bounds, (bound) => length - readDuration(bound));
  },
  "Input should be a valid duration",
];

// Numbers as text

// Python's white space, and digits of every script.
const PYTHON_SPACE = /^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g;
const GREATEST_EXPONENT = 999_999_999_999_999_999n;
const NUMERAL = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

function asciiDigits(text) {
  return text.replace(/\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0);
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && digit.codePointAt(0) - zero < 9) zero -= 1;
    return `${digit.codePointAt(0) - zero}`;
  });
}

/** A decimal as an integer times a power of ten, or undefined. */
function readDecimal(value) {
  const text = asciiDigits(String(value).replace(PYTHON_SPACE, "").replaceAll("_", ""));
  const [, sign, whole, fraction, exponent = "0"] = NUMERAL.exec(text) ?? [];
  if ((!whole && !fraction) || BigInt(exponent.replace(/^[+-]/, "")) > GREATEST_EXPONENT) return undefined;
  return { negative: sign === "-", digits: (whole + fraction).replace(/^0+(?=\d)/, ""), exponent: +exponent - fraction.length };
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
  return short === "" ? { digits: "0", exponent: 0 } : { digits: short, exponent: exponent + digits.length - short.length };
}

/** A decimal number, as a number or a string. Bounds are strings. */
export const decimal = ({ maxDigits, decimalPlaces, multipleOf, ...bounds } = {}) => [
  (value) => {
    const read = typeof value === "boolean" ? undefined : readDecimal(value);
    if (read === undefined) return false;
    const [own, short] = [measure(read), measure(normalized(read))];
    const fits = (count) => count(own) || count(short);
    const wholeDigits = maxDigits === undefined || decimalPlaces === undefined ? Infinity : maxDigits - decimalPlaces;
    return (
      (maxDigits === undefined || fits((each) => each.digits <= maxDigits)) &&
      (decimalPlaces === undefined || fits((each) => each.places <= decimalPlaces)) &&
      (wholeDigits === Infinity || fits((each) => each.digits - each.places <= wholeDigits)) &&
      within(bounds, (bound) => compareDecimals(read, readDecimal(bound))) &&
      (multipleOf === undefined || isMultiple(read, readDecimal(multipleOf)))
    );
  },
  "Input should be a valid decimal",
];

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

// Identifiers

const UUID = /^(?:urn:uuid:|(\{))?[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{12}(\})?$/i;
const HEXADECIMAL = /^[0-9a-f]{12}([0-9a-f])[0-9a-f]{3}([0-9a-f])[0-9a-f]{15}$/i;

/** A UUID in any of the four ways to write one, of the version asked for. */
export const uuid = ({ version } = {}) => [
  (value) => {
    const [, opening, digit, variant, closing] = UUID.exec(value) ?? [];
    const [, plainDigit = digit, plainVariant = variant] = HEXADECIMAL.exec(value) ?? [];
    if (plainDigit === undefined || (opening === undefined) !== (closing === undefined)) return false;
    if (/^urn/i.test(value) && !value.startsWith("urn:uuid:")) return false;
    return version === undefined || (plainDigit === `${version}` && /[89ab]/i.test(plainVariant));
  },
  "Input should be a valid UUID",
];

// Collections

/** An array with at least `min` and at most `max` items that differ; Python counts 1, 1.0 and true as one. */
export const distinct = ({ min = 0, max = Infinity } = {}) => [
  (value) => {
    const count = new Set(value.map(canonical)).size;
    return count >= min && count <= max;
  },
  "Input should have another number of distinct items",
];

function canonical(value) {
  if (typeof value === "boolean") return canonical(+value);
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)}}`;
}

/** A combination of flags. */
export const flags = ({ mask }) => [
  (value) => Number.isInteger(value) && (BigInt(value) & ~BigInt(mask)) === 0n,
  "Input should be a combination of flags",
];
