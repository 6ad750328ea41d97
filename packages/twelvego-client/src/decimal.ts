/** Money amounts as decimal text: read off 12go's JSON without ever doing arithmetic on a float. */

declare const brand: unique symbol;

/**
 * A non-negative decimal below 10^12 with at most 20 decimals in plain notation, such as `858.2`; never an exponent, sign
 * or surrounding space.
 */
export type DecimalText = string & { readonly [brand]: 'DecimalText' };

const plainDecimal = /^\d{1,12}(\.\d{1,20})?$/;
const upperBound = 1e12;

/**
 * The decimal in a JSON number or string, or undefined when it is no acceptable amount.
 *
 * A number is taken by its shortest decimal text. Up to 15 significant digits that text is the very digits 12go
 * sent; digits beyond double precision are already gone when `JSON.parse` returns, and no real price has them. What a
 * sum of doubles leaves behind (`0.30000000000000004`) is an amount like any other: rounding is for who prints it.
 * Infinity (`1e400`), NaN, negatives, 10^12 and more, and amounts so small that they print with an exponent are refused.
 *
 * @example
 * readDecimal(858.2); // '858.2'
 * readDecimal('17.50'); // '17.50'
 * readDecimal(0.1 + 0.2); // '0.30000000000000004'
 * readDecimal(1e400); // undefined
 */
export function readDecimal(value: unknown): DecimalText | undefined {
  if (typeof value === 'string') return readPlain(value);
  if (typeof value !== 'number' || !(value >= 0 && value < upperBound)) return undefined;
  const isCents = Math.round(value * 100) / 100 === value;
  return isCents ? (String(value) as DecimalText) : readPlain(String(value));
}

const readPlain = (text: string): DecimalText | undefined =>
  plainDecimal.test(text) ? (text as DecimalText) : undefined;

/** Brands decimal text. Throws `TypeError` (without the value) when it is not a plain non-negative decimal. */
export function toDecimal(value: string | number): DecimalText {
  const decimal = readDecimal(value);
  if (decimal === undefined) throw new TypeError('not a plain non-negative decimal below 10^12');
  return decimal;
}
