/** Units of a limit that are taken before it is known whether they are needed: what is not used is handed on, and given back once it is old. */
import type { Taken } from './rate-limits.ts';

/** What one caller has of them. */
export type Advance = {
  /** Uses a unit; false when none is left that was taken a moment ago, so that one has to be taken now. */
  use(): boolean;
  /** Leaves what was not used to the next caller. */
  end(): void;
};

export type Advances = {
  /** So many units: what others left over, and the rest taken at once, all of it or none. Never rejects. */
  draw(units: number): Promise<Advance>;
};

export type AdvancesOptions = {
  /** Takes units of the limit. Never rejects. */
  readonly take: (units: number) => Promise<Taken>;
  /** A clock that never steps. */
  readonly nowMs: () => number;
  /** How long after they were taken units may be used: by so much may the window be longer than its limit says. */
  readonly lifeMs: number;
};

/** Units that were taken together. */
type Lot = { units: number; readonly atMs: number; readonly giveBack: Taken['giveBack'] };

/**
 * Advances of one limit.
 *
 * @example
 * ```ts
 * const advances = createAdvances({ take: (units) => limits.take({ name, quota, units }), nowMs, lifeMs: 5_000 });
 * const advance = await advances.draw(2);
 * const isCounted = advance.use() || (await limits.take({ name, quota })).isAdmitted;
 * advance.end();
 * ```
 */
export const createAdvances = ({ take, nowMs, lifeMs }: AdvancesOptions): Advances => {
  let leftover: Lot[] = [];
  const isFresh = ({ atMs }: Lot): boolean => nowMs() - atMs < lifeMs;

  const giveBackOld = (): void => {
    if (leftover.every(isFresh)) return;
    for (const lot of leftover) if (!isFresh(lot)) lot.giveBack?.(lot.units);
    leftover = leftover.filter(isFresh);
  };
  /** Takes up to so many out of what is left over. */
  const pickUp = (units: number): Lot[] => {
    const picked: Lot[] = [];
    let missing = units;
    for (let lot = leftover.at(-1); lot !== undefined && missing > 0; lot = leftover.at(-1)) {
      const some = Math.min(missing, lot.units);
      picked.push({ ...lot, units: some });
      lot.units -= some;
      missing -= some;
      if (lot.units === 0) leftover.pop();
    }
    return picked;
  };
  const advanceOf = (lots: Lot[]): Advance => ({
    use() {
      const lot = lots.find((one) => one.units > 0 && isFresh(one));
      if (lot === undefined) return false;
      lot.units -= 1;
      return true;
    },
    end() {
      for (const lot of lots.splice(0)) if (lot.units > 0) leftover.push(lot);
    },
  });
  return {
    async draw(units) {
      giveBackOld();
      const lots = pickUp(units);
      const missing = units - lots.reduce((sum, lot) => sum + lot.units, 0);
      if (missing > 0) {
        const atMs = nowMs();
        const { isAdmitted, giveBack } = await take(missing);
        if (isAdmitted) lots.push({ units: missing, atMs, giveBack });
      }
      return advanceOf(lots);
    },
  };
};
