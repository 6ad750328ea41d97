/** What a flow gets back from the write guard, and what the guard tells an observer beside it. */
import type { Outcome } from './protocol/record.ts';
import type { StoreDownReason, Subject } from './protocol/store.ts';

/** A known outcome, the answer to keep for replays, and the name of what was made, which others are told. */
export type Definite<Answer> = {
  readonly outcome: Outcome;
  readonly answer: Answer;
  readonly reference?: string;
};

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
  | ({ readonly kind: 'answered' } & Definite<Answer>)
  | ({ readonly kind: 'replayed'; readonly originalRequestId: string } & Definite<Answer>)
  /** The store's memory was lost; a read found the write executed and the answer was made from it. */
  | ({ readonly kind: 'rebuilt'; readonly outcome: 'executed' } & Omit<Definite<Answer>, 'outcome'>)
  | { readonly kind: 'key_reused'; readonly outcome: KnownOutcome }
  /** Sent, outcome open; `recordKey` names the record to poll. */
  | { readonly kind: 'unknown'; readonly recordKey: string }
  | Obstacle;

/** The ends that need no request to be seen coming. */
export type Obstacle =
  /** The same request, or another for the same subject, is running. */
  | { readonly kind: 'in_progress'; readonly retryAfterMs: number }
  /** Executed before under another key. */
  | { readonly kind: 'already_done'; readonly reference?: string }
  /** The token is older than the store's memory and will not be executed. */
  | { readonly kind: 'stale'; readonly outcome: 'not_executed' | 'unknown' }
  | Unavailable;

/** `outcome` is `not_executed` only when this attempt held the claim, so that no other can have sent. */
export type Unavailable = {
  readonly kind: 'unavailable';
  readonly reason: UnavailableReason;
  readonly retryAfterMs: number;
  readonly outcome: KnownOutcome;
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
  | { readonly kind: 'late_execution'; readonly subject: Subject }
  | { readonly kind: 'outcome_not_stored'; readonly subject: Subject }
  /** An open outcome is known now: by a read, a notification or an operator. */
  | {
      readonly kind: 'settled';
      readonly subject: Subject;
      readonly outcome: Outcome;
      readonly reference?: string;
    }
  /** An attempt died before it sent anything; what it had set aside may be given back. */
  | { readonly kind: 'never_sent'; readonly subject: Subject; readonly attemptId: string }
  | { readonly kind: 'resolver_failed'; readonly subject?: Subject; readonly error: unknown };
