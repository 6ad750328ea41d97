/** The calls 12go offers, what each may cost, and the one error that a failed one rejects with, which holds nothing secret. */

type Policy = {
  readonly method: 'GET' | 'POST';
  /** For the whole call with its body and its retries. */
  readonly timeoutMs: number;
  /** For one attempt of it. */
  readonly attemptMs: number;
  /** How often the call may be tried; 1 is never again. */
  readonly attempts: number;
  /** A write changes a booking: it is tried once, and its failure says whether it happened. */
  readonly write?: true;
  readonly maxBytes?: number;
  readonly bounds?: Bounds;
};

/** How much a text of JSON may hold. */
export type Bounds = {
  /** Lists and objects. */
  readonly containers: number;
  /** Members of them, about. */
  readonly values: number;
};

/** The largest answer read, in bytes after decompression; search alone may be larger. */
export const maxBytesDefault = 1024 * 1024;
export const boundsDefault: Bounds = { containers: 5_000, values: 20_000 };
/** The countries of the world for each of a hundred travellers. */
const formBounds: Bounds = { containers: 30_000, values: 60_000 };
/** Half again as much as a thousand trips. */
const searchBounds: Bounds = { containers: 35_000, values: 145_000 };

/** What each call may take. Every add-to-cart makes a new cart, so repeating it is harmless. */
export const policies = {
  search: {
    method: 'GET',
    timeoutMs: 10_000,
    attemptMs: 8_000,
    attempts: 2,
    maxBytes: 8 * maxBytesDefault,
    bounds: searchBounds,
  },
  trip: { method: 'GET', timeoutMs: 8_000, attemptMs: 4_000, attempts: 2 },
  addToCart: { method: 'POST', timeoutMs: 5_000, attemptMs: 5_000, attempts: 2 },
  addToCartByAttributes: { method: 'POST', timeoutMs: 5_000, attemptMs: 5_000, attempts: 2 },
  cart: { method: 'GET', timeoutMs: 8_000, attemptMs: 4_000, attempts: 2 },
  checkoutForm: { method: 'GET', timeoutMs: 8_000, attemptMs: 4_000, attempts: 2, bounds: formBounds },
  reserve: { method: 'POST', timeoutMs: 15_000, attemptMs: 15_000, attempts: 1, write: true },
  confirm: { method: 'POST', timeoutMs: 15_000, attemptMs: 15_000, attempts: 1, write: true },
  booking: { method: 'GET', timeoutMs: 8_000, attemptMs: 4_000, attempts: 2 },
  bookingByCart: { method: 'GET', timeoutMs: 8_000, attemptMs: 4_000, attempts: 2 },
  refundOptions: { method: 'GET', timeoutMs: 8_000, attemptMs: 4_000, attempts: 2 },
  refund: { method: 'POST', timeoutMs: 15_000, attemptMs: 15_000, attempts: 1, write: true },
  recheck: {
    method: 'GET',
    timeoutMs: 60_000,
    attemptMs: 60_000,
    attempts: 1,
    maxBytes: 8 * maxBytesDefault,
  },
} as const satisfies Record<string, Policy>;

/** The name of a call, as errors, metrics and scenarios spell it. */
export type Operation = keyof typeof policies;

/** The policy of a call, widened to the common type. */
export const policyOf = (operation: Operation): Policy => policies[operation];

