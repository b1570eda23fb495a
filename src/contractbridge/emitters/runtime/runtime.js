// The fetch runtime. It is written by hand, has no dependency and no state but what `configure` is given, and falls
// apart into what an application uses: whatever few operations need (forms, cookies, unusual styles) is a function of
// its own that only their descriptors name. runtime.d.ts documents what is public.

const config = {};

export function configure(settings) {
  Object.assign(config, settings);
}

// Operations

/** Turns a descriptor into the function that users call. What is left out of it is the common case:
 * JSON both ways, and every parameter in its location's default style. */
export function operation(spec) {
  const { method, path } = spec;
  const safe = (args, options) => exchange(spec, args, options);
  const call = async (args, options) => {
    const { ok, data, error, response } = await safe(args, options);
    if (ok) return data;
    throw new ApiError(spec, response, error);
  };
  const isError = (error, status = error?.status) =>
    error instanceof ApiError && error.method === method && error.path === path && error.status === status;
  Object.assign(call, { method, path, safe, isError });
  return Object.defineProperty(call, "schemas", { get: () => schemasOf(spec) });
}

/** Functions of ours that a descriptor names stand in one of its own, or bundlers would not drop what nobody calls. */
const settle = (spec) => Object.assign(spec, spec.using?.());

const schemasOf = (spec) => (spec.made ??= spec.schemas?.());

async function exchange(spec, args = {}, options = {}) {
  settle(spec);
  const setting = (name) => options[name] ?? config[name];
  const validates = (what) => [what, "both"].includes(setting("validate"));
  // There is a schema for the preferred type of body alone.
  if (validates("request")) check(spec, schemasOf(spec), args.contentType ? { ...args, body: undefined } : args);

  const encode = spec.bodies?.[args.contentType] ?? spec.body ?? "application/json";
  const request = {
    duplex: "half",
    ...config.init,
    ...options.init,
    url: address(spec, args, setting("baseUrl")),
    method: spec.method,
    headers: await collectHeaders(spec, args, options, encode),
    body: args.body === undefined ? undefined : encodeBody(args.body, encode),
    signal: deadline(options.signal, setting("timeout")),
  };
  await setting("onRequest")?.(request);
  const send = setting("fetch") ?? fetch;
  let response = await send(request.url, request);
  response = (await setting("onResponse")?.(response, request)) ?? response;

  const { ok, status } = response;
  const body = await readBody(spec, response);
  if (!ok) return { ok, status, error: body, response };
  // Where there is JSON and something else, the schema is that of the JSON.
  const isPlain = body instanceof Blob || (typeof body === "string" && !isJson(typeOf(response)));
  if (validates("response") && !isPlain) check(spec, { response: schemaFor(status, schemasOf(spec)) }, { response: body });
  return { ok, status, data: body, response };
}

// What goes out

function address(spec, args, baseUrl = "") {
  const path = spec.path.replace(/\{([^{}]*)\}/g, (_, name) => {
    const value = own(args.path, name);
    const style = own(spec.paths, name);
    const text = value == null ? "" : style?.call ? style(name, value) : items(value).map(encoded).join(",");
    // Nothing would call another route, as would a slash; a dot would be taken as a step up, however it is escaped.
    const isLost = !style ? /^\.{0,2}$|%2F/ : style === "rest" && value != null ? /^\.{1,2}$/ : /^\.{0,2}$/;
    if (isLost.test(text)) throw misfit(spec, name, text);
    return text;
  });
  const query = `${new URLSearchParams(pairs(args.query, spec.query))}`;
  return `${baseUrl}`.replace(/\/$/, "") + path + (query && `?${query}`);
}

const misfit = ({ path }, name, text) => new TypeError(`${path}: "${text}" cannot stand for ${name}`);

