/** Exact money and its ISO 4217 currency: what it is, how it is read, rounded and printed. */
import { PricingError } from './errors.ts';
import {
  type DecimalText,
  fromUnits,
  parseDecimal,
  printUnits,
  type Ratio,
  type RoundingMode,
  toUnits,
} from './ratio.ts';

const codesByExponent: ReadonlyArray<readonly [exponent: number, codes: string]> = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE ' +
      'CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD ' +
      'HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP ' +
      'MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD ' +
      'SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS ' +
      'VED VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

const exponents: ReadonlyMap<string, number> = /* @__PURE__ */ new Map(
  codesByExponent.flatMap(([exponent, codes]) => codes.split(' ').map((code) => [code, exponent] as const)),
);

/** Every code this package accepts, in alphabetical order. */
export const currencyCodes: readonly string[] = /* @__PURE__ */ [...exponents.keys()].sort();

/**
 * Whether the text is a known ISO 4217 code, upper case.
 *
 * @example
 * ```ts
 * isCurrency('THB'); // true
 * ```
 */
export const isCurrency = (code: string): boolean => exponents.has(code);

/**
 * Decimals of the minor unit by ISO 4217: 0 for JPY, 2 for THB, 3 for KWD. Throws `unknown_currency`.
 *
 * @example
 * ```ts
 * currencyExponent('KWD'); // 3
 * ```
 */
export const currencyExponent = (code: string): number => {
  const exponent = exponents.get(code);
  if (exponent === undefined) {
    throw new PricingError('unknown_currency', 'currency must be an upper-case ISO 4217 code');
  }
  return exponent;
};

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
export const moneyOf = <Currency extends string>(ratio: Ratio, currency: Currency): Money<Currency> =>
  ({ numerator: ratio.numerator, denominator: ratio.denominator, currency }) as Money<Currency>;

/**
 * Reads decimal text as money. Throws `invalid_decimal` or `unknown_currency`.
 *
 * @example
 * ```ts
 * const fare = money('858.20', 'THB'); // Money<'THB'>
 * ```
 */
export const money = <const Currency extends string>(
  amount: DecimalText,
  currency: Currency,
): Money<Currency> => {
  currencyExponent(currency);
  return moneyOf(parseDecimal(amount, 'amount'), currency);
};

/**
 * Money from a whole count of minor units; `decimals` defaults to the currency's ISO 4217 exponent.
 *
 * @example
 * ```ts
 * moneyFromMinor(1750n, 'USD'); // 17.50 USD
 * moneyFromMinor(120000n, 'JPY', 2); // 1200 JPY, counted in the contract's hundredths
 * ```
 */
export const moneyFromMinor = <const Currency extends string>(
  minor: bigint,
  currency: Currency,
  decimals: number = currencyExponent(currency),
): Money<Currency> => {
  currencyExponent(currency);
  return moneyOf(fromUnits(minor, decimals), currency);
};

/**
 * The amount as a whole count of minor units, rounded once; the opposite of {@link moneyFromMinor}.
 *
 * @example
 * ```ts
 * toMinor(money('858.2', 'THB')); // 85820n
 * ```
 */
export const toMinor = (
  amount: Money,
  decimals: number = currencyExponent(amount.currency),
  mode: RoundingMode = 'halfUp',
): bigint => toUnits(amount, decimals, mode);

/**
 * The amount as decimal text, rounded once; `decimals` defaults to the currency's ISO 4217 exponent.
 *
 * @example
 * ```ts
 * toDecimal(money('1200', 'JPY')); // '1200'
 * ```
 */
export const toDecimal = (
  amount: Money,
  decimals: number = currencyExponent(amount.currency),
  mode: RoundingMode = 'halfUp',
): DecimalText => printUnits(toUnits(amount, decimals, mode), decimals);

/**
 * Rounds to `decimals` places (default: the currency's ISO 4217 exponent) and stays money.
 *
 * @example
 * ```ts
 * round(money('10.555', 'USD'), 2, 'halfEven'); // 10.56 USD
 * ```
 */
export const round = <Currency extends string>(
  amount: Money<Currency>,
  decimals: number = currencyExponent(amount.currency),
  mode: RoundingMode = 'halfUp',
): Money<Currency> => moneyOf(fromUnits(toUnits(amount, decimals, mode), decimals), amount.currency);
