/** Exchange rates in memory: what each rate is, where it came from and when. */
import { currencyExponent } from './currency.ts';
import { type DecimalText, parseDecimal } from './decimal.ts';
import { PricingError } from './errors.ts';
import { type Instant, instantToMs } from './instant.ts';
import type { Ratio } from './ratio.ts';

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
export function createRateTable(input: RatesInput): RateTable {
  const asOfMs = instantToMs(input.asOf, 'asOf');
  const rates = new Map<string, Rate>();
  for (const row of input.rates) {
    const parsed = parseRate(row.rate);
    if (typeof parsed === 'string') throw new PricingError('rate_invalid', `${pairOf(row)}: ${parsed}`);
    if (rates.has(pairOf(row))) throw new PricingError('rate_invalid', `${pairOf(row)} is given twice`);
    rates.set(pairOf(row), toRate(row, parsed, input, asOfMs));
  }
  return { source: input.source, asOf: input.asOf, asOfMs, rates };
}

/** The key of a pair; also refuses currencies that do not exist. */
function pairOf(row: { readonly from: string; readonly to: string }): string {
  currencyExponent(row.from);
  currencyExponent(row.to);
  return pairKey(row.from, row.to);
}

export function pairKey(from: string, to: string): string {
  return `${from}>${to}`;
}

/** Why a single rate cannot be used. */
export type RateFault = 'missing' | 'not_a_number' | 'zero' | 'negative';

/** Reads a rate, or says what is wrong with it. */
export function parseRate(rate: DecimalText | null | undefined): ParsedRate | RateFault {
  if (rate === null || rate === undefined) return 'missing';
  const ratio = tryParse(rate);
  if (ratio === undefined) return 'not_a_number';
  if (ratio.numerator === 0n) return 'zero';
  return ratio.numerator < 0n ? 'negative' : { text: rate, ratio };
}

export type ParsedRate = { readonly text: DecimalText; readonly ratio: Ratio };

export function toRate(row: RateInput, parsed: ParsedRate, input: RatesInput, asOfMs: number): Rate {
  const { from, to } = row;
  return { from, to, rate: parsed.text, source: input.source, asOf: input.asOf, asOfMs, ratio: parsed.ratio };
}

function tryParse(rate: DecimalText): Ratio | undefined {
  try {
    return parseDecimal(rate, 'rate');
  } catch {
    return undefined;
  }
}