async function collectHeaders(spec, args, options, encode) {
  const headers = new Headers();
  await addHeaders(headers, config.headers);
  if (args.body !== undefined) {
    // Of a form, fetch knows the type: it is the one to choose the boundary.
    if (typeof encode === "string") headers.set("content-type", encode);
    else headers.delete("content-type");
  }
  for (const [name, text] of pairs(args.header, spec.header, commas)) {
    // Fetch takes away blanks at the ends.
    if (/^[\t ]|[\t ]$|[^\t -~\x80-\xff]/.test(text)) throw misfit(spec, name, text);
    headers.set(name, text);
  }
  await addHeaders(headers, options.headers);
  if (args.cookie && spec.cookie) spec.cookie(headers, args.cookie);
  return headers;
}

async function addHeaders(headers, source) {
  const values = (typeof source === "function" ? await source() : source) ?? {};
  for (const [name, value] of values[Symbol.iterator] ? values : Object.entries(values)) {
    if (value != null) headers.set(name, value);
  }
}

const encodeBody = (body, encode) =>
  typeof encode === "function" ? encode(body) : isJson(encode) ? JSON.stringify(body) : body;

function deadline(signal, timeout) {
  const signals = [signal, timeout && AbortSignal.timeout(timeout)].filter(Boolean);
  return signals.length > 1 ? AbortSignal.any(signals) : signals[0];
}

// What comes in

const isJson = (type) => /[/+]json\s*(;|$)/i.test(type);

const typeOf = (response) => response.headers.get("content-type") ?? "";

/** A success as `reads` has it, or else as JSON. An error is read for what it is: a proxy may have written it. */
async function readBody(spec, response) {
  if ([204, 205, 304].includes(response.status)) return;
  if (response.ok && spec.reads) return spec.reads(response);
  const text = await response.text();
  const type = typeOf(response);
  let cause;
  if (!text) return;
  if (isJson(type) || !type) {
    try {
      return JSON.parse(text);
    } catch (error) {
      cause = error;
    }
  }
  if (!response.ok) return text;
  throw new ApiError(spec, response, text, `the body is not valid JSON (${type})`, cause);
}

export class ApiError extends Error {
  constructor({ method, path }, response, body, problem = summary(body), cause) {
    const { status, statusText, headers, url } = response;
    super([`${method} ${path} -> ${status} ${statusText}`.trim(), problem].filter(Boolean).join(": "));
    Object.assign(this, { name: "ApiError", status, statusText, headers, body, method, path, url });
    if (cause) this.cause = cause;
  }
}

function summary(body) {
  const [first, ...rest] = [body?.detail ?? body].flat();
  const text = first?.msg ? `${[first.loc].flat().join(".")}: ${first.msg}` : first;
  if (typeof text === "string") return text.slice(0, 200) + (rest.length ? ` (and ${rest.length} more)` : "");
}

// Validation, where it is asked for; a schema is anything with `safeParse`

export class ContractError extends Error {
  constructor({ method, path }, issues) {
    const [{ part, path: keys = [], message }] = issues;
    super(`${method} ${path}: ${[part, ...keys].join(".")}: ${message}`);
    Object.assign(this, { name: "ContractError", method, path, part, issues });
  }
}

const schemaFor = (status, { responses = {} } = {}) =>
  responses[status] ?? responses[`${status}`[0] + "XX"] ?? responses.default;

function check(spec, schemas, values) {
  const issues = Object.entries(schemas ?? {}).flatMap(([part, schema]) => {
    // Where a body or a response is left out, there is none; parameters that are left out may be required.
    const { [part]: value = /^[br]/.test(part) ? undefined : {} } = values;
    const found = value !== undefined && schema?.safeParse(value).error?.issues;
    return found ? found.map((issue) => ({ part, ...issue })) : [];
  });
  if (issues[0]) throw new ContractError(spec, issues);
}

// Values as text

/** Own members only, so that a parameter may be called `constructor`. */
const own = (values, name) => (values && Object.hasOwn(values, name) ? values[name] : undefined);

const isObject = (value) => typeof value === "object" && value !== null && !(value instanceof Date);

const isRecord = (value) => isObject(value) && !Array.isArray(value);

