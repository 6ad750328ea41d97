/** Who of all that share a shelf asks first for what none of them has, and how long the others wait for it. */
import { ageMsOf, type Kept, type SearchShelf, type Stamp } from './shelf.ts';

/** Whether those who waited for another instance had its answer, or asked themselves after all. */
export type WaitOutcome = 'answered' | 'in_vain';

/** Time, and who is told how waits end. */
export type TurnOptions = {
  /** No entry is given that is older. */
  readonly lifeMs: number;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly onWaited?: ((outcome: WaitOutcome) => void) | undefined;
};

/** What a search may do that has nothing: ask, or take what somebody else asked for meanwhile. */
export type Turn = {
  /** What another instance asked for; undefined for whoever has to ask. */
  readonly kept: Kept | undefined;
  /** Said by whoever asked and has nothing to keep: those who wait do so no more. */
  readonly giveUp: () => void;
};

/** When a search has to be answered, in Unix milliseconds, and what times its waits. */
export type Waiter = {
  readonly deadlineMs?: number | undefined;
  readonly waited?: { readonly begin: () => () => void } | undefined;
};

/** The most that waiting for another instance costs: what 12go takes nearly always. */
const waitMsMax = 2_000;

const [pauseMsMin, pauseMsMax] = [25, 100];

/**
 * Makes turns over a shelf.
 *
 * @returns takes a turn for a key: at once where nobody else has it; else when the other's answer is there, when it gave up or ended, or
 * after two seconds or half of what is left until `deadlineMs`. Without the shelf everybody has a turn. Never throws.
 */
export const createTurns = (shelf: SearchShelf, { lifeMs, nowMs, sleep, onWaited }: TurnOptions) => {
  const isGiven = (stamp: Stamp | undefined): boolean =>
    stamp !== undefined && ageMsOf(stamp, nowMs()) < lifeMs;
  /** Asked for side by side, so one wait. The claim stays when the entry comes: whoever missed a moment before must not ask again. */
  const isLoading = async (key: string): Promise<boolean> => {
    const [isClaimed, stamp] = await Promise.all([shelf.isClaimed(key), shelf.stampOf(key)]);
    return isClaimed && !isGiven(stamp);
  };
  /** Looks again after 25, 50 and then each 100 ms, some twenty times at most. */
  const waitFor = async (key: string, deadlineMs: number): Promise<Kept | undefined> => {
    const startedMs = nowMs();
    const mostMs = Math.min(waitMsMax, (deadlineMs - startedMs) / 2);
    let [sleptMs, pauseMs] = [0, pauseMsMin];
    while (await isLoading(key)) {
      const leftMs = mostMs - Math.max(sleptMs, nowMs() - startedMs);
      if (leftMs <= 0) return undefined;
      const ms = Math.min(pauseMs, leftMs);
      await sleep(ms);
      sleptMs += ms;
      pauseMs = Math.min(pauseMsMax, pauseMs * 2);
    }
    const kept = await shelf.get(key);
    return isGiven(kept) ? kept : undefined;
  };
  return async (key: string, { deadlineMs = Number.POSITIVE_INFINITY, waited }: Waiter): Promise<Turn> => {
    const claim = await shelf.claim(key, 'load', waitMsMax).catch(() => undefined);
    if (claim === 'mine') {
      const startedMs = nowMs();
      const giveUp = (): void => {
        // By then it lapsed, and may be somebody else's.
        if (nowMs() - startedMs < waitMsMax) shelf.release(key).catch(() => undefined);
      };
      return { kept: undefined, giveUp };
    }
    if (claim === undefined) return { kept: undefined, giveUp: () => undefined };
    const endWait = waited?.begin();
    const kept = await waitFor(key, deadlineMs).catch(() => undefined);
    endWait?.();
    onWaited?.(kept === undefined ? 'in_vain' : 'answered');
    return { kept, giveUp: () => undefined };
  };
};
