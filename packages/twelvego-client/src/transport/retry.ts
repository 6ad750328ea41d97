/** Retries: further attempts at a call only where they are harmless and its deadline leaves time for them. */
import { type Operation, policyOf, TwelveGoError } from '../operations.ts';
import { attempt, type Exchange, type Job } from './attempt.ts';
import { CutError, withDeadline } from './deadline.ts';
import { failure } from './failure.ts';

/** Options of one call; all may be left out. */
export type CallOptions = {
  /** Aborts the call: kind `aborted`. Do not pass a request's signal to reserve, confirm or refund. */
  readonly signal?: AbortSignal | undefined;
  /** For the whole call with body and retries, in milliseconds. Default: search 10 s, reads 8 s, writes 15 s, recheck 60 s. */
  readonly timeoutMs?: number | undefined;
  /** A moment by the transport's clock (Unix milliseconds); the earlier of it and `timeoutMs` counts. */
  readonly deadline?: number | undefined;
  /** Sent along, such as `x-correlation-id`, `traceparent`, `x-request-id`, `x-api-experiment`. Undefined ones are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Lowers the number of attempts; it never raises it. */
  readonly attempts?: number | undefined;
};

/** A retry about to happen: `attempt` is the one that failed, from 1. */
export type RetryNotice = {
  readonly operation: Operation;
  readonly attempt: number;
  readonly error: TwelveGoError;
};

/** What the calls of a transport share. */
export type Runtime = {
  /** Another HTTP stack instead of ky over `fetch`. */
  readonly exchange: Exchange;
  /** Milliseconds per operation, in place of 12go's guide. */
  readonly timeoutsMs: Partial<Record<Operation, number>>;
  /** Asked before each retry; false makes the failure final. The place for a retry budget or a counter. */
  readonly allowRetry: (retry: RetryNotice) => boolean;
  /** Unix milliseconds. Default: `Date.now`. */
  readonly now: () => number;
  /** Default: a timer that the signal cuts short. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A number in [0, 1) for the jitter. Default: `Math.random`. */
  readonly random: () => number;
};

/** Runs a call to its end: attempts and waits within one deadline. Rejects with a `TwelveGoError`. */
export const run = async <Result>(
  job: Job<Result>,
  shared: Runtime,
  options: CallOptions,
): Promise<Result> => {
  const { operation } = job;
  const startedAt = shared.now();
  const timeoutMs = options.timeoutMs ?? shared.timeoutsMs[operation] ?? policyOf(operation).timeoutMs;
  const endsAt = Math.min(startedAt + timeoutMs, options.deadline ?? Number.POSITIVE_INFINITY);
  const notSent = { operation, retryable: true, outcome: 'not_sent' } as const;
  if (options.signal?.aborted === true) throw failure({ ...notSent, kind: 'aborted', retryable: false });
  if (endsAt <= startedAt) throw failure({ ...notSent, kind: 'timeout' });
  try {
    return await withDeadline(endsAt - startedAt, options.signal, (signal) =>
      tryAll(job, shared, { lowered: options.attempts, endsAt, signal }),
    );
  } catch (error) {
    if (!(error instanceof CutError)) throw error;
    throw failure({ operation, kind: error.cut, retryable: error.cut === 'timeout', outcome: 'unknown' });
  }
};

/** How far a call may go. */
type Bounds = {
  readonly lowered: number | undefined;
  readonly endsAt: number;
  readonly signal: AbortSignal;
};

const tryAll = async <Result>(
  job: Job<Result>,
  shared: Runtime,
  { lowered, endsAt, signal }: Bounds,
): Promise<Result> => {
  const attempts = attemptsFor(job.operation, lowered);
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(job, shared, signal);
    } catch (error) {
      if (!TwelveGoError.isInstance(error) || signal.aborted || number >= attempts) throw error;
      const delayMs = retryDelayMs(error, number, {
        remainingMs: endsAt - shared.now(),
        random: shared.random(),
      });
      if (delayMs === undefined || !shared.allowRetry({ operation: job.operation, attempt: number, error }))
        throw error;
      await shared.sleep(delayMs, signal);
      if (signal.aborted) throw error;
    }
  }
};

/** The POSTs that may be repeated: each makes a new cart, so a repeat has no cumulative effect. */
const repeatablePosts: ReadonlySet<Operation> = new Set(['addToCart', 'addToCartByAttributes']);
const backoffMs = [1_000, 2_000, 4_000] as const;
const jitter = 0.2;

/**
 * How often an operation may be tried. Throws when anything but a GET or an add-to-cart would get a second attempt:
 * that is a bug here, not a failure of 12go.
 */
const attemptsFor = (operation: Operation, lowered: number | undefined): number => {
  const { method, attempts } = policyOf(operation);
  if (attempts > 1 && method !== 'GET' && !repeatablePosts.has(operation)) {
    throw new TypeError(`${operation} must never be retried`);
  }
  return Math.max(1, Math.min(attempts, lowered ?? attempts));
};

/**
 * Milliseconds to wait before attempt `attempt + 1`, or undefined when the failure is final or the wait would not
 * leave time for another attempt. A throttled call (429) is final: the caller decides when to come back.
 *
 * @param waiting `random` is a number in [0, 1) that sets the jitter of ±20 %
 */
const retryDelayMs = (
  failure: TwelveGoError,
  attempt: number,
  { remainingMs, random }: { readonly remainingMs: number; readonly random: number },
): number | undefined => {
  if (!failure.retryable || failure.kind === 'rate_limited' || failure.kind === 'aborted') return undefined;
  const base = backoffMs[Math.min(attempt, backoffMs.length) - 1] ?? backoffMs[0];
  const delayMs = Math.max(base * (1 + jitter * (2 * random - 1)), (failure.retryAfterSeconds ?? 0) * 1000);
  return delayMs < remainingMs ? delayMs : undefined;
};
