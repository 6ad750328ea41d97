/** Exchange rates as pricing uses them: the table, and how old it is at an instant. */
import { PricingError } from '../errors.ts';
import type { DecimalText, Ratio } from '../ratio.ts';

/** An instant with a zone: `"2026-11-14T07:30:00Z"` or `"…+07:00"`, seconds and fraction optional. */
export type Instant = string;

const instantShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since 1970. Throws `invalid_instant`; a time without a zone is refused, never guessed. */
export const instantToMs = (instant: Instant, field: string): number => {
  const ms = instantShape.test(instant) ? Date.parse(instant) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new PricingError('invalid_instant', `${field} must be an ISO 8601 instant with a zone`);
};

/** One rate as its source gives it: one unit of `from` is worth `rate` units of `to`. */
export type RateInput = { readonly from: string; readonly to: string; readonly rate: DecimalText | null };

/** A whole answer of the rates endpoint; `asOf` is the source's own time. */
export type RatesInput = {
  readonly source: string;
  readonly asOf: Instant;
  readonly rates: readonly RateInput[];
};

/** A rate in the table, with its own source and time: a refused refresh leaves the older one in place. */
export type Rate = {
  readonly from: string;
  readonly to: string;
  readonly rate: DecimalText;
  readonly source: string;
  readonly asOf: Instant;
  readonly asOfMs: number;
  readonly ratio: Ratio;
};

/** An immutable set of rates; make one with {@link createRateTable} or `refreshRates`. */
export type RateTable = {
  readonly source: string;
  readonly asOf: Instant;
  readonly asOfMs: number;
  readonly rates: ReadonlyMap<string, Rate>;
};

export const pairKey = (from: string, to: string): string => `${from}>${to}`;

/** Ages in milliseconds: above `warnAfterMs` say so, above `refuseAfterMs` do not price with it. */
export type StaleLimits = { readonly warnAfterMs: number; readonly refuseAfterMs: number };

/** Warn above 15 minutes, refuse above 60. */
export const staleLimits: StaleLimits = { warnAfterMs: 900_000, refuseAfterMs: 3_600_000 };

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
export const viewRates = (table: RateTable, now: Instant, limits: StaleLimits = staleLimits): RateView => {
  const nowMs = instantToMs(now, 'now');
  const ageMs = nowMs - table.asOfMs;
  return { table, now, nowMs, limits, ageMs, freshness: judgeAge(ageMs, limits) };
};

/** A rate dated ahead of the clock by more than the warning age is refused: its real age is unknown. */
export const judgeAge = (ageMs: number, limits: StaleLimits): RateFreshness => {
  if (ageMs > limits.refuseAfterMs || ageMs < -limits.warnAfterMs) return 'refuse';
  return ageMs > limits.warnAfterMs ? 'warn' : 'fresh';
};
