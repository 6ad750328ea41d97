/** Taking fresh rates into the table in use: for each that is not sound the old one stays. */
import { isCurrency } from '../money.ts';
import {
  compareRatios,
  type DecimalText,
  parseDecimal,
  printUnits,
  type Ratio,
  subtractRatios,
  toUnits,
} from '../ratio.ts';
import { parseRate, type RateFault, toRate } from './rate-table.ts';
import {
  instantToMs,
  pairKey,
  type Rate,
  type RateInput,
  type RatesInput,
  type RateTable,
} from './rate-view.ts';

/** Why a proposed rate was not taken. */
export type RateRefusalReason = RateFault | 'unknown_currency' | 'moved_too_far' | 'repeated' | 'out_of_date';

/** One refused rate: what was proposed and what stays in its place (null: nothing, the pair is unknown). */
export type RateRefusal = {
  readonly from: string;
  readonly to: string;
  readonly reason: RateRefusalReason;
  readonly proposed: DecimalText | null;
  readonly kept: DecimalText | null;
  /** How far it moved, in percent with two decimals, for `moved_too_far` only. */
  readonly movedPercent?: DecimalText;
};

/** The table to use from now on, and what was refused on the way. */
export type RateRefresh = { readonly table: RateTable; readonly refusals: readonly RateRefusal[] };

/** A rate may move this many percent in one refresh, up or down, and no more. */
export const rateMoveLimitPercent: DecimalText = '10';

/**
 * Merges a fresh answer into the table in use. A rate that is missing, zero, negative, not a number, of an unknown
 * currency, given twice, or that moved by more than `moveLimitPercent` is refused: the old one stays, with its old time, so that
 * it ages and is refused in the end if its source never recovers. An answer older than the table is refused
 * whole. Pure: neither table is changed.
 *
 * @param current the table in use, or null at start: then there is nothing to compare with.
 * @example
 * ```ts
 * const { table, refusals } = refreshRates(current, {
 *   source: 'rates-service',
 *   asOf: '2026-11-14T07:35:00Z',
 *   rates: [{ from: 'USD', to: 'THB', rate: '51.00' }],
 * });
 * refusals[0]?.reason; // 'moved_too_far'
 * ```
 */
export const refreshRates = (
  current: RateTable | null,
  proposed: RatesInput,
  moveLimitPercent: DecimalText = rateMoveLimitPercent,
): RateRefresh => {
  const asOfMs = instantToMs(proposed.asOf, 'asOf');
  if (current !== null && asOfMs < current.asOfMs) return refuseAll(current, proposed);
  const limit = parseDecimal(moveLimitPercent, 'moveLimitPercent');
  const rates = new Map(current?.rates);
  const refusals: RateRefusal[] = [];
  const given = countPairs(proposed.rates);
  for (const row of proposed.rates) {
    const pair = pairKey(row.from, row.to);
    const old = current?.rates.get(pair);
    const verdict = given.get(pair) === 1 ? judge(row, old, limit) : refusal(row, old, 'repeated');
    if ('reason' in verdict) refusals.push(verdict);
    else rates.set(pair, toRate(row, verdict, { ...proposed, asOfMs }));
  }
  for (const [pair, old] of current?.rates ?? []) {
    if (!given.has(pair)) refusals.push(refusal({ ...old, rate: null }, old, 'missing'));
  }
  return { table: { source: proposed.source, asOf: proposed.asOf, asOfMs, rates }, refusals };
};

/** How often each pair is given: of two answers for one pair neither is taken, whatever their order. */
const countPairs = (rows: readonly RateInput[]): ReadonlyMap<string, number> => {
  const given = new Map<string, number>();
  for (const { from, to } of rows) given.set(pairKey(from, to), (given.get(pairKey(from, to)) ?? 0) + 1);
  return given;
};

const judge = (row: RateInput, old: Rate | undefined, limit: Ratio) => {
  if (!isCurrency(row.from) || !isCurrency(row.to)) return refusal(row, old, 'unknown_currency');
  const parsed = parseRate(row.rate);
  if (typeof parsed === 'string') return refusal(row, old, parsed);
  if (old === undefined) return parsed;
  const moved = movePercent(old.ratio, parsed.ratio);
  if (compareRatios(moved, limit) <= 0) return parsed;
  return { ...refusal(row, old, 'moved_too_far'), movedPercent: printUnits(toUnits(moved, 2, 'halfUp'), 2) };
};

/** |new − old| ÷ old, in percent, exact. */
const movePercent = (old: Ratio, proposed: Ratio): Ratio => {
  const difference = subtractRatios(proposed, old);
  const size = difference.numerator < 0n ? -difference.numerator : difference.numerator;
  return {
    numerator: size * old.denominator * 100n,
    denominator: difference.denominator * old.numerator,
  };
};

const refuseAll = (current: RateTable, proposed: RatesInput): RateRefresh => {
  const refusals = proposed.rates.map((row) =>
    refusal(row, current.rates.get(pairKey(row.from, row.to)), 'out_of_date'),
  );
  return { table: current, refusals };
};

const refusal = (row: RateInput, old: Rate | undefined, reason: RateRefusalReason): RateRefusal => ({
  from: row.from,
  to: row.to,
  reason,
  proposed: row.rate ?? null,
  kept: old?.rate ?? null,
});