const asText = (value) =>
  value instanceof Date ? value.toISOString() : isObject(value) ? JSON.stringify(value) : `${value}`;

/** Name and text of every value that is there, each in its own style. */
const pairs = (values, styles, style = repeated) =>
  Object.entries(values ?? {}).flatMap(([name, value]) =>
    value == null ? [] : (own(styles, name) ?? style)(name, value),
  );

/** A list's items, or an object's names and values in turn. */
const items = (value) => (isRecord(value) ? members(value) : [value]).flat().filter(isThere);

const members = (value) => Object.entries(value).filter(([, each]) => isThere(each));

const isThere = (value) => value != null;

const encoded = (value) => encodeURIComponent(asText(value));

/** `tag=a&tag=b`; the members of an object stand for themselves. */
const repeated = (name, value) =>
  isRecord(value) ? pairs(value) : items(value).map((each) => [name, asText(each)]);

// Styles that descriptors name. For query, header and cookie: (name, value) => pairs.

const joined = (separator) => (name, value) => {
  const texts = items(value).map(asText);
  return texts.length ? [[name, texts.join(separator)]] : [];
};

export const commas = /*#__PURE__*/ joined(",");
export const spaces = /*#__PURE__*/ joined(" ");
export const pipes = /*#__PURE__*/ joined("|");
export const json = (name, value) => [[name, JSON.stringify(value)]];

/** `filter[size][min]=1` */
export const deepObject = (name, value) =>
  isObject(value)
    ? members(value).flatMap(([key, each]) => deepObject(`${name}[${key}]`, each))
    : [[name, asText(value)]];

// For a path: (name, value) => its text, encoded.

/** `R=100,G=200` where the value is an object and `assign` is "=". */
const folded = (value, assign, separator) =>
  isRecord(value)
    ? members(value).map((pair) => pair.map(encoded).join(assign)).join(separator)
    : items(value).map(encoded).join(separator);

export const exploded = (_, value) => folded(value, "=", ",");
export const label = (_, value) => `.${folded(value, ",", ",")}`;
export const labelExploded = (_, value) => `.${folded(value, "=", ".")}`;
export const matrix = (name, value) => `;${name}=${folded(value, ",", ",")}`;
export const matrixExploded = (name, value) =>
  (isRecord(value) ? members(value) : items(value).map((each) => [name, each]))
    .map((pair) => `;${pair.map(encoded).join("=")}`)
    .join("");
export const jsonSegment = (_, value) => encodeURIComponent(JSON.stringify(value));

