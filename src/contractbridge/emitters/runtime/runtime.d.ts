// The fetch runtime: what `runtime.js` exports. It is written by hand and the same in every project.

/** Headers by name; a value that is null or undefined is left out. */
export type HeaderValues = { [name: string]: string | null | undefined } | Headers | [string, string][];

/** What every call may be told, and `configure` for all of them. */
export interface Settings {
  /** What the paths of operations are appended to: "/api", "https://shop.example". */
  baseUrl?: string | URL | undefined;
  /** Headers to send. A function is asked anew at each call, so that a token may change; it may be async. */
  headers?: HeaderValues | (() => HeaderValues | undefined | Promise<HeaderValues | undefined>) | undefined;
  /** Milliseconds until a call, the reading of its body included, is given up with a `TimeoutError`. */
  timeout?: number | undefined;
  /** Instead of the global `fetch`. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Anything else that `fetch` takes: `credentials`, `cache`, `keepalive`. */
  init?: Omit<RequestInit, "body" | "headers" | "method" | "signal"> | undefined;
  /** Hold requests, responses or both to the schemas, and throw a `ContractError` where they break them. */
  validate?: "request" | "response" | "both" | "none" | undefined;
  /** Sees each request before it is sent, and may change it. */
  onRequest?: ((request: OutgoingRequest) => void | Promise<void>) | undefined;
  /** Sees each response before its body is read; what it returns takes the response's place. */
  onResponse?:
    | ((response: Response, request: OutgoingRequest) => Response | void | Promise<Response | void>)
    | undefined;
}

/** What one call may be told. Its headers are sent besides those that are configured; all else stands instead. */
export interface CallOptions extends Settings {
  /** Aborts the call. */
  signal?: AbortSignal | null | undefined;
}

/** What is about to be sent: `fetch(request.url, request)` sends it once more. */
export interface OutgoingRequest extends RequestInit {
  url: string;
  method: string;
  headers: Headers;
}

/** Settings for every call from now on; a second call adds to the first. */
export declare function configure(settings: Settings): void;

/** The arguments of an operation that takes none. */
export interface NoArgs {
  readonly [part: string]: never;
}

/** What a body of raw bytes may be. */
export type BinaryBody = Blob | ArrayBuffer | Uint8Array | ReadableStream;

/**
 * `safe` where the call went well. `response` has the headers; its body is read already, unless it is the data.
 * A success that the contract does not name is taken for the ones it does.
 */
export interface Success<Status extends number, Data> {
  readonly ok: true;
  readonly status: Status;
  readonly data: Data;
  readonly response: Response;
}

/** `safe` where the server answered with an error. A page that a proxy wrote comes as text, whatever is declared. */
export interface Failure<Status extends number, Body> {
  readonly ok: false;
  readonly status: Status;
  readonly error: Body;
  readonly response: Response;
}

/** Every status of a failure but those that the contract names. */
export type OtherStatus<Named extends number = never> = Exclude<ErrorStatus, Named>;

/**
 * The server answered, but not with success, or with a body that is not what the contract promises. `safe` throws it
 * in the second case alone; a failing network, an abort and a timeout reject as `fetch` has it, with either.
 */
export declare class ApiError<Status extends number = number, Body = unknown> extends Error {
  readonly name: "ApiError";
  readonly status: Status;
  readonly statusText: string;
  readonly headers: Headers;
  /** Parsed where it is JSON, otherwise its text. */
  readonly body: Body;
  readonly method: string;
  /** The operation's path, with its placeholders. */
  readonly path: string;
  /** The address that was called. */
  readonly url: string;
}

/** A part of a request, as arguments and schemas have it. */
export type Part = "path" | "query" | "header" | "cookie" | "body";

/** A request or a response broke its schema, where `validate` asked. */
export declare class ContractError extends Error {
  readonly name: "ContractError";
  readonly method: string;
  readonly path: string;
  /** Where the first issue is. */
  readonly part: Part | "response";
  /** Zod's, of all parts. */
  readonly issues: { readonly part: Part | "response"; readonly path: PropertyKey[]; readonly message: string }[];
}

