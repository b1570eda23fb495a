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

const schemasOf = (spec) => (spec.made ??= spec.schemas?.());

async function exchange(spec, args = {}, options = {}) {
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
  if (validates("response")) check(spec, { response: schemaFor(status, schemasOf(spec)) }, { response: body });
  return { ok, status, data: body, response };
}

// What goes out

function address(spec, args, baseUrl = "") {
  const path = spec.path.replace(/\{([^{}]*)\}/g, (_, name) => {
    const value = own(args.path, name);
    const text = value == null ? "" : (own(spec.paths, name) ?? segment)(name, value);
    // Nothing would call another route, and a dot would be taken as a step up, however it is escaped.
    if (/^\.{0,2}$/.test(text)) throw new TypeError(`${spec.path}: "${text}" cannot stand for ${name}`);
    return text;
  });
  const query = `${new URLSearchParams(pairs(args.query, spec.query))}`;
  return `${baseUrl}`.replace(/\/$/, "") + path + (query && `?${query}`);
}

async function collectHeaders(spec, args, options, encode) {
  const headers = new Headers();
  await addHeaders(headers, config.headers);
  if (args.body !== undefined) {
    // Of a form, fetch knows the type: it is the one to choose the boundary.
    if (typeof encode === "string") headers.set("content-type", encode);
    else headers.delete("content-type");
  }
  for (const [name, text] of pairs(args.header, spec.header, commas)) headers.set(name, text);
  if (args.cookie && spec.cookie) spec.cookie(headers, args.cookie);
  await addHeaders(headers, options.headers);
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
  if (signals.length < 2) return signals[0];
  if (AbortSignal.any) return AbortSignal.any(signals);
  const either = new AbortController();
  for (const each of signals) {
    const abort = () => either.abort(each.reason);
    if (each.aborted) abort();
    else each.addEventListener("abort", abort, { signal: either.signal });
  }
  return either.signal;
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
  constructor({ method, path }, part, issues) {
    const [{ path: keys = [], message }] = issues;
    super(`${method} ${path}: ${[part, ...keys].join(".")}: ${message}`);
    Object.assign(this, { name: "ContractError", method, path, part, issues });
  }
}

const schemaFor = (status, { responses = {} } = {}) =>
  responses[status] ?? responses[`${status}`[0] + "XX"] ?? responses.default;

function check(spec, schemas, values) {
  for (const [part, schema] of Object.entries(schemas ?? {})) {
    const issues = values[part] !== undefined && schema?.safeParse?.(values[part]).error?.issues;
    if (issues) throw new ContractError(spec, part, issues);
  }
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

const segment = (_, value) => items(value).map(encoded).join(",");

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

/** A form's entries: lists repeat their name, files stay what they are, an object within becomes JSON. */
const entries = (body) =>
  members(body).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter(isThere)
      .map((each) => [name, each instanceof Blob ? each : asText(each)]),
  );

export const form = (body) => new URLSearchParams(entries(body));

export function multipart(body) {
  const data = new FormData();
  for (const [name, value] of entries(body)) data.append(name, value);
  return data;
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

export function fieldErrors(error, operation) {
  const body = error instanceof ApiError ? error.body : error;
  const detail = body?.issues ?? body?.detail ?? [];
  const fields = new Map();
  for (const issue of typeof detail === "string" ? [{ msg: detail }] : [detail].flat().flatMap(byField)) {
    const { loc, path = located(loc ?? [], operation), msg, message = msg } = issue ?? {};
    if (typeof message !== "string") continue;
    const place = (body.part && body.part !== "body" ? [body.part, ...path] : path).join(".");
    fields.set(place, [...(fields.get(place) ?? []), message]);
  }
  return Object.fromEntries(fields);
}

/** An issue of Zod's at the field that it is about, in Pydantic's words: a form reads the same before and after. */
function byField(issue) {
  if (issue?.code !== "unrecognized_keys") return [issue?.code ? { ...issue, message: worded(issue) } : issue];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: "Extra inputs are not permitted" }));
}

function worded({ code, message, origin, minimum, maximum, inclusive, expected, pattern, values, divisor }) {
  const low = code === "too_small";
  const limit = low ? minimum : maximum;
  const items = { string: "character", array: "item" }[origin];
  switch (code) {
    case "invalid_type":
      if (message.endsWith("received undefined")) return "Field required";
      return `Input should be a valid ${{ array: "list", object: "dictionary" }[expected] ?? expected}`;
    case "too_small":
    case "too_big":
      if (!items) return `Input should be ${low ? "greater" : "less"} than ${inclusive ? "or equal to " : ""}${limit}`;
      return `${items === "item" ? "List" : "String"} should have at ${low ? "least" : "most"} ${limit} ${items}${limit === 1 ? "" : "s"}`;
    case "not_multiple_of":
      return `Input should be a multiple of ${divisor}`;
    case "invalid_format":
      return pattern ? `String should match pattern '${pattern.replace(/^\/(.*)\/\w*$/s, "$1")}'` : message;
    case "invalid_value":
      return `Input should be ${values.map((each) => (typeof each === "string" ? `'${each}'` : each)).join(", ").replace(/, ([^,]*)$/, " or $1")}`;
    default:
      return message;
  }
}

/** The path of FastAPI's `loc`; with the operation's schemas, without what Pydantic puts in for a union's member. */
function located([first, ...path], operation) {
  if (first !== "body") return first === undefined ? [] : [first, ...path];
  let schemas = [operation?.schemas?.body];
  return path.filter((part) => {
    const members = schemas.flatMap(membersOf);
    const inside = members.flatMap((member) => memberAt(member._zod.def, part));
    const named = members.length > 1 && (inside.length === 0 || schemas.some(isTagged));
    schemas = named ? members : inside;
    return !named;
  });
}

/** A schema with what wraps it taken off. */
function unwrapped(schema) {
  const { innerType, getter } = schema?._zod.def ?? {};
  return innerType || getter ? unwrapped(innerType ?? getter()) : schema;
}

const isTagged = (schema) => unwrapped(schema)?._zod.def.discriminator !== undefined;

/** A schema, or the members of its union. */
function membersOf(schema) {
  const plain = unwrapped(schema);
  return plain?._zod.def.options?.flatMap(membersOf) ?? (plain ? [plain] : []);
}

function memberAt({ shape, catchall, element, valueType, items }, part) {
  const found = (shape && Object.hasOwn(shape, part) ? shape[part] : catchall) ?? element ?? valueType ?? items?.[part];
  return found ? [found] : [];
}

/** A WebSocket route: its address, for `new WebSocket(...)`. */
export const socket = (spec) => ({
  path: spec.path,
  url(args = {}, options = {}) {
    const url = new URL(address(spec, args, options.baseUrl ?? config.baseUrl), globalThis.location?.href);
    url.protocol = url.protocol.replace("http", "ws");
    return url.href;
  },
});
