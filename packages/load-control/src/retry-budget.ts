/** How many calls may be tried again: a tenth of those of the last ten seconds, or one a second where that is more. */
import { createTally } from './tally.ts';

/** A budget in this process. */
export type RetryBudget = {
  /** A call was made for the first time. */
  spent(): void;
  /** Whether one may be tried again; if so, it counts. */
  take(): boolean;
};

const share = 0.1;

/**
 * Makes a budget.
 *
 * @param nowMs a clock that never steps back
 */
export const createRetryBudget = (nowMs: () => number): RetryBudget => {
  const tally = createTally<'call' | 'retry'>(nowMs);
  let lastSecond = Number.NEGATIVE_INFINITY;
  const isWithinShare = (): boolean => tally.of('retry') + 1 <= share * tally.of('call');
  return {
    spent: () => tally.add('call'),
    take() {
      const second = Math.floor(nowMs() / 1_000);
      if (!isWithinShare()) {
        if (second <= lastSecond) return false;
        lastSecond = second;
      }
      tally.add('retry');
      return true;
    },
  };
};
