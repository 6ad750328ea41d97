/** Splitting money without losing any of it, by dinero.js's own allocation. */
import { allocate as allocateDinero, dinero, toSnapshot } from 'dinero.js/bigint';
import { currencyExponent } from './currency.ts';
import { type DecimalText, parseDecimal } from './decimal.ts';
import { PricingError } from './errors.ts';
import { type Money, moneyOf } from './money.ts';
import { fromUnits, type Ratio, toUnits } from './ratio.ts';

/**
 * Splits money by weights into shares of whole minor units that add up to it exactly; units that do not divide
 * go to the heaviest weights first. `decimals` defaults to the currency's ISO 4217 exponent.
 *
 * Throws `invalid_weights`, or `inexact_amount` when the amount itself is finer than `decimals`: round it first.
 *
 * @example
 * ```ts
 * allocate(money('100.00', 'THB'), ['1', '1', '1']); // 33.34, 33.33, 33.33
 * ```
 */
export function allocate<Currency extends string>(
  amount: Money<Currency>,
  weights: readonly DecimalText[],
  decimals: number = currencyExponent(amount.currency),
): Money<Currency>[] {
  const whole = dinero({
    amount: wholeUnits(amount, decimals),
    currency: { code: amount.currency, base: 10n, exponent: BigInt(decimals) },
  });
  return allocateDinero(whole, wholeWeights(weights)).map((share) =>
    moneyOf(fromUnits(toSnapshot(share).amount, decimals), amount.currency),
  );
}

function wholeUnits(amount: Money, decimals: number): bigint {
  const units = toUnits(amount, decimals, 'down');
  if (units === toUnits(amount, decimals, 'up')) return units;
  throw new PricingError('inexact_amount', 'the amount is finer than the unit it is to be split into');
}

/** Weights over a common denominator: dinero would otherwise split into finer units than the currency has. */
function wholeWeights(texts: readonly DecimalText[]): bigint[] {
  const weights = texts.map((text) => parseDecimal(text, 'weight'));
  const common = weights.reduce((product, { denominator }) => product * denominator, 1n);
  const whole = weights.map(({ numerator, denominator }: Ratio) => (numerator * common) / denominator);
  const sound = whole.every((weight) => weight >= 0n) && whole.some((weight) => weight > 0n);
  if (sound) return whole;
  throw new PricingError('invalid_weights', 'weights must be zero or above, with at least one above zero');
}
