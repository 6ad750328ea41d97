/** The calls 12go offers, and for each what it costs to repeat it: method, timeout, attempts. */

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
