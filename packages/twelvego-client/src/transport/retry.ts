/** Retries: further attempts at a call only where they are harmless and its deadline leaves time for them. */
import { type Operation, policyOf, TwelveGoError } from '../operations.ts';
import { attempt, type Exchange, type Job } from './attempt.ts';
import { CutError, withDeadline } from './deadline.ts';
import { failure } from './failure.ts';

/** Options of one call; all may be left out. */
export type CallOptions = {
  /** Aborts the call: kind `aborted`. Do not pass a request's signal to reserve, confirm or refund. */
  readonly signal?: AbortSignal | undefined;
  /** For the whole call with body and retries, in milliseconds. Default: search 10 s, reads 8 s, add-to-cart 5 s, writes 15 s, recheck 60 s. */
  readonly timeoutMs?: number | undefined;
  /** A moment by the transport's clock (Unix milliseconds); the earlier of it and `timeoutMs` counts. */
  readonly deadline?: number | undefined;
  /** Sent along, such as `x-correlation-id`, `traceparent`, `x-request-id`, `x-api-experiment`. Undefined ones are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Lowers the number of attempts; it never raises it. */
  readonly attempts?: number | undefined;
  /** Told of each retry of this call that is about to happen, once it is allowed. */
  readonly onRetry?: ((retry: RetryNotice) => void) | undefined;
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
      tryAll(job, shared, {
        lowered: options.attempts,
        onRetry: options.onRetry,
        attemptMs: timeoutMs * attemptPartOf(operation),
        endsAt,
        signal,
      }),
    );
  } catch (error) {
    if (!(error instanceof CutError)) throw error;
    throw failure({ operation, kind: error.cut, retryable: error.cut === 'timeout', outcome: 'unknown' });
  }
};

/** An attempt gets its part of the time of the call, however much that is. */
const attemptPartOf = (operation: Operation): number => {
  const { attemptMs, timeoutMs } = policyOf(operation);
  return attemptMs / timeoutMs;
};

/** How far a call may go. */
type Bounds = {
  readonly lowered: number | undefined;
  readonly onRetry: CallOptions['onRetry'];
  readonly attemptMs: number;
  readonly endsAt: number;
  readonly signal: AbortSignal;
};

const tryAll = async <Result>(
  job: Job<Result>,
  shared: Runtime,
  { lowered, onRetry, attemptMs, endsAt, signal }: Bounds,
): Promise<Result> => {
  const attempts = attemptsFor(job.operation, lowered);
  for (let number = 1; ; number += 1) {
    try {
      return await withDeadline(attemptMs, signal, (cut) => attempt(job, shared, cut));
    } catch (error) {
      if (!TwelveGoError.isInstance(error) || signal.aborted || number >= attempts) throw error;
      const delayMs = retryDelayMs(error, {
        remainingMs: endsAt - shared.now(),
        attemptMs,
        random: shared.random(),
      });
      const retry = { operation: job.operation, attempt: number, error };
      if (delayMs === undefined || !shared.allowRetry(retry)) throw error;
      onRetry?.(retry);
      await shared.sleep(delayMs, signal);
      if (signal.aborted) throw error;
    }
  }
};

/** The POSTs that may be repeated: each makes a new cart, so a repeat has no cumulative effect. */
const repeatablePosts: ReadonlySet<Operation> = new Set(['addToCart', 'addToCartByAttributes']);
/** Short, so that it fits in the time of a traveller who waits, and spread, so that callers do not come together again. */
const backoffMs = { least: 50, most: 250 } as const;
/** An attempt that is given less of its time would most likely be cut. */
const sensiblePart = 3 / 8;
/** What a server says that is restarted, or has too much to do at the moment. */
const passingStatuses: ReadonlySet<number | undefined> = new Set([502, 503, 504]);

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
 * Milliseconds to wait before another attempt, or undefined when the failure is final or the wait would not leave time for
 * one. A throttled call (429) is final: the caller decides when to come back.
 *
 * @param waiting `random` is a number in [0, 1) that sets the wait between 50 and 250 ms
 */
const retryDelayMs = (
  failure: TwelveGoError,
  waiting: { readonly remainingMs: number; readonly attemptMs: number; readonly random: number },
): number | undefined => {
  if (failure.kind !== 'connection' && !passingStatuses.has(failure.status)) return undefined;
  const spreadMs = backoffMs.least + waiting.random * (backoffMs.most - backoffMs.least);
  const delayMs = Math.max(spreadMs, (failure.retryAfterSeconds ?? 0) * 1000);
  return delayMs + waiting.attemptMs * sensiblePart <= waiting.remainingMs ? delayMs : undefined;
};
