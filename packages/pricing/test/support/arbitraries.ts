/** Random prices, terms and currencies for the laws, with the rates they are converted at. */
import fc from 'fast-check';
import { viewOf } from './engine.ts';
import type { OracleCase, OracleLimit } from './oracle.ts';

export const rates = { 'USD>THB': '34.10', 'JPY>USD': '0.00642', 'KWD>USD': '3.2573', 'EUR>THB': '37.0512' };
export const view = viewOf(rates);

export const currency = fc.constantFrom('THB', 'USD', 'JPY', 'KWD');
const decimal = (digits: bigint, places: number) =>
  fc
    .tuple(fc.bigInt(0n, digits), fc.integer({ min: 0, max: places }))
    .map(([units, scale]) => printed(units, scale));
export const amount = decimal(9_999_999n, 3);
export const percentage = fc.bigInt(0n, 10_000n).map((units) => printed(units, 4));
const limit: fc.Arbitrary<OracleLimit | undefined> = fc.option(
  fc.oneof(
    fc.record({ amount: decimal(500n, 2), currency }),
    fc.record({ percentage: fc.bigInt(0n, 300n).map((units) => printed(units, 3)) }),
  ),
  { nil: undefined },
);

export const oracleCase: fc.Arbitrary<OracleCase> = fc
  .record({
    currency,
    net: amount,
    sysfee: fc.option(amount),
    agfee: fc.option(amount),
    price: amount,
    restriction: fc.option(fc.integer({ min: 0, max: 5 })),
    percentage,
    fixedFee: decimal(5_000n, 2),
    fixedFeeCurrency: currency,
    settlement: fc.option(currency),
    gross: fc.option(currency),
    limits: fc.oneof(
      limit.map((minimumMargin) => ({ minimumMargin })),
      limit.map((maximumMargin) => ({ maximumMargin })),
    ),
  })
  .map(({ limits, ...rest }) => ({ ...rest, ...limits }));

export const printed = (units: bigint, scale: number): string => {
  if (scale === 0) return `${units}`;
  const digits = `${units}`.padStart(scale + 1, '0');
  return `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
};