/** The errors behind an operation's `Result`; those of one status where it is given. */
export type ErrorOf<Result, Status extends number = never> =
  Result extends Failure<infer Declared, infer Body>
    ? [Status] extends [never]
      ? ApiError<Declared, Body>
      : Status extends Declared
        ? ApiError<Status, Body>
        : never
    : never;

/** Tells an operation's errors from all others; with a status, the ones of that status. */
export interface ErrorGuard<Result> {
  (error: unknown): error is ErrorOf<Result>;
  <Status extends ErrorStatus>(error: unknown, status: Status): error is ErrorOf<Result, Status>;
}

/** The arguments of an operation. */
export type ArgsOf<Operation extends (args: never, options?: CallOptions) => unknown> = NonNullable<
  Parameters<Operation>[0]
>;

/** Any operation, for code that works with all of them. */
export interface AnyOperation {
  (args?: any, options?: CallOptions): Promise<unknown>;
  safe(args?: any, options?: CallOptions): Promise<Success<number, unknown> | Failure<number, unknown>>;
  isError(error: unknown, status?: any): error is ApiError;
  readonly method: string;
  readonly path: string;
}

/** The paths of the fields within a value: `"items"`, `` `items.${number}.quantity` ``. Recursion ends at the sixth. */
export type FieldPath<Value, Depth extends unknown[] = []> = Depth["length"] extends 6
  ? string
  : Value extends readonly (infer Item)[]
    ? Path<`${number}`, Item, Depth>
    : Value extends Blob
      ? never
      : Value extends object
        ? { [Key in keyof Value & string]-?: Path<Key, Value[Key], Depth> }[keyof Value & string]
        : never;
type Path<Key extends string, Value, Depth extends unknown[]> = Key | `${Key}.${FieldPath<Value, [...Depth, 0]>}`;

/** Messages by the path of a field; what concerns none of them has the key "". */
export type FieldErrors<Value> = { [Field in FieldPath<Value> | ""]?: string[] } & {
  [outside: `${Exclude<Part, "body">}.${string}`]: string[] | undefined;
};

/** The body that an operation takes. */
export type BodyOf<Operation extends (args: any, options?: CallOptions) => unknown> =
  NonNullable<Parameters<Operation>[0]> extends { body?: infer Body } ? NonNullable<Body> : unknown;

/**
 * Messages by field, from a 422 of FastAPI, a failed Zod parse or a `ContractError`: `{ "items.0.quantity": ["..."] }`.
 * A field outside the body keeps its place before it (`query.limit`); what concerns no field has the key "". Both sides
 * are told in the same words, and so without what only the server knows; its own are in the error.
 *
 * With the operation, the fields are those of its body, the server's paths are Zod's (Pydantic puts the name of the
 * member between a union and its fields), and a value of another type is told what it should have been ("a valid
 * integer"). What a schema of other parts said needs the `part`: `fieldErrors(error, listOrders, "query")`.
 */
export declare function fieldErrors<Operation extends (args: any, options?: CallOptions) => unknown>(
  error: unknown,
  operation: Operation,
  part?: Part,
): FieldErrors<BodyOf<Operation>>;
export declare function fieldErrors(error: unknown): { [field: string]: string[] };

// For the generated modules

/** How a parameter is written: its name and text, or several of both. */
export type Style = (name: string, value: any) => [string, string][];
/** How a parameter is written within a path, encoded. */
export type PathStyle = (name: string, value: any) => string;
/**
 * What may be within a path: slashes, of which nobody knows whether the server sees through their escape, or the rest of
 * it, which may be nothing.
 */
export type Room = "slashed" | "rest";
/** A media type, or what makes a body that knows its own. */
export type Encoder = string | ((body: any) => Blob | URLSearchParams);

