/** The committed table of quotes: currencies, price types, conversions, limits and zero markup. */
import { describe, expect, it } from 'vitest';
import golden from './__golden__/quotes.json' with { type: 'json' };
import { enginePricing, viewOf } from './support/engine.ts';
import { type OracleCase, oraclePricing } from './support/oracle.ts';

const view = viewOf(golden.rates);
const quotes = golden.quotes as { name: string; input: OracleCase; expected: unknown }[];

describe('golden quotes', () => {
  it('cover at least sixty quotes, six currencies and four price types', () => {
    expect(quotes.length).toBeGreaterThanOrEqual(60);
    expect(new Set(quotes.map(({ input }) => input.currency)).size).toBe(6);
    expect(new Set(quotes.map(({ input }) => input.restriction)).size).toBe(4);
  });

  it.each(quotes)('$name', ({ input, expected }) => {
    expect(enginePricing(input, view)).toEqual(expected);
    expect(oraclePricing(input, golden.rates)).toEqual(expected);
  });

  it.each(
    quotes.filter(
      ({ input }) => input.percentage === '0' && input.settlement === null && input.gross === null,
    ),
  )('zero markup repeats upstream: $name', ({ input }) => {
    const { net_price, gross_price } = enginePricing({ ...input, restriction: 3 }, view);
    expect([net_price.amount, gross_price.amount]).toEqual([inCents(input.net), inCents(input.price)]);
  });

  it('are the same with and without an explanation', () => {
    for (const { input, expected } of quotes) expect(enginePricing(input, view, true)).toEqual(expected);
  });
});

/** Two decimals by hand: pads, or cuts a third digit half up. */
const inCents = (text: string): string => {
  const [whole = '', part = ''] = text.split('.');
  const thousandths = BigInt(`${whole}${part.padEnd(3, '0')}`);
  const cents = `${(thousandths + 5n) / 10n}`.padStart(3, '0');
  return `${cents.slice(0, -2)}.${cents.slice(-2)}`;
};
