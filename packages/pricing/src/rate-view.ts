/** The rate table seen at one instant: how old it is, and which rate converts what. */
import { PricingError } from './errors.ts';
import { type Instant, instantToMs } from './instant.ts';
import { pairKey, type Rate, type RateTable } from './rate-table.ts';
import { invertRatio, multiplyRatios, type Ratio } from './ratio.ts';

/** Ages in milliseconds: above `warnAfterMs` say so, above `refuseAfterMs` do not price with it. */
export type StaleLimits = { readonly warnAfterMs: number; readonly refuseAfterMs: number };

/** Warn above 15 minutes, refuse above 60. */
export const STALE_LIMITS: StaleLimits = { warnAfterMs: 900_000, refuseAfterMs: 3_600_000 };

/** `fresh`: use it. `warn`: use it and raise the flag. `refuse`: conversions throw `rate_stale`. */
export type RateFreshness = 'fresh' | 'warn' | 'refuse';

/** Rates as of one instant; pricing takes this and not the bare table, so that age cannot be forgotten. */
export type RateView = {
  readonly table: RateTable;
  readonly now: Instant;
  readonly nowMs: number;
  readonly limits: StaleLimits;
  /** Milliseconds since the last refresh that was taken. */
  readonly ageMs: number;
  readonly freshness: RateFreshness;
};

/**
 * Looks at a table at an instant. One call per request; the view is cheap to use many times.
 *
 * @param now the caller's clock as an ISO 8601 instant.
 * @example
 * ```ts
 * const rates = viewRates(table, '2026-11-14T07:50:00Z');
 * rates.freshness; // 'warn': 20 minutes old
 * ```
 */
export function viewRates(table: RateTable, now: Instant, limits: StaleLimits = STALE_LIMITS): RateView {
  const nowMs = instantToMs(now, 'now');
  const ageMs = nowMs - table.asOfMs;
  return { table, now, nowMs, limits, ageMs, freshness: judgeAge(ageMs, limits) };
}

/** A rate dated ahead of the clock by more than the warning age is refused: its real age is unknown. */
function judgeAge(ageMs: number, limits: StaleLimits): RateFreshness {
  if (ageMs > limits.refuseAfterMs || ageMs < -limits.warnAfterMs) return 'refuse';
  return ageMs > limits.warnAfterMs ? 'warn' : 'fresh';
}

/** One stored rate on the way from one currency to another, and the direction it was used in. */
type RateLeg = { readonly rate: Rate; readonly inverted: boolean };

/** The exact factor of a conversion and the legs it is made of: one, or two through USD. */
export type Conversion = { readonly ratio: Ratio; readonly legs: readonly RateLeg[] };

const PIVOT = 'USD';

/**
 * The factor from one currency to another one: direct, else the inverse of the opposite rate, else through USD.
 * Throws `rate_missing` or `rate_stale`.
 */
export function findConversion(view: RateView | null | undefined, from: string, to: string): Conversion {
  if (!view) throw missing(from, to);
  const single = findLeg(view, from, to);
  if (single !== undefined) return { ratio: factorOf(single), legs: [single] };
  const first = findLeg(view, from, PIVOT);
  const second = findLeg(view, PIVOT, to);
  if (first === undefined || second === undefined) throw missing(from, to);
  return { ratio: multiplyRatios(factorOf(first), factorOf(second)), legs: [first, second] };
}

function findLeg(view: RateView, from: string, to: string): RateLeg | undefined {
  const direct = view.table.rates.get(pairKey(from, to));
  const rate = direct ?? view.table.rates.get(pairKey(to, from));
  if (rate === undefined) return undefined;
  if (judgeAge(view.nowMs - rate.asOfMs, view.limits) === 'refuse') {
    throw new PricingError('rate_stale', `the ${rate.from} to ${rate.to} rate is too old to price with`);
  }
  return { rate, inverted: direct === undefined };
}

function factorOf(leg: RateLeg): Ratio {
  return leg.inverted ? invertRatio(leg.rate.ratio) : leg.rate.ratio;
}

function missing(from: string, to: string): PricingError {
  return new PricingError('rate_missing', `no rate from ${from} to ${to}, direct, inverse or through USD`);
}
