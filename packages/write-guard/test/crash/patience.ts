/** How long and how often somebody asks who books in a crash run: with pauses, and never less than patience allows. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Verdict } from './verdicts.ts';

export type Patience = ReturnType<typeof createPatience>;

/** Begins now. */
export const createPatience = (limitMs: number, pauseMs: () => number) => {
  const giveUpAtMs = performance.now() + limitMs;
  const persist = async <Value>(ask: () => Promise<Value>, isEnough: (value: Value) => boolean) => {
    for (let retries = 0; ; retries += 1) {
      const value = await ask();
      if (isEnough(value) || performance.now() > giveUpAtMs) return { value, retries };
      await sleep(pauseMs());
    }
  };
  return {
    /** Asks until there is something. @throws when patience ends first */
    async untilGiven<Value>(ask: () => Promise<Value | undefined>): Promise<Value> {
      const { value } = await persist(ask, (given) => given !== undefined);
      if (value === undefined) throw new Error('no cart could be opened');
      return value;
    },
    /** Asks until it is told how it ended; `unresolved` when patience ends first. */
    async untilTold(ask: () => Promise<Verdict>) {
      const startedMs = performance.now();
      const { value, retries } = await persist(ask, ({ what }) => what !== 'unresolved');
      return { ...value, tookMs: performance.now() - startedMs, retries };
    },
  };
};
