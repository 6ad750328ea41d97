/** The calls 12go offers, and for each what it costs to repeat it: method, timeout, attempts. */
import type { TwelveGoError } from './errors.ts';

type Policy = {
  readonly method: 'GET' | 'POST';
  /** For the whole call with its body and its retries. */
  readonly timeoutMs: number;
  /** How often the call may be tried; 1 is never again. */
  readonly attempts: number;
  /** A write changes a booking: it is tried once, and its failure says whether it happened. */
  readonly write?: true;
  readonly maxBytes?: number;
};

/** The largest answer read, in bytes after decompression; search alone may be larger. */
export const maxBytesDefault = 1024 * 1024;

/** Timeouts and attempts as 12go's retry guide has them. Every add-to-cart makes a new cart, so repeating it is harmless. */
export const policies = {
  search: { method: 'GET', timeoutMs: 10_000, attempts: 3, maxBytes: 8 * maxBytesDefault },
  trip: { method: 'GET', timeoutMs: 8_000, attempts: 3 },
  addToCart: { method: 'POST', timeoutMs: 8_000, attempts: 2 },
  addToCartByAttributes: { method: 'POST', timeoutMs: 8_000, attempts: 2 },
  cart: { method: 'GET', timeoutMs: 8_000, attempts: 3 },
  checkoutForm: { method: 'GET', timeoutMs: 8_000, attempts: 3 },
  reserve: { method: 'POST', timeoutMs: 15_000, attempts: 1, write: true },
  confirm: { method: 'POST', timeoutMs: 15_000, attempts: 1, write: true },
  booking: { method: 'GET', timeoutMs: 8_000, attempts: 3 },
  bookingByCart: { method: 'GET', timeoutMs: 8_000, attempts: 3 },
  refundOptions: { method: 'GET', timeoutMs: 8_000, attempts: 3 },
  refund: { method: 'POST', timeoutMs: 15_000, attempts: 1, write: true },
  recheck: { method: 'GET', timeoutMs: 60_000, attempts: 1, maxBytes: 8 * maxBytesDefault },
} as const satisfies Record<string, Policy>;

/** The name of a call, as errors, metrics and scenarios spell it. */
export type Operation = keyof typeof policies;

/** The policy of a call, widened to the common type. */
export const policyOf = (operation: Operation): Policy => policies[operation];

/** The POSTs that may be repeated: each makes a new cart, so a repeat has no cumulative effect. */
const repeatablePosts: ReadonlySet<Operation> = new Set(['addToCart', 'addToCartByAttributes']);
const backoffMs = [1_000, 2_000, 4_000] as const;
const jitter = 0.2;

/**
 * How often an operation may be tried. Throws when anything but a GET or an add-to-cart would get a second attempt:
 * that is a bug here, not a failure of 12go.
 */
export function attemptsFor(operation: Operation, lowered: number | undefined): number {
  const { method, attempts } = policyOf(operation);
  if (attempts > 1 && method !== 'GET' && !repeatablePosts.has(operation)) {
    throw new TypeError(`${operation} must never be retried`);
  }
  return Math.max(1, Math.min(attempts, lowered ?? attempts));
}

/**
 * Milliseconds to wait before attempt `attempt + 1`, or undefined when the failure is final or the wait would not
 * leave time for another attempt. A throttled call (429) is final: the caller decides when to come back.
 *
 * @param random a number in [0, 1) that sets the jitter of ±20 %
 */
export function retryDelayMs(
  error: TwelveGoError,
  attempt: number,
  remainingMs: number,
  random: number,
): number | undefined {
  if (!error.retryable || error.kind === 'rate_limited' || error.kind === 'aborted') return undefined;
  const base = backoffMs[Math.min(attempt, backoffMs.length) - 1] ?? backoffMs[0];
  const delayMs = Math.max(base * (1 + jitter * (2 * random - 1)), (error.retryAfterSeconds ?? 0) * 1000);
  return delayMs < remainingMs ? delayMs : undefined;
}
