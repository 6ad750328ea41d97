/** Decides whether a failed call is sent again, and after how long. Pure: the random number comes in. */
import type { GatewayError } from './errors/gateway-error.ts';

/** What the decision rests on, beside the error. */
export type RetryState = {
  /** Whether the call only reads. */
  readonly reads: boolean;
  /** Whether it carries an idempotency key. */
  readonly keyed: boolean;
  /** Attempts made. */
  readonly attempts: number;
  readonly retries: number;
  /** From 0 to 1. */
  readonly random: number;
};

const backoffMsBase = 500;
const backoffMsMax = 8_000;

/**
 * Whether the request may be sent again. A read: whenever it can succeed later. A write: only under its key, and
 * only when no answer came, when the gateway says that it can succeed and that nothing was executed, or when it says
 * that the first attempt is still running. A write without a key: only on the gateway's word.
 */
const mayResend = (error: GatewayError, { reads, keyed }: RetryState): boolean => {
  if (error.kind === 'abort' || error.code === 'deadline_exceeded') return false;
  if (!error.retryable || reads) return error.retryable;
  if (error.status === undefined) return keyed;
  if (error.code === 'idempotency_in_progress') return keyed;
  return error.kind !== 'unreadable_answer' && (error.outcome === 'not_executed' || !keyed);
};

/**
 * Milliseconds to wait before the next attempt; undefined when there is none. What the gateway asks for is waited
 * for in full; otherwise the wait doubles from half a second to eight, of which a random half is taken off.
 */
export const retryWaitMs = (error: GatewayError, state: RetryState): number | undefined => {
  if (state.attempts > state.retries || !mayResend(error, state)) return undefined;
  if (error.retryAfterSeconds !== undefined) return error.retryAfterSeconds * 1000;
  const backoffMs = Math.min(backoffMsMax, backoffMsBase * 2 ** (state.attempts - 1));
  return backoffMs * (1 - state.random / 2);
};
