/** ISO 4217: which currency codes exist and how many decimals their minor unit has. */
import { PricingError } from './errors.ts';

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
export function isCurrency(code: string): boolean {
  return exponents.has(code);
}

/**
 * Decimals of the minor unit by ISO 4217: 0 for JPY, 2 for THB, 3 for KWD. Throws `unknown_currency`.
 *
 * @example
 * ```ts
 * currencyExponent('KWD'); // 3
 * ```
 */
export function currencyExponent(code: string): number {
  const exponent = exponents.get(code);
  if (exponent === undefined) {
    throw new PricingError('unknown_currency', 'currency must be an upper-case ISO 4217 code');
  }
  return exponent;
}
