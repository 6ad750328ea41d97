/** Rate limits by name: one window for each, in this process, or shared by all instances while their store answers. */
import { createRateWindow, type Quota, type RateWindow, type Verdict } from './rate-window.ts';

/** What is asked of a limit. */
export type Taking = {
  /** Whose limit, such as `acme:search`. */
  readonly name: string;
  readonly quota: Quota;
  /** Default 1. */
  readonly units?: number;
  /** Units of the quota that are kept for others. Default 0. */
  readonly reserved?: number;
};

/** Limits by name. */
export type RateLimits = {
  /** Takes the units, or none of them. Never rejects. */
  take(taking: Taking): Promise<Verdict>;
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
      return Promise.resolve(window.take(units, quota, reserved));
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

export type SharedRateLimitsOptions = {
  /** Asks the store. Rejects when it does not answer. */
  readonly ask: (taking: Required<Taking>) => Promise<Verdict>;
  /** A clock that never steps. */
  readonly nowMs: () => number;
  /** How many instances share the limits while the store is away. */
  readonly instances: number;
};

type Refusal = { readonly verdict: Verdict; readonly atMs: number };

/**
 * Limits of all instances together. While the store is away each instance keeps to its share, in which counts what the store admitted
 * before; what it missed counts here until it would have been forgotten. A refusal holds until there can be
 * room again, so that whoever asks on costs the store nothing.
 */
export const createSharedRateLimits = ({ ask, nowMs, instances }: SharedRateLimitsOptions): RateLimits => {
  const local = createLocalRateLimits(nowMs);
  const refusals = new Map<string, Refusal>();
  let awayUntilMs = Number.NEGATIVE_INFINITY;
  const remembered = (key: string): Verdict | undefined => {
    const refusal = refusals.get(key);
    if (refusal === undefined) return undefined;
    const resetMs = refusal.verdict.resetMs - (nowMs() - refusal.atMs);
    if (resetMs > 0) return { ...refusal.verdict, resetMs };
    refusals.delete(key);
    return undefined;
  };
  const remember = (key: string, verdict: Verdict): void => {
    if (refusals.size >= namesMax) refusals.clear();
    refusals.set(key, { verdict, atMs: nowMs() });
  };
  return {
    async take({ units = 1, reserved = 0, ...named }) {
      const taking = { ...named, units, reserved };
      if (nowMs() < awayUntilMs) return local.take(shareOf(taking, instances));
      const { name, quota } = taking;
      const key = [name, quota.units, quota.seconds, units, reserved].join(' ');
      const known = remembered(key);
      if (known !== undefined) return known;
      const hasMissed = nowMs() <= awayUntilMs + 1_000 * quota.seconds;
      const here = hasMissed ? await local.take(taking) : undefined;
      if (here?.isAdmitted === false) return here;
      try {
        const verdict = await ask(taking);
        if (!verdict.isAdmitted) remember(key, verdict);
        else if (!hasMissed) await local.take(taking);
        return verdict;
      } catch {
        awayUntilMs = nowMs() + awayMs;
        return local.take(shareOf(taking, instances));
      }
    },
  };
};
