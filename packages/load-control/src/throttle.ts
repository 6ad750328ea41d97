/** What the other side asked for by refusing a call as one too many: no call for a while, and fewer at once afterwards. */

/** A throttle in this process. */
export type Throttle = {
  /** The other side refused a call, and named a time, in milliseconds; `full` may go on at once where nothing is refused. */
  refused(forMs: number, full: number): void;
  /** Milliseconds until the next call may be made, or undefined when it may be now. */
  refusesForMs(): number | undefined;
  /** How many may be under way at once, at most `full`. */
  limit(full: number): number;
};

/** One more at once is let in each time that so much passed. */
const easeEveryMs = 10_000;

/**
 * Makes a throttle that holds nothing back yet. Each refusal halves what may go on at once; what follows at once upon another is the
 * same refusal.
 *
 * @param nowMs a clock that never steps back
 * @example
 * ```ts
 * const throttle = createThrottle(() => performance.now());
 * throttle.refused(5_000, 30);
 * throttle.limit(30); // 15, and 16 ten seconds later
 * ```
 */
export const createThrottle = (nowMs: () => number): Throttle => {
  let untilMs = Number.NEGATIVE_INFINITY;
  let halved: { readonly limit: number; readonly sinceMs: number } | undefined;
  const eased = (): number =>
    halved === undefined
      ? Number.POSITIVE_INFINITY
      : halved.limit + Math.floor((nowMs() - halved.sinceMs) / easeEveryMs);
  return {
    refused(forMs, full) {
      const now = nowMs();
      if (now >= untilMs)
        halved = { limit: Math.max(1, Math.floor(Math.min(full, eased()) / 2)), sinceMs: now };
      untilMs = Math.max(untilMs, now + forMs);
    },
    refusesForMs: () => (untilMs > nowMs() ? untilMs - nowMs() : undefined),
    limit(full) {
      const limit = eased();
      if (limit >= full) halved = undefined;
      return Math.min(full, limit);
    },
  };
};
