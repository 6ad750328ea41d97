/** Whether a failed request may be sent again, and how long to wait before it is. */
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
 * Codes of a gateway that did not take the request, whatever became of an earlier one: under its key it may come again.
 */
const notTaken = [
  'idempotency_in_progress',
  'idempotency_unavailable',
  'idempotency_memory_lost',
  'idempotency_memory_young',
  'not_ready',
  'overloaded',
  'rate_limited',
];

/** What a balancer answers while the gateways behind it change: as little an answer as a lost connection. */
const balancerStatuses = [502, 503, 504];

/**
 * Whether the request may be sent again. A read: whenever it can succeed later. A write: only under its key, and
 * only when no answer of the gateway came, when the gateway says that it can succeed and that nothing was executed, or
 * when it did not take the request. A write without a key: only on the gateway's word.
 */
const mayResend = (error: GatewayError, { reads, keyed }: RetryState): boolean => {
  if (error.kind === 'abort' || error.code === 'deadline_exceeded') return false;
  if (!error.retryable || reads) return error.retryable;
  if (error.status === undefined) return keyed;
  if (keyed && notTaken.includes(error.code)) return true;
  if (error.kind === 'unreadable_answer') return keyed && balancerStatuses.includes(error.status);
  return error.outcome === 'not_executed' || !keyed;
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
