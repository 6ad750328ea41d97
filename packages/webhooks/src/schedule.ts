/** When a webhook is tried again, and when it is given up. */
import { type AttemptResult, isDelivered } from './attempt.ts';

export type Schedule = {
  /** After the first attempt, which is at once, the second follows by the first of these, and so on; after them it is dead. */
  readonly delaysMs: readonly number[];
  /** Share by which a delay is longer or shorter at random. */
  readonly jitter: number;
  /** A `Retry-After` counts up to so much. */
  readonly retryAfterMaxMs: number;
  /** An endpoint that failed for so long without a success is disabled. */
  readonly disableAfterMs: number;
};

/** Attempts at once, then after 30 s, 5 min and 30 min, ±20 %; `Retry-After` up to 24 h; disabled after 5 days. */
export const defaultSchedule: Schedule = {
  delaysMs: [30_000, 300_000, 1_800_000],
  jitter: 0.2,
  retryAfterMaxMs: 86_400_000,
  disableAfterMs: 432_000_000,
};

export type NextStep =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly delayMs: number }
  /** The endpoint said that it is no more. */
  | { readonly kind: 'gone' }
  /** That was the last attempt. */
  | { readonly kind: 'dead' };

/** An attempt that is over: the first one of a webhook is 1. */
export type MadeAttempt = { readonly attempt: number; readonly result: AttemptResult };

/**
 * What follows an attempt. `random` in [0, 1).
 *
 * @example
 * ```ts
 * const result = { kind: 'answered', status: 503, latencyMs: 12 } as const;
 * nextStep(defaultSchedule, { attempt: 1, result }, 0.5); // { kind: 'retry', delayMs: 30_000 }
 * ```
 */
export const nextStep = (schedule: Schedule, { attempt, result }: MadeAttempt, random: number): NextStep => {
  if (isDelivered(result)) return { kind: 'delivered' };
  if (result.kind === 'answered' && result.status === 410) return { kind: 'gone' };
  const planMs = schedule.delaysMs[attempt - 1];
  if (planMs === undefined) return { kind: 'dead' };
  const delayMs = Math.round(planMs * (1 + schedule.jitter * (2 * random - 1)));
  const wantedMs = result.kind === 'answered' ? (result.retryAfterMs ?? 0) : 0;
  return { kind: 'retry', delayMs: Math.max(delayMs, Math.min(wantedMs, schedule.retryAfterMaxMs)) };
};
