/** Rate limits by name: one window for each, in this process, or shared by all instances while their store answers. */
import { createRateWindow, type Quota, type RateWindow, type Verdict } from './rate-window.ts';

/** What is asked of a limit. */
export type Taking = {
  /** Whose limit, such as `acme:search`. */
  readonly name: string;
  readonly quota: Quota;
  /** Default 1; 0 looks and takes nothing. */
  readonly units?: number;
  /** Units of the quota that are kept for others. Default 0. */
  readonly reserved?: number;
};

/** A verdict, and how to give back what it admitted and nobody used: so many units, in the background. */
export type Taken = Verdict & { readonly giveBack?: (units: number) => void };

/** Limits by name. */
export type RateLimits = {
  /** Takes the units, or none of them. Never rejects. */
  take(taking: Taking): Promise<Taken>;
};

/** Names are clients and addresses: what nobody asked for longest is forgotten first. */
const namesMax = 10_000;

/**
 * Limits of this process.
 *
 * @example
 * ```ts
 * const limits = createLocalRateLimits(Date.now);
 * await limits.take({ name: 'acme:search', quota: { units: 300, seconds: 60 } });
 * ```
 */
export const createLocalRateLimits = (nowMs: () => number): RateLimits => {
  const windows = new Map<string, RateWindow>();
  return {
    take({ name, quota, units = 1, reserved = 0 }) {
      const window = windows.get(name) ?? createRateWindow(nowMs);
      windows.delete(name);
      windows.set(name, window);
      const [oldest] = windows.size > namesMax ? windows.keys() : [];
      if (oldest !== undefined) windows.delete(oldest);
      const atMs = nowMs();
      const giveBack = (unused: number): void => window.giveBack(unused, quota, atMs);
      return Promise.resolve({ ...window.take(units, quota, reserved), giveBack });
    },
  };
};

/** The part of a limit that one of several instances may use on its own; never nothing. */
const shareOf = ({ quota, reserved = 0, ...taking }: Taking, instances: number): Taking => ({
  ...taking,
  quota: { ...quota, units: Math.max(1, Math.floor(quota.units / instances)) },
  reserved: Math.floor(reserved / instances),
});

/** How long the store is left alone after it failed. */
const awayMs = 1_000;

/** What is asked of the store: a taking, and the units that were admitted without it and count in any case. */
export type StoreTaking = Required<Taking> & { readonly owed: number };

export type SharedRateLimitsOptions = {
  /** Asks the store. `not_asked`: nothing was sent. Rejects when the store may have counted, and did not answer. */
  readonly ask: (taking: StoreTaking) => Promise<Taken | 'not_asked'>;
  /** A clock that never steps. */
  readonly nowMs: () => number;
  /** How many instances share the limits while the store is away. */
  readonly instances: number;
};

/** Refusals by what was asked: each holds until there can be room again, so that whoever asks on costs the store nothing. */
const createRefusals = (nowMs: () => number) => {
  const refusals = new Map<string, { readonly verdict: Verdict; readonly atMs: number }>();
  const keyOf = ({ name, quota, units, reserved }: Required<Taking>): string =>
    [name, quota.units, quota.seconds, units, reserved].join(' ');
  return {
    find(taking: Required<Taking>): Verdict | undefined {
      const key = keyOf(taking);
      const refusal = refusals.get(key);
      if (refusal === undefined) return undefined;
      const resetMs = refusal.verdict.resetMs - (nowMs() - refusal.atMs);
      if (resetMs > 0) return { ...refusal.verdict, resetMs };
      refusals.delete(key);
      return undefined;
    },
    keep(taking: Required<Taking>, verdict: Verdict): void {
      if (refusals.size >= namesMax) refusals.clear();
      refusals.set(keyOf(taking), { verdict, atMs: nowMs() });
    },
  };
};

/** What was admitted here and the store does not know, until it would have forgotten it. */
const createDebts = (nowMs: () => number) => {
  const debts = new Map<string, { readonly units: number; readonly atMs: number }>();
  const add = (name: string, units: number): void => {
    const sum = Math.max(0, (debts.get(name)?.units ?? 0) + units);
    if (units === 0) return;
    if (debts.size >= namesMax) debts.clear();
    if (sum === 0) debts.delete(name);
    else debts.set(name, { units: sum, atMs: nowMs() });
  };
  return {
    add,
    /** Takes a debt out, so that only one call pays it. */
    take({ name, quota }: Pick<Taking, 'name' | 'quota'>): number {
      const debt = debts.get(name);
      debts.delete(name);
      return debt === undefined || nowMs() - debt.atMs > 1_000 * quota.seconds ? 0 : debt.units;
    },
  };
};

/** What the store admitted is known here as well. */
const inBoth =
  (...counted: readonly Taken[]) =>
  (units: number): void => {
    for (const { giveBack } of counted) giveBack?.(units);
  };

/**
 * Limits of all instances together. While the store is away each instance keeps to its share, in which counts what the store admitted
 * before; what it missed counts here until it would have been forgotten, and is made good when it is back.
 */
export const createSharedRateLimits = ({ ask, nowMs, instances }: SharedRateLimitsOptions): RateLimits => {
  const local = createLocalRateLimits(nowMs);
  const refusals = createRefusals(nowMs);
  const debts = createDebts(nowMs);
  let awayUntilMs = Number.NEGATIVE_INFINITY;

  const askStore = async (taking: Required<Taking>): Promise<Taken | 'not_asked' | 'unknown'> => {
    const owed = debts.take(taking);
    const answer = await ask({ ...taking, owed }).catch(() => 'unknown' as const);
    if (typeof answer !== 'string') return answer;
    // Where it was counted all the same, twice is too little for a minute; not at all would be too much for ever.
    debts.add(taking.name, owed);
    awayUntilMs = nowMs() + awayMs;
    return answer;
  };
  /** Without the store; what it will hear of later is owed to it. */
  const takeHere = async (taking: Required<Taking>, isOwed: boolean): Promise<Taken> => {
    const verdict = await local.take(shareOf(taking, instances));
    if (!verdict.isAdmitted || !isOwed) return verdict;
    debts.add(taking.name, taking.units);
    const noDebt = { ...verdict, giveBack: (units: number) => debts.add(taking.name, -units) };
    return { ...verdict, giveBack: inBoth(verdict, noDebt) };
  };
  return {
    async take({ units = 1, reserved = 0, ...named }) {
      const taking = { ...named, units, reserved };
      if (nowMs() < awayUntilMs) return takeHere(taking, true);
      const known = refusals.find(taking);
      if (known !== undefined) return known;
      // After an absence the store may have lost what it knew; this instance still knows its own part.
      const hasMissed = nowMs() <= awayUntilMs + 1_000 * taking.quota.seconds;
      const here = hasMissed ? await local.take(taking) : undefined;
      if (here?.isAdmitted === false) return here;
      const answer = await askStore(taking);
      if (typeof answer === 'string') {
        // Of one that was sent the store most probably knows.
        const isOwed = answer === 'not_asked';
        if (here === undefined) return takeHere(taking, isOwed);
        if (isOwed) debts.add(taking.name, units);
        return here;
      }
      if (!answer.isAdmitted) {
        refusals.keep(taking, answer);
        return answer;
      }
      const counted = here ?? (await local.take(taking));
      return answer.giveBack === undefined ? answer : { ...answer, giveBack: inBoth(answer, counted) };
    },
  };
};