/** Cookies as Python's `http.cookies` reads them: what may not stand there is quoted, with octal escapes. */
export function cookies(headers, values) {
  const texts = pairs(values, undefined, commas).map(([name, text]) => {
    if (/[^\0-\xff]/.test(text)) throw new TypeError(`"${text}" cannot stand for ${name}: a cookie has no such letters`);
    const plain = /^[\w!#$%&'*+\-./:<=>?@[\]^`{|}~()]*$/.test(text);
    const escape = (each) => (/["\\]/.test(each) ? `\\${each}` : `\\${each.charCodeAt(0).toString(8).padStart(3, "0")}`);
    return `${name}=${plain ? text : `"${text.replace(/[^\w!#$%&'*+\-./:<=>?@[\]^`{|}~() ]/g, escape)}"`}`;
  });
  headers.set("cookie", [headers.get("cookie"), ...texts].filter(Boolean).join("; "));
}

// Bodies that descriptors name

/** What a page has where nobody chose a file. */
const isUnchosen = (value) => value instanceof Blob && value.name === "" && value.size === 0;

/** A form's entries: lists repeat their name, files stay what they are, an object within becomes JSON. */
const entries = (body) =>
  members(body).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((each) => isThere(each) && !isUnchosen(each))
      .map((each) => [name, each instanceof Blob ? each : asText(each)]),
  );

export const form = (body) => new URLSearchParams(entries(body));

/** As `FormData` is sent (RFC 7578), but for line breaks, which that would change: a text arrives as it is. */
export function multipart(body) {
  const boundary = `form-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("")}`;
  const escape = (text) => text.replace(/[\r\n"]/g, encodeURIComponent);
  const parts = entries(body).flatMap(([name, value]) => {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${escape(name)}"`;
    if (!(value instanceof Blob)) return [`${head}\r\n\r\n${value}\r\n`];
    const type = value.type || "application/octet-stream";
    return [`${head}; filename="${escape(value.name ?? "blob")}"\r\ncontent-type: ${type}\r\n\r\n`, value, "\r\n"];
  });
  return new Blob([...parts, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}

// How descriptors want a success to be read, where it is not JSON

export const stream = (response) => response;
export const blob = (response) => response.blob();
export const text = (response) => response.text();

/** As the answer's own type has it. */
export async function anything(response) {
  const type = typeOf(response);
  if (type && !isJson(type) && !/^text\/|[/+](xml|yaml)\b/i.test(type)) return response.blob();
  const text = await response.text();
  try {
    return isJson(type) && text ? JSON.parse(text) : text || undefined;
  } catch {
    return text;
  }
}

// For users

export function fieldErrors(error, operation, part = "body") {
  const body = error instanceof ApiError ? error.body : error;
  const { issues, detail = [] } = body ?? {};
  const parts = [{ shape: operation?.schemas ?? {} }];
  const placed = (issue) => ({ ...issue, path: [issue.part ?? body.part ?? part, ...(issue.path ?? [])] });
  const found = issues ? worded(issues.map(placed), parts) : reported(detail, parts);
  const fields = new Map();
  for (const { path, message } of found) {
    const place = (path[0] === "body" ? path.slice(1) : path).join(".");
    const messages = fields.get(place) ?? [];
    if (!messages.includes(message)) fields.set(place, [...messages, message]);
  }
  return Object.fromEntries(fields);
}

/** What a server reports; a `detail` may be anything. */
function reported(detail, defs) {
  const issues = typeof detail === "string" ? [{ msg: detail }] : [detail].flat();
  return issues.flatMap((issue) => {
    const { loc = [], msg, type } = issue ?? {};
    if (typeof msg !== "string") return [];
    const path = located([loc].flat(), type, defs);
    const isText = path.reduce(inside, defs).some((def) => def.type === "string");
    // Of secrets the server counts items.
    return [{ path, message: isText ? plain(msg).replace(/^Value (.*) item/, "String $1 character") : plain(msg) }];
  });
}

/** What issues of Zod's say field by field, in Pydantic's words: a form reads the same before and after. */
function worded(issues, defs) {
  const told = new Set();
  return issues.flatMap((issue) => {
    // The server stops at the first mistake in a value, and counts no items of which one is wrong.
    const found = byField(issue, defs).filter(({ path }) => !issue.code || !told.has(beginnings(path).at(-1)));
    for (const { path } of found) for (const each of beginnings(path)) told.add(each);
    return found;
  });
}

const beginnings = (path) => path.reduce((all, part) => [...all, `${all.at(-1)}\0${part}`], [""]);

function byField(issue, defs) {
  const { path, keys, issues, errors, discriminator } = issue;
  const here = path.reduce(inside, defs);
  const within = (some, from) => worded(some, from).map((each) => ({ ...each, path: [...path, ...each.path] }));
  if (keys) {
    const known = [...(here[0]?.keyType?._zod.values ?? [])];
    const message = known.length ? `Input should be ${oneOf(known)}` : "Extra inputs are not permitted";
    return keys.map((key) => ({ path: [...path, key], message }));
  }
  if (issues) return within(issues, []);
  // What a check says of a value that is not of the type that it looks into.
  const expected = here.flatMap(({ checks = [] }) => checks.flatMap(({ _zod }) => _zod.def.expected ?? []))[0];
  if (errors?.length) {
    const options = here.flatMap((def) => def.options ?? []);
    const found = errors.flatMap((each, at) => within(each, defsOf(options[at])));
    const missing = found.find((each) => each.path.length === path.length && each.message === MISSING);
    return missing ? [missing] : expected ? [{ path, message: expected }] : found;
  }
  const message = issue.code ? inWords(issue, expected) : issue.message;
  return [{ path: discriminator ? path.slice(0, -1) : path, message }];
}

const MISSING = "Field required";
const [LIST, DICTIONARY] = ["a valid list", "a valid dictionary"];
const TYPES = { array: LIST, tuple: LIST, object: DICTIONARY, record: DICTIONARY, null: "None", never: "left out" };

function inWords({ code, message, origin, minimum, maximum, inclusive, ...issue }, expected) {
  const low = code === "too_small";
  const limit = low ? minimum : maximum;
  const items = { string: "character", array: "item" }[origin];
  const values = issue.values ?? issue.params?.values;
  const type = TYPES[issue.expected] ?? `a valid ${issue.expected}`;
  if (message === MISSING || message.endsWith("received undefined")) return MISSING;
  switch (code) {
    case "invalid_type":
      return expected ?? `Input should be ${type}`;
    case "too_small":
    case "too_big":
      if (!items) return `Input should be ${low ? "greater" : "less"} than ${inclusive ? "or equal to " : ""}${limit}`;
      return `${items === "item" ? "List" : "String"} should have at ${low ? "least" : "most"} ${limit} ${items}${limit === 1 ? "" : "s"}`;
    case "not_multiple_of":
      return `Input should be a multiple of ${issue.divisor}`;
    case "invalid_format":
      if (issue.format !== "regex" || message.startsWith("String should")) return message;
      return `String should match pattern '${issue.pattern.replace(/^\/(.*)\/\w*$/s, "$1").replaceAll("\\/", "/")}'`;
    default:
      return values ? `Input should be ${oneOf(values)}` : message;
  }
}

/** Values as Python writes them, "'a', 1 or True"; that there may be none is another matter to Zod. */
function oneOf(values) {
  const others = values.filter((value) => value !== null);
  const texts = (others.length ? others : values).map((value) => {
    if (typeof value !== "string") return { true: "True", false: "False", null: "None" }[value] ?? value;
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
    return quote + value.replace(/\\/g, "\\\\").replaceAll(quote, `\\${quote}`) + quote;
  });
  return either(texts);
}

const either = (texts) => [texts.slice(0, -1).join(", "), texts.at(-1)].filter(String).join(" or ");

/** What says that one of several values was expected, without that none was. */
function withoutNone(text) {
  const [, values] = /^Input should be (.*\bNone\b.*)$/.exec(text) ?? [];
  const texts = values?.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s,'"]+/g) ?? [];
  const others = texts.filter((each) => each !== "None" && each !== "or");
  return values === either(texts.filter((each) => each !== "or")) && others.length ? `Input should be ${either(others)}` : text;
}

// What the server says of types in words of its own.
const PHRASES = {
  date: /^Datetimes provided to dates /,
  decimal: /^Decimal input should be /,
  dictionary: /^Input should be (?:a dictionary or |a valid (?:OrderedDict|Counter)$)/,
  list: /^Input should be (?:a valid (?:tuple|deque|(?:frozen)?set)|an instance of Sequence|iterable)$|as a Sequence value$/,
  string: /^(?:JSON input should be |Input should be a valid pattern$|Input is not a valid NameEmail)/,
  time: /^Input should be in a valid time format/,
  URL: /^URL input should be /,
  UUID: /^UUID input should be /,
};

/** What the server says, without what is known to it alone. */
function plain(text) {
  const type = Object.keys(PHRASES).find((each) => PHRASES[each].test(text));
  if (type) return `Input should be a valid ${type}`;
  return withoutNone(text)
    .replace(/^Value error, (?:'utf-8' codec can't decode.*)/s, "Base64 decoding error")
    .replace(/^Value error, Expected UploadFile.*/s, "Input should be a file")
    .replace("Unexpected keyword argument", "Extra inputs are not permitted")
    .replace(/ '[^']*' \| (?='[^']*'(?:$| does not match))/, " ") // the name of a tag in Python
    .replace(/^(Input should be a valid (?!python)\w+|[^:]* email address|Base64 decoding error|Invalid JSON)\b.*/s, "$1")
    .replace(/ after validation, .*/s, "")
    .replace(/^(?:Tuple|Deque) should/, "List should")
    .replace(/^Frozenset should/, "Set should")
    .replace(/<[\w.]+: (.*?)>/g, "$1"); // members of enumerations
}

// What ends in the name of a field, whatever is known of its place.
const OF_FIELDS = /^(?:missing|extra_forbidden|unexpected_keyword_argument)$/;

/** The path of FastAPI's `loc`, without what Pydantic puts in for a union's member or a key, and within a text. */
function located(loc, type, defs) {
  const key = loc.indexOf("[key]");
  return loc.slice(0, key < 0 ? undefined : key).filter((part, at) => {
    const options = defs.flatMap((def) => def.options ?? []).flatMap(defsOf);
    const found = inside(defs, part);
    // A tuple with names is a list or an object, and no union to the server.
    const isOpen = found.length > 0 && (typeof part === "number" || options.some((def) => def.items));
    const isLast = at === loc.length - 1 && !(defs.length > 0 && defs.every((def) => def.type === "string"));
    const isField = (isLast && OF_FIELDS.test(type)) || defs.some((def) => memberAt(def, part).length > 0);
    const told = defs.flatMap((def) => membersOf(def, part));
    if (told.length > 0 || (options.length > 0 && !isOpen && !isField)) {
      // Of a union within one it is not known whether it is printed as such.
      const either = /^(?:tagged-)?union\[/.test(part) ? [...defs, ...options] : options;
      defs = told.length > 0 ? told.flatMap(defsOf) : either;
      return false;
    }
    const isKept = isField || found.length > 0 || defs.every(({ type = "object" }) => /^(?:custom|object|unknown)$/.test(type));
    if (isKept) defs = found;
    return isKept;
  });
}

/** The members of a union that a tag tells apart, of those that a part of a path is the tag of. */
const membersOf = ({ discriminator, options = [], tags }, part) =>
  options.filter(({ _zod }, at) =>
    [...(tags?.[at] ?? _zod.propValues?.[discriminator] ?? [])].some((value) => `${value}` === `${part}`),
  );

/** What lies at a part of a path, in Zod's terms; no member of a union is named there. */
const inside = (defs, part) =>
  defs.flatMap((def) => (def.options ? inside(def.options.flatMap(defsOf), part) : memberAt(def, part)));

function memberAt({ shape, aliases = {}, catchall, element, valueType, items, rest }, part) {
  const isNamed = (name) => name === part || own(aliases, name)?.includes(part);
  const field = Object.keys(shape ?? {}).find(isNamed);
  const others = typeof part === "number" ? (items?.[part] ?? rest ?? element) : (catchall ?? valueType);
  const found = field === undefined ? others : shape[field];
  return defsOf(found).filter((def) => def.type !== "never");
}

/** The definition of a schema with what wraps it taken off; both of an intersection. */
function defsOf(schema) {
  const def = schema?._zod?.def;
  const { innerType, getter, left, right } = def ?? {};
  if (left) return [left, right].flatMap(defsOf);
  return innerType || getter ? defsOf(innerType ?? getter()) : def ? [def] : [];
}

/** A WebSocket route: its address, for `new WebSocket(...)`. */
export const socket = (spec) => ({
  path: spec.path,
  url(args = {}, options = {}) {
    settle(spec);
    const url = new URL(address(spec, args, options.baseUrl ?? config.baseUrl), globalThis.location?.href);
    url.protocol = url.protocol.replace("http", "ws");
    return url.href;
  },
});
