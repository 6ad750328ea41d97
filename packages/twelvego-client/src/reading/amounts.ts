/** Money of 12go: decimal text that no float ever touched, freed of what float arithmetic had left in it before. */
import { isNothing, isRecord } from './leaves.ts';
import { remembered } from './remembered.ts';

declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/**
 * A non-negative decimal below 10^12 with at most 20 decimals in plain notation, such as `858.2`; never an exponent, sign
 * or surrounding space.
 */
export type DecimalText = Brand<'DecimalText'>;
/** The same, possibly with a minus in front: a discount. */
export type SignedDecimalText = Brand<'SignedDecimalText'>;

const upperBound = 1e12;
const mostDecimals = 20;
const highestExponent = 20;

const unusualDigits: readonly (readonly [digits: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];
const digitsOf: ReadonlyMap<string, number> = new Map(
  unusualDigits.flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, digits] as const)),
);
const usualDigits = 2;

/**
 * The decimal in a JSON number or string, or undefined when it is no acceptable amount.
 *
 * A number is taken by its shortest decimal text. Up to 15 significant digits that text is the very digits 12go
 * sent; digits beyond double precision are already gone when `JSON.parse` returns, and no real price has them. Whatever
 * lies within a thousandth of the currency's minor unit of a whole one is what a sum of doubles leaves behind, and is that
 * whole one. Real amounts between minor units stay as they are: rounding is for who prints them. NaN, `1e400`, negatives,
 * and 10^12 and more are refused.
 *
 * @example
 * readDecimal(858.2); // '858.2'
 * readDecimal('17.50'); // '17.50'
 * readDecimal(0.1 + 0.2); // '0.3'
 * readDecimal(-5.329070518200751e-15); // '0'
 * readDecimal('1.25e2'); // '125'
 * readDecimal(1e400); // undefined
 */
export const readDecimal = (value: unknown, currency?: string): DecimalText | undefined => {
  const text = readSignedDecimal(value, currency);
  return text === undefined || text.startsWith('-') ? undefined : (text as string as DecimalText);
};

/** As {@link readDecimal}, for an amount that may be below zero. */
export const readSignedDecimal = (value: unknown, currency = ''): SignedDecimalText | undefined => {
  if (typeof value === 'string') return toExact(value, digitsOf.get(currency) ?? usualDigits);
  if (typeof value !== 'number') return undefined;
  const isCents = value >= 0 && value < upperBound && Math.round(value * 100) / 100 === value;
  if (isCents) return String(value) as SignedDecimalText;
  return toExact(String(value), digitsOf.get(currency) ?? usualDigits);
};

const spelling = /^(-?)(\d{1,25})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;

const toExact = (text: string, digits: number): SignedDecimalText | undefined => {
  const [, sign = '', whole = '', fraction = '', exponent] = spelling.exec(text) ?? [];
  if (whole === '' || Number(exponent ?? 0) > highestExponent) return undefined;
  const scale = fraction.length - Number(exponent ?? 0);
  const unit = powerOfTen(Math.max(scale, 0));
  const count = BigInt(whole + fraction) * powerOfTen(Math.max(-scale, 0));
  const [wanted, half] = [count * powerOfTen(digits), unit / 2n];
  const nearest = (wanted + half) / unit;
  const distance = nearest * unit > wanted ? nearest * unit - wanted : wanted - nearest * unit;
  if (distance > 0n && distance * 1000n < unit) return print(sign, nearest, digits);
  const isPlain = exponent === undefined && sign === '' && fraction.length <= mostDecimals;
  if (isPlain && whole.length <= 12) return text as SignedDecimalText;
  return print(sign, count, Math.max(scale, 0));
};

const powerOfTen = (exponent: number): bigint => 10n ** BigInt(exponent);

/** The shortest text of `count` units of 10^-decimals, or undefined when it is too large or too fine. */
const print = (sign: string, count: bigint, decimals: number): SignedDecimalText | undefined => {
  if (count >= BigInt(upperBound) * powerOfTen(decimals)) return undefined;
  const digits = count.toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  if (decimals > 0 && fraction.length > mostDecimals) return undefined;
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 || fraction === '' ? whole : `${whole}.${fraction}`;
  return (count === 0n ? '0' : sign + text) as SignedDecimalText;
};

/** Brands decimal text. Throws `TypeError` (without the value) when it is not a plain non-negative decimal. */
export const toDecimal = (value: string | number): DecimalText => {
  const decimal = readDecimal(value);
  if (decimal === undefined) throw new TypeError('not a plain non-negative decimal below 10^12');
  return decimal;
};

/** An amount with its currency. `value` is null when 12go knows no amount. */
export type Price = { readonly value: DecimalText | null; readonly fxcode: string };
/** A difference between two prices, or a fee: it may be below zero. */
export type SignedPrice = { readonly value: SignedDecimalText | null; readonly fxcode: string };

const currencyPattern = /^[A-Za-z]{3}$/;
export const readCurrency = remembered(1_000, (text) =>
  currencyPattern.test(text) ? text.toUpperCase() : undefined,
);

const priceReader =
  <Text extends string>(readAmount: (value: unknown, currency?: string) => Text | undefined) =>
  (value: unknown): { readonly value: Text | null; readonly fxcode: string } | null | undefined => {
    if (!isRecord(value)) return isNothing(value) ? null : undefined;
    const fxcode = readCurrency(value.fxcode);
    if (isNothing(value.value)) return fxcode === undefined ? null : { value: null, fxcode };
    const amount = readAmount(value.value, fxcode);
    if (fxcode !== undefined) return amount === undefined ? undefined : { value: amount, fxcode };
    // Zero is zero in any currency; any other amount in none is no price.
    return isNothing(value.fxcode) && Number(amount) === 0 ? null : undefined;
  };

/** A price; null when there is none, undefined when the amount is absurd or the currency is no ISO-4217 code. */
export const readPrice: (value: unknown) => Price | null | undefined = priceReader(readDecimal);
/** As {@link readPrice}, for what may be below zero. */
export const readSignedPrice: (value: unknown) => SignedPrice | null | undefined =
  priceReader(readSignedDecimal);