/** What went wrong, as a caller has to tell it apart. */
export const errorKinds = {
  auth: 'the key is bad, unknown or deleted (401, 403, or 400 with `{}`)',
  rate_limited: 'too many calls (429); wait `retryAfterSeconds`',
  not_found: 'the trip, cart or booking does not exist (404)',
  trip_unavailable: 'the trip or cart is gone (`Trip is no longer available`, `bad_trip_details`)',
  validation: 'form fields were refused; see `fields`',
  rejected: 'another 4xx with its reasons in `messages` and `reasonCodes`',
  server: '12go failed (5xx, 408, 425)',
  unreadable: 'the answer is no answer: a redirect, not JSON, truncated, wrong types, too large or too deep',
  timeout: 'no complete answer before the deadline',
  connection: 'the connection could not be made or broke',
  aborted: 'the caller aborted the call',
  host_not_allowed: 'a recheck URL is not on the allow-list; nothing was called',
  overloaded: 'the caller held it back: as many calls as may be are under way; nothing was called',
  circuit_open: 'the caller held it back: such calls keep failing; nothing was called',
} as const;
export type ErrorKind = keyof typeof errorKinds;

/**
 * What became of a failed write. `not_sent`: provably no byte of it reached 12go, or 12go turned it away with 429.
 * `rejected`: 12go answered that it did not do it. `unknown`: it may have happened, so read before doing anything else.
 */
export type WriteOutcome = 'not_sent' | 'rejected' | 'unknown';

export type TwelveGoErrorInit = {
  readonly operation: Operation;
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  readonly status?: number | undefined;
  readonly outcome?: WriteOutcome | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly reasonCodes?: readonly string[];
  readonly fields?: ReadonlyMap<string, string>;
  readonly messages?: readonly string[];
  /** A reason without secrets: an error code of the socket, the first unreadable field. */
  readonly detail?: string | undefined;
};

const marker = Symbol.for('@partner-gateway/twelvego-client/TwelveGoError');

/**
 * Any failure of a call. The message, stack, cause, JSON and inspection of it never hold the API key, a URL, a body or
 * what a passenger typed. Upstream's own words are behind `fields` and `messages` only, cleaned of URLs and keys, and
 * do not show when the error is printed.
 *
 * @example
 * try {
 *   await client.reserve(cartId, form);
 * } catch (error) {
 *   if (TwelveGoError.isInstance(error) && error.outcome === 'unknown') await readBookingBack();
 * }
 */
export class TwelveGoError extends Error {
  override readonly name = 'TwelveGoError';
  readonly operation: Operation;
  readonly kind: ErrorKind;
  /** Whether the same call may be made again: always false for a write unless its outcome is `not_sent`. */
  readonly retryable: boolean;
  readonly status: number | undefined;
  /** Set for reserve, confirm and refund only. */
  readonly outcome: WriteOutcome | undefined;
  /** Seconds to wait before the next call; set for `rate_limited`, and when 12go says so on another failure. */
  readonly retryAfterSeconds: number | undefined;
  /** Upstream reason codes such as `bad_trip_details`. */
  readonly reasonCodes: readonly string[];
  readonly detail: string | undefined;
  readonly #fields: ReadonlyMap<string, string>;
  readonly #messages: readonly string[];

  constructor(init: TwelveGoErrorInit) {
    const status = init.status === undefined ? '' : ` (HTTP ${init.status})`;
    super(
      `12go ${init.operation}: ${init.kind}${status}${init.detail === undefined ? '' : `, ${init.detail}`}`,
    );
    this.operation = init.operation;
    this.kind = init.kind;
    this.retryable = init.retryable;
    this.status = init.status;
    this.outcome = init.outcome;
    this.retryAfterSeconds = init.retryAfterSeconds;
    this.reasonCodes = init.reasonCodes ?? [];
    this.detail = init.detail;
    this.#fields = init.fields ?? new Map();
    this.#messages = init.messages ?? [];
    Object.defineProperty(this, marker, { value: true });
  }

  /** Refused form fields: original key, such as `passenger[0][first_name]`, to message. */
  get fields(): ReadonlyMap<string, string> {
    return this.#fields;
  }

  /** Upstream's messages for people. */
  get messages(): readonly string[] {
    return this.#messages;
  }

  /** Recognises the error across copies of this package, where `instanceof` would not. */
  static isInstance(error: unknown): error is TwelveGoError {
    return typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[marker] === true;
  }
}
