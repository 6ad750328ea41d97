/** What is known of a booking write that was refused, unless its refusal says it. */
import type { ErrorCode, Outcome } from '@partner-gateway/contract';

const executed: ReadonlySet<ErrorCode> = new Set([
  'already_reserved',
  'already_confirmed',
  'outcome_settled',
]);

/** Refused before it was looked up, or by those who cannot look it up: another attempt may have been executed. */
const unknown: ReadonlySet<ErrorCode> = new Set([
  'unauthorized',
  'rate_limited',
  'overloaded',
  'not_ready',
  'idempotency_in_progress',
  'idempotency_unavailable',
  'idempotency_memory_lost',
  'idempotency_memory_young',
  'upstream_timeout',
  'internal_error',
  'result_expired',
]);

/** Whether the write of a request was executed, by the code of its refusal. */
export const outcomeOfWrite = (code: ErrorCode): Outcome => {
  if (executed.has(code)) return 'executed';
  return unknown.has(code) ? 'unknown' : 'not_executed';
};
