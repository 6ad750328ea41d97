/** Arithmetic on money: exact, in lowest terms, never across currencies, and splitting without loss. */
import { allocate as allocateDinero, dinero, toSnapshot } from 'dinero.js/bigint';
import { PricingError } from './errors.ts';
import { currencyExponent, type Money, moneyOf } from './money.ts';
import {
  addRatios,
  compareRatios,
  type DecimalText,
  fromUnits,
  multiplyRatios,
  parseDecimal,
  type Ratio,
  reduceRatio,
  subtractRatios,
  toUnits,
} from './ratio.ts';

/**
 * The exact sum. Throws `currency_mismatch` when currencies known only at run time differ.
 *
 * @example
 * ```ts
 * toDecimal(add(money('0.10', 'USD'), money('0.20', 'USD'))); // '0.30'
 * ```
 */
export const add = <Currency extends string>(
  left: Money<Currency>,
  right: Money<NoInfer<Currency>>,
): Money<Currency> => {
  assertSameCurrency(left, right);
  return moneyOf(reduceRatio(addRatios(left, right)), left.currency);
};

/**
 * The exact difference, which may be below zero. Throws `currency_mismatch`.
 *
 * @example
 * ```ts
 * toDecimal(subtract(money('19.50', 'USD'), money('17.50', 'USD'))); // '2.00'
 * ```
 */
export const subtract = <Currency extends string>(
  left: Money<Currency>,
  right: Money<NoInfer<Currency>>,
): Money<Currency> => {
  assertSameCurrency(left, right);
  return moneyOf(reduceRatio(subtractRatios(left, right)), left.currency);
};

/**
 * The exact product with a decimal factor, given as text.
 *
 * @example
 * ```ts
 * toDecimal(multiply(money('780.00', 'THB'), '1.10')); // '858.00'
 * ```
 */
export const multiply = <Currency extends string>(
  amount: Money<Currency>,
  factor: DecimalText,
): Money<Currency> =>
  moneyOf(reduceRatio(multiplyRatios(amount, parseDecimal(factor, 'factor'))), amount.currency);

/**
 * -1, 0 or 1 by exact amount. Throws `currency_mismatch`.
 *
 * @example
 * ```ts
 * compare(money('1.50', 'USD'), money('1.5', 'USD')); // 0
 * ```
 */
export const compare = <Currency extends string>(
  left: Money<Currency>,
  right: Money<NoInfer<Currency>>,
): -1 | 0 | 1 => {
  assertSameCurrency(left, right);
  return compareRatios(left, right);
};

/**
 * Same currency and exactly the same amount; never throws.
 *
 * @example
 * ```ts
 * equals(money('1', 'USD'), money('1', 'THB')); // false
 * ```
 */
export const equals = (left: Money, right: Money): boolean =>
  left.currency === right.currency && compareRatios(left, right) === 0;

/** Throws `currency_mismatch` unless the two share a currency. */
export const assertSameCurrency = (left: { currency: string }, right: { currency: string }): void => {
  if (left.currency === right.currency) return;
  throw new PricingError('currency_mismatch', `${left.currency} and ${right.currency} cannot be combined`);
};

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
export const allocate = <Currency extends string>(
  amount: Money<Currency>,
  weights: readonly DecimalText[],
  decimals: number = currencyExponent(amount.currency),
): Money<Currency>[] => {
  const whole = dinero({
    amount: wholeUnits(amount, decimals),
    currency: { code: amount.currency, base: 10n, exponent: BigInt(decimals) },
  });
  return allocateDinero(whole, wholeWeights(weights)).map((share) =>
    moneyOf(fromUnits(toSnapshot(share).amount, decimals), amount.currency),
  );
};

const wholeUnits = (amount: Money, decimals: number): bigint => {
  const units = toUnits(amount, decimals, 'down');
  if (units === toUnits(amount, decimals, 'up')) return units;
  throw new PricingError('inexact_amount', 'the amount is finer than the unit it is to be split into');
};

/** Weights over a common denominator: dinero would otherwise split into finer units than the currency has. */
const wholeWeights = (texts: readonly DecimalText[]): bigint[] => {
  const weights = texts.map((text) => parseDecimal(text, 'weight'));
  const common = weights.reduce((product, { denominator }) => product * denominator, 1n);
  const whole = weights.map(({ numerator, denominator }: Ratio) => (numerator * common) / denominator);
  const sound = whole.every((weight) => weight >= 0n) && whole.some((weight) => weight > 0n);
  if (sound) return whole;
  throw new PricingError('invalid_weights', 'weights must be zero or above, with at least one above zero');
};
