/** Exact money: a rational amount and a currency that cannot be mixed with another. */
import { currencyExponent } from './currency.ts';
import { type DecimalText, parseDecimal, printUnits } from './decimal.ts';
import { PricingError } from './errors.ts';
import {
  addRatios,
  compareRatios,
  fromUnits,
  multiplyRatios,
  type Ratio,
  reduceRatio,
  subtractRatios,
  toUnits,
} from './ratio.ts';
import type { RoundingMode } from './rounding.ts';

declare const brand: unique symbol;

/**
 * An exact amount in one currency. It never rounds until it is printed, and `Money<'THB'>` and `Money<'USD'>`
 * do not mix at compile time; amounts whose currency is only known at run time are checked there.
 */
export type Money<Currency extends string = string> = Ratio & {
  readonly currency: Currency;
  readonly [brand]: 'Money';
};

/** Puts a currency on an exact amount; for this package's own files. */
export function moneyOf<Currency extends string>(ratio: Ratio, currency: Currency): Money<Currency> {
  return { numerator: ratio.numerator, denominator: ratio.denominator, currency } as Money<Currency>;
}

/**
 * Reads decimal text as money. Throws `invalid_decimal` or `unknown_currency`.
 *
 * @example
 * ```ts
 * const fare = money('858.20', 'THB'); // Money<'THB'>
 * ```
 */
export function money<const Currency extends string>(
  amount: DecimalText,
  currency: Currency,
): Money<Currency> {
  currencyExponent(currency);
  return moneyOf(parseDecimal(amount, 'amount'), currency);
}

/**
 * Money from a whole count of minor units; `decimals` defaults to the currency's ISO 4217 exponent.
 *
 * @example
 * ```ts
 * moneyFromMinor(1750n, 'USD'); // 17.50 USD
 * moneyFromMinor(120000n, 'JPY', 2); // 1200 JPY, counted in the contract's hundredths
 * ```
 */
export function moneyFromMinor<const Currency extends string>(
  minor: bigint,
  currency: Currency,
  decimals: number = currencyExponent(currency),
): Money<Currency> {
  currencyExponent(currency);
  return moneyOf(fromUnits(minor, decimals), currency);
}

/** The amount as a whole count of minor units, rounded once; the opposite of {@link moneyFromMinor}. */
export function toMinor(
  amount: Money,
  decimals: number = currencyExponent(amount.currency),
  mode: RoundingMode = 'halfUp',
): bigint {
  return toUnits(amount, decimals, mode);
}

/** The amount as decimal text, rounded once; `decimals` defaults to the currency's ISO 4217 exponent. */
export function toDecimal(
  amount: Money,
  decimals: number = currencyExponent(amount.currency),
  mode: RoundingMode = 'halfUp',
): DecimalText {
  return printUnits(toUnits(amount, decimals, mode), decimals);
}

/** Rounds to `decimals` places (default: the currency's ISO 4217 exponent) and stays money. */
export function round<Currency extends string>(
  amount: Money<Currency>,
  decimals: number = currencyExponent(amount.currency),
  mode: RoundingMode = 'halfUp',
): Money<Currency> {
  return moneyOf(fromUnits(toUnits(amount, decimals, mode), decimals), amount.currency);
}

/** The exact sum. Throws `currency_mismatch` when currencies known only at run time differ. */
export function add<Currency extends string>(
  left: Money<Currency>,
  right: Money<NoInfer<Currency>>,
): Money<Currency> {
  assertSameCurrency(left, right);
  return moneyOf(reduceRatio(addRatios(left, right)), left.currency);
}

/** The exact difference, which may be below zero. Throws `currency_mismatch`. */
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

/** -1, 0 or 1 by exact amount. Throws `currency_mismatch`. */
export function compare<Currency extends string>(
  left: Money<Currency>,
  right: Money<NoInfer<Currency>>,
): -1 | 0 | 1 {
  assertSameCurrency(left, right);
  return compareRatios(left, right);
}

/** Same currency and exactly the same amount; never throws. */
export function equals(left: Money, right: Money): boolean {
  return left.currency === right.currency && compareRatios(left, right) === 0;
}

export function assertSameCurrency(left: { currency: string }, right: { currency: string }): void {
  if (left.currency === right.currency) return;
  throw new PricingError('currency_mismatch', `${left.currency} and ${right.currency} cannot be combined`);
}
