/** When a failed call may be tried again, and after how long. */
import type { TwelveGoError } from './errors.ts';
import { type Operation, policyOf } from './operations.ts';

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
