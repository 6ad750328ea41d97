/** What a flow gets back from the write guard, and what the guard tells an observer beside it. */
import type { Outcome } from './protocol/record.ts';
import type { StoreDownReason, Subject } from './protocol/store.ts';

/** A known outcome, the answer to keep for replays, and the name of what was made, which others are told. */
export type Definite<Answer> = { outcome: Outcome; answer: Answer; reference?: string };

/**
 * - `memory_lost`: the store forgot what was before, and what that had sent may still happen
 * - `memory_young`: as above, of a store that nobody knew before
 * - `split`: two memories are alive; which of them may send is not known
 * - `look_up_failed`: only a read could tell, and it failed
 * - `claim_lost`: the claim ran out before the write was sent
 * - `send_window_closed`: too late after the promise
 */
export type UnavailableReason =
  | StoreDownReason
  | 'memory_lost'
  | 'memory_young'
  | 'split'
  | 'claim_lost'
  | 'send_window_closed'
  | 'look_up_failed';

/** What is known of the operation, whichever of its attempts did it. */
export type KnownOutcome = Outcome | 'unknown';

/** In all but `answered`, `replayed`, `rebuilt` and `unknown`, this request has sent nothing. */
export type WriteResult<Answer> =
  | ({ kind: 'answered' } & Definite<Answer>)
  | ({ kind: 'replayed'; originalRequestId: string } & Definite<Answer>)
  /** The store's memory was lost; a read found the write executed and the answer was made from it. */
  | ({ kind: 'rebuilt'; outcome: 'executed' } & Omit<Definite<Answer>, 'outcome'>)
  | { kind: 'key_reused'; outcome: KnownOutcome }
  /** Sent, outcome open; `recordKey` names the record to poll. */
  | { kind: 'unknown'; recordKey: string }
  | Obstacle;

/** The ends that need no request to be seen coming. */
export type Obstacle =
  /** The same request, or another for the same subject, is running. */
  | { kind: 'in_progress'; retryAfterMs: number }
  /** Executed before under another key. */
  | { kind: 'already_done'; reference?: string }
  /** The token is older than the store's memory and will not be executed. */
  | { kind: 'stale'; outcome: 'not_executed' | 'unknown' }
  | Unavailable;

/** `outcome` is `not_executed` only when this attempt held the claim, so that no other can have sent. */
export type Unavailable = {
  kind: 'unavailable';
  reason: UnavailableReason;
  retryAfterMs: number;
  outcome: KnownOutcome;
};

export const shortRetryMs = 1_000;
export const longRetryMs = 5_000;

export const unavailable = (
  reason: UnavailableReason,
  retryAfterMs: number,
  outcome: KnownOutcome = 'unknown',
): Unavailable => ({ kind: 'unavailable', reason, retryAfterMs, outcome });

/** What the guard tells an observer; never part of an answer. */
export type WriteEvent =
  | { kind: 'late_execution'; subject: Subject }
  | { kind: 'outcome_not_stored'; subject: Subject }
  /** An open outcome is known now: by a read, a notification or an operator. */
  | { kind: 'settled'; subject: Subject; outcome: Outcome; reference?: string }
  /** An attempt died before it sent anything; what it had set aside may be given back. */
  | { kind: 'never_sent'; subject: Subject; attemptId: string }
  | { kind: 'resolver_failed'; subject?: Subject; error: unknown };