/** An operation, as far as it differs from JSON both ways and default styles. */
export interface Descriptor {
  method: string;
  path: string;
  paths?: { [name: string]: PathStyle | Room };
  query?: { [name: string]: Style };
  header?: { [name: string]: Style };
  cookie?: (headers: Headers, values: any) => void;
  body?: Encoder;
  /** Where there are several; `body` has the preferred one. */
  bodies?: { [mediaType: string]: Encoder };
  /** How a success is read; as JSON where nothing is said. */
  reads?: (response: Response) => unknown;
  schemas?: () => object;
  /** What of this the runtime's own functions are. */
  using?: () => Partial<Descriptor>;
}

export declare function operation(descriptor: Descriptor): any;
export declare function socket(descriptor: Pick<Descriptor, "path" | "paths" | "query">): {
  readonly path: any;
  url(args?: any, options?: SocketOptions): string;
};
export interface SocketOptions {
  baseUrl?: string | URL | undefined;
}

export declare const commas: Style;
export declare const spaces: Style;
export declare const pipes: Style;
export declare const deepObject: Style;
export declare const json: Style;
export declare const exploded: PathStyle;
export declare const label: PathStyle;
export declare const labelExploded: PathStyle;
export declare const matrix: PathStyle;
export declare const matrixExploded: PathStyle;
export declare const jsonSegment: PathStyle;
export declare function cookies(headers: Headers, values: any): void;
export declare function form(body: any): URLSearchParams;
export declare function multipart(body: any): Blob;
export declare function stream(response: Response): Response;
export declare function blob(response: Response): Promise<Blob>;
export declare function text(response: Response): Promise<string>;
export declare function anything(response: Response): Promise<unknown>;

// Statuses, as literals: `status === 404` must leave out what is not a 404

export type SuccessStatus =
  | 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226;

export type ErrorStatus = RedirectStatus | ClientErrorStatus | ServerErrorStatus;

export type RedirectStatus = 300 | 301 | 302 | 303 | 304 | 305 | 307 | 308;

export type ClientErrorStatus =
  | 400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 416 | 417
  | 418 | 419 | 420 | 421 | 422 | 423 | 424 | 425 | 426 | 427 | 428 | 429 | 430 | 431 | 432 | 433 | 434 | 435
  | 436 | 437 | 438 | 439 | 440 | 441 | 442 | 443 | 444 | 445 | 446 | 447 | 448 | 449 | 450 | 451 | 452 | 453
  | 454 | 455 | 456 | 457 | 458 | 459 | 460 | 461 | 462 | 463 | 464 | 465 | 466 | 467 | 468 | 469 | 470 | 471
  | 472 | 473 | 474 | 475 | 476 | 477 | 478 | 479 | 480 | 481 | 482 | 483 | 484 | 485 | 486 | 487 | 488 | 489
  | 490 | 491 | 492 | 493 | 494 | 495 | 496 | 497 | 498 | 499;

export type ServerErrorStatus =
  | 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 509 | 510 | 511 | 512 | 513 | 514 | 515 | 516 | 517
  | 518 | 519 | 520 | 521 | 522 | 523 | 524 | 525 | 526 | 527 | 528 | 529 | 530 | 531 | 532 | 533 | 534 | 535
  | 536 | 537 | 538 | 539 | 540 | 541 | 542 | 543 | 544 | 545 | 546 | 547 | 548 | 549 | 550 | 551 | 552 | 553
  | 554 | 555 | 556 | 557 | 558 | 559 | 560 | 561 | 562 | 563 | 564 | 565 | 566 | 567 | 568 | 569 | 570 | 571
  | 572 | 573 | 574 | 575 | 576 | 577 | 578 | 579 | 580 | 581 | 582 | 583 | 584 | 585 | 586 | 587 | 588 | 589
  | 590 | 591 | 592 | 593 | 594 | 595 | 596 | 597 | 598 | 599;
