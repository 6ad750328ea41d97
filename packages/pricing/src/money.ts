/** Exact money: what it is, how it is read, rounded and printed. */
import { currencyExponent } from './currency.ts';
import { type DecimalText, parseDecimal, printUnits } from './decimal.ts';
import { fromUnits, type Ratio, toUnits } from './ratio.ts';
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

/**
 * The amount as a whole count of minor units, rounded once; the opposite of {@link moneyFromMinor}.
 *
 * @example
 * ```ts
 * toMinor(money('858.2', 'THB')); // 85820n
 * ```
 */
export function toMinor(
  amount: Money,
  decimals: number = currencyExponent(amount.currency),
  mode: RoundingMode = 'halfUp',
): bigint {
  return toUnits(amount, decimals, mode);
}

/**
 * The amount as decimal text, rounded once; `decimals` defaults to the currency's ISO 4217 exponent.
 *
 * @example
 * ```ts
 * toDecimal(money('1200', 'JPY')); // '1200'
 * ```
 */
export function toDecimal(
  amount: Money,
  decimals: number = currencyExponent(amount.currency),
  mode: RoundingMode = 'halfUp',
): DecimalText {
  return printUnits(toUnits(amount, decimals, mode), decimals);
}

/**
 * Rounds to `decimals` places (default: the currency's ISO 4217 exponent) and stays money.
 *
 * @example
 * ```ts
 * round(money('10.555', 'USD'), 2, 'halfEven'); // 10.56 USD
 * ```
 */
export function round<Currency extends string>(
  amount: Money<Currency>,
  decimals: number = currencyExponent(amount.currency),
  mode: RoundingMode = 'halfUp',
): Money<Currency> {
  return moneyOf(fromUnits(toUnits(amount, decimals, mode), decimals), amount.currency);
}
