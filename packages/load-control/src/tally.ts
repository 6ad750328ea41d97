/** How often what happened in the last ten seconds, in slots of one. */

/** Counts of the last ten seconds. */
export type Tally<Name extends string> = {
  add(name: Name): void;
  /** How often in the last seconds, of which the current one has only begun. Default 10. */
  of(name: Name, seconds?: number): number;
  clear(): void;
};

/** What the shares and rates of this package are about. */
const tallySeconds = 10;

/**
 * Makes an empty tally.
 *
 * @param nowMs a clock that never steps back
 */
export const createTally = <Name extends string>(nowMs: () => number): Tally<Name> => {
  const slots = new Map<number, Map<Name, number>>();
  const second = (): number => Math.floor(nowMs() / 1_000);
  const forget = (now: number): void => {
    for (const began of slots.keys()) if (began <= now - tallySeconds) slots.delete(began);
  };
  return {
    add(name) {
      const now = second();
      forget(now);
      const slot = slots.get(now) ?? new Map<Name, number>();
      slot.set(name, (slot.get(name) ?? 0) + 1);
      slots.set(now, slot);
    },
    of(name, seconds = tallySeconds) {
      const now = second();
      forget(now);
      return [...slots]
        .filter(([began]) => began > now - seconds)
        .reduce((sum, [, slot]) => sum + (slot.get(name) ?? 0), 0);
    },
    clear: () => slots.clear(),
  };
};
