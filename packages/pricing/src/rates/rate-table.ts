/** A table made of rates that must all be sound, and how a single rate is read. */
import { PricingError } from '../errors.ts';
import { currencyExponent } from '../money.ts';
import { type DecimalText, parseDecimal, type Ratio } from '../ratio.ts';
import {
  instantToMs,
  pairKey,
  type Rate,
  type RateInput,
  type RatesInput,
  type RateTable,
} from './rate-view.ts';

/**
 * A table from rates that must all be sound. Throws `rate_invalid` on a missing, zero, negative, unreadable or
 * doubled rate; use `refreshRates(null, input)` to take the sound ones and hear about the rest.
 *
 * @example
 * ```ts
 * const table = createRateTable({
 *   source: 'rates-service',
 *   asOf: '2026-11-14T07:30:00Z',
 *   rates: [{ from: 'USD', to: 'THB', rate: '34.10' }],
 * });
 * ```
 */
export const createRateTable = (input: RatesInput): RateTable => {
  const asOfMs = instantToMs(input.asOf, 'asOf');
  const rates = new Map<string, Rate>();
  for (const row of input.rates) {
    const parsed = parseRate(row.rate);
    if (typeof parsed === 'string') throw new PricingError('rate_invalid', `${pairOf(row)}: ${parsed}`);
    if (rates.has(pairOf(row))) throw new PricingError('rate_invalid', `${pairOf(row)} is given twice`);
    rates.set(pairOf(row), toRate(row, parsed, { ...input, asOfMs }));
  }
  return { source: input.source, asOf: input.asOf, asOfMs, rates };
};

/** The key of a pair; also refuses currencies that do not exist. */
const pairOf = (row: { readonly from: string; readonly to: string }): string => {
  currencyExponent(row.from);
  currencyExponent(row.to);
  return pairKey(row.from, row.to);
};

/** Why a single rate cannot be used. */
export type RateFault = 'missing' | 'not_a_number' | 'zero' | 'negative';

/** Reads a rate, or says what is wrong with it. */
export const parseRate = (rate: DecimalText | null | undefined): ParsedRate | RateFault => {
  if (rate === null || rate === undefined) return 'missing';
  const ratio = tryParse(rate);
  if (ratio === undefined) return 'not_a_number';
  if (ratio.numerator === 0n) return 'zero';
  return ratio.numerator < 0n ? 'negative' : { text: rate, ratio };
};

type ParsedRate = { readonly text: DecimalText; readonly ratio: Ratio };

export const toRate = (
  { from, to }: RateInput,
  { text: rate, ratio }: ParsedRate,
  { source, asOf, asOfMs }: Pick<Rate, 'source' | 'asOf' | 'asOfMs'>,
): Rate => ({ from, to, rate, source, asOf, asOfMs, ratio });

const tryParse = (rate: DecimalText): Ratio | undefined => {
  try {
    return parseDecimal(rate, 'rate');
  } catch {
    return undefined;
  }
};
