/** What a client and a single call can be told, with the defaults, and the refusal of what cannot work. */
import type { DriftOptions } from './observe/drift-options.ts';
import { type Hooks, hookNames } from './observe/hooks.ts';

/**
 * How long, how often and as whom a call may go on. Every member can be given to the client and to a single call.
 *
 * @example
 * ```ts
 * const limits: CallLimits = { timeoutMs: 5_000, deadlineMs: 15_000, retries: 1 };
 * await gateway.search(query, limits);
 * ```
 */
export type CallLimits = {
  /**
   * Bound of one attempt, from sending to the last byte of the body, in milliseconds.
   *
   * @defaultValue 30_000. On expiry a read is tried again; when nothing is left to try, a `TimeoutError`.
   */
  timeoutMs?: number | undefined;
  /**
   * Bound of the whole call over all attempts and the waits between them, in milliseconds.
   *
   * @defaultValue 60_000. On expiry a `TimeoutError` with code `deadline_exceeded`.
   */
  deadlineMs?: number | undefined;
  /**
   * Most repetitions after the first attempt, 0 to 10.
   *
   * @defaultValue 2
   */
  retries?: number | undefined;
  /** Headers to add, such as `x-api-experiment`. What the SDK itself sends cannot be replaced here. */
  headers?: Readonly<Record<string, string>> | undefined;
};

/**
 * What {@link createClient} needs.
 *
 * @example
 * ```ts
 * const options: ClientOptions = {
 *   baseUrl: 'https://gateway.example',
 *   clientId: 'acme',
 *   apiKey: 'pgk_example',
 *   onError: ({ operation, code, correlationId }) => console.error(operation, code, correlationId),
 * };
 * createClient(options);
 * ```
 */
export type ClientOptions = CallLimits &
  Hooks &
  DriftOptions & {
    /** Where the gateway is: `https://gateway.example`, without credentials or query. */
    baseUrl: string;
    /** Your client id. */
    clientId: string;
    /** Your API key. It is sent as `x-api-key` and appears nowhere else: not in an error, not when the client is printed. */
    apiKey: string;
    /**
     * What carries the requests.
     *
     * @defaultValue the global `fetch`, looked up at each call
     */
    fetch?: typeof globalThis.fetch | undefined;
    /**
     * API version, `YYYY-MM-DD`.
     *
     * @defaultValue the gateway's current version
     */
    version?: string | undefined;
  };

/**
 * What any single call can be told.
 *
 * @example
 * ```ts
 * const options: CallOptions = { signal: AbortSignal.timeout(10_000), correlationId: 'order-17' };
 * await gateway.getBooking(bookingId, options);
 * ```
 */
export type CallOptions = CallLimits & {
  /** Stops the call, also while it waits between attempts; it then rejects with an `AbortError`. */
  signal?: AbortSignal | undefined;
  /**
   * Correlation id, 1 to 100 letters, digits, `-` or `=`. Returned by the gateway and part of every error.
   *
   * @defaultValue a new UUID for each call
   */
  correlationId?: string | undefined;
};

/**
 * What create, confirm and cancel can be told.
 *
 * @example
 * ```ts
 * const options: WriteOptions = { idempotencyKey: 'order-17', deadlineMs: 30_000 };
 * await gateway.createBooking(request, options);
 * ```
 */
export type WriteOptions = CallOptions & {
  /**
   * Idempotency key, 1 to 255 visible ASCII characters. Give your own to make a call safe to repeat across processes.
   *
   * @defaultValue a new UUID for each call, the same for all its attempts
   */
  idempotencyKey?: string | undefined;
};

/** Defaults of {@link CallLimits}. */
export const defaults = { timeoutMs: 30_000, deadlineMs: 60_000, retries: 2 } as const;

const timerMsMax = 2 ** 31 - 1;
const reservedHeaders =
  /^(?:x-api-key|x-idempotency-key|idempotency-key|x-correlation-id|(?:x-)?travelier-version)$/i;

const demand = (holds: boolean, name: string, rule: string): void => {
  // Never the value: it may be the key, or an id typed into the wrong field.
  if (!holds) throw new TypeError(`${name} ${rule}`);
};

const matches = (value: unknown, pattern: RegExp): boolean =>
  typeof value === 'string' && pattern.test(value);

type Range = readonly [minimum: number, maximum: number];

const demandWhole = (value: number | undefined, name: string, [minimum, maximum]: Range): void =>
  demand(
    value === undefined || (Number.isInteger(value) && value >= minimum && value <= maximum),
    name,
    `must be a whole number from ${minimum} to ${maximum}`,
  );

const areHeaders = (headers: Readonly<Record<string, string>>): boolean => {
  try {
    return new Headers(headers) instanceof Headers;
  } catch {
    return false;
  }
};

const demandLimits = ({ timeoutMs, deadlineMs, retries, headers }: CallLimits): void => {
  demandWhole(timeoutMs, 'timeoutMs', [1, timerMsMax]);
  demandWhole(deadlineMs, 'deadlineMs', [1, timerMsMax]);
  demandWhole(retries, 'retries', [0, 10]);
  if (headers === undefined) return;
  demand(areHeaders(headers), 'headers', 'must be header names with their values');
  for (const name of Object.keys(headers)) {
    demand(!reservedHeaders.test(name), 'headers', `cannot set ${name}: there is an option for it`);
  }
};

const isBaseUrl = (value: unknown): boolean => {
  if (!matches(value, /^https?:\/\/[^?#]+$/i) || !URL.canParse(value as string)) return false;
  const { username, password } = new URL(value as string);
  return username === '' && password === '';
};

/** Refuses client options that cannot work. */
export const demandClientOptions = (options: ClientOptions): void => {
  demand(
    isBaseUrl(options.baseUrl),
    'baseUrl',
    'must be an http(s) URL without credentials, query or fragment',
  );
  demand(matches(options.clientId, /^[\w-]{1,64}$/), 'clientId', 'must be 1 to 64 letters, digits, - or _');
  demand(matches(options.apiKey, /^[\x21-\x7e]+$/), 'apiKey', 'must be visible ASCII, without spaces');
  demand(
    options.version === undefined || matches(options.version, /^\d{4}-\d{2}-\d{2}$/),
    'version',
    'must be YYYY-MM-DD',
  );
  for (const name of hookNames) {
    demand(options[name] === undefined || typeof options[name] === 'function', name, 'must be a function');
  }
  demandLimits(options);
};

/** Refuses call options that cannot work. */
export const demandCallOptions = (options: WriteOptions): void => {
  const { correlationId, idempotencyKey } = options;
  demand(
    correlationId === undefined || matches(correlationId, /^[A-Za-z0-9\-=_.:]{1,100}$/),
    'correlationId',
    'must be 1 to 100 letters, digits, - or =',
  );
  demand(
    idempotencyKey === undefined || matches(idempotencyKey, /^[\x21-\x7e]{1,255}$/),
    'idempotencyKey',
    'must be 1 to 255 visible ASCII characters',
  );
  demandLimits(options);
};
