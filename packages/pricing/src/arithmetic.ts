/** Arithmetic on money: exact, in lowest terms, and never across currencies. */
import { type DecimalText, parseDecimal } from './decimal.ts';
import { PricingError } from './errors.ts';
import { type Money, moneyOf } from './money.ts';
import { addRatios, compareRatios, multiplyRatios, reduceRatio, subtractRatios } from './ratio.ts';

/**
 * The exact sum. Throws `currency_mismatch` when currencies known only at run time differ.
 *
 * @example
 * ```ts
 * toDecimal(add(money('0.10', 'USD'), money('0.20', 'USD'))); // '0.30'
 * ```
 */
export function add<Currency extends string>(
  left: Money<Currency>,
  right: Money<NoInfer<Currency>>,
): Money<Currency> {
  assertSameCurrency(left, right);
  return moneyOf(reduceRatio(addRatios(left, right)), left.currency);
}

/**
 * The exact difference, which may be below zero. Throws `currency_mismatch`.
 *
 * @example
 * ```ts
 * toDecimal(subtract(money('19.50', 'USD'), money('17.50', 'USD'))); // '2.00'
 * ```
 */
export function subtract<Currency extends string>(
  left: Money<Currency>,
  right: Money<NoInfer<Currency>>,
): Money<Currency> {
  assertSameCurrency(left, right);
  return moneyOf(reduceRatio(subtractRatios(left, right)), left.currency);
}

/**
 * The exact product with a decimal factor, given as text.
 *
 * @example
 * ```ts
 * toDecimal(multiply(money('780.00', 'THB'), '1.10')); // '858.00'
 * ```
 */
export function multiply<Currency extends string>(
  amount: Money<Currency>,
  factor: DecimalText,
): Money<Currency> {
  return moneyOf(reduceRatio(multiplyRatios(amount, parseDecimal(factor, 'factor'))), amount.currency);
}

/**
 * -1, 0 or 1 by exact amount. Throws `currency_mismatch`.
 *
 * @example
 * ```ts
 * compare(money('1.50', 'USD'), money('1.5', 'USD')); // 0
 * ```
 */
export function compare<Currency extends string>(
  left: Money<Currency>,
  right: Money<NoInfer<Currency>>,
): -1 | 0 | 1 {
  assertSameCurrency(left, right);
  return compareRatios(left, right);
}

/**
 * Same currency and exactly the same amount; never throws.
 *
 * @example
 * ```ts
 * equals(money('1', 'USD'), money('1', 'THB')); // false
 * ```
 */
export function equals(left: Money, right: Money): boolean {
  return left.currency === right.currency && compareRatios(left, right) === 0;
}

/** Throws `currency_mismatch` unless the two share a currency. */
export function assertSameCurrency(left: { currency: string }, right: { currency: string }): void {
  if (left.currency === right.currency) return;
  throw new PricingError('currency_mismatch', `${left.currency} and ${right.currency} cannot be combined`);
}
