/** Decimal text in and out: the only door between strings and exact numbers. */
import { PricingError } from './errors.ts';
import type { Ratio } from './ratio.ts';

/** A decimal number as text: `"858.2"`, `"0.10"`, `"-3"`. Never a JavaScript number. */
export type DecimalText = string;

const plain = /^-?\d{1,30}(?:\.\d{1,30})?$/;
// JSON printers switch to this form below a millionth, which cheap currencies' rates reach.
const scientific = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?[eE]([+-]?)(\d{1,2})$/;

const powers = Array.from({ length: 100 }, (_, exponent) => 10n ** BigInt(exponent));

/** Ten to a whole power from 0 up. */
export function powerOfTen(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent);
}

/** Reads decimal text exactly. Throws `invalid_decimal`, naming the field and not the value. */
export function parseDecimal(text: DecimalText, field: string): Ratio {
  if (typeof text !== 'string') throw notDecimal(field);
  if (!plain.test(text)) return parseScientific(text, field);
  const point = text.indexOf('.');
  if (point < 0) return { numerator: BigInt(text), denominator: 1n };
  const digits = text.slice(0, point) + text.slice(point + 1);
  return { numerator: BigInt(digits), denominator: powerOfTen(text.length - point - 1) };
}

function parseScientific(text: string, field: string): Ratio {
  const match = scientific.exec(text);
  if (match === null) throw notDecimal(field);
  const [, sign = '', whole = '', fraction = '', exponentSign = '', exponent = ''] = match;
  const numerator = BigInt(sign + whole + fraction);
  const shift = 10n ** BigInt(exponent);
  const denominator = powerOfTen(fraction.length);
  if (exponentSign === '-') return { numerator, denominator: denominator * shift };
  return { numerator: numerator * shift, denominator };
}

function notDecimal(field: string): PricingError {
  return new PricingError('invalid_decimal', `${field} must be decimal text such as "12.50"`);
}

/** Prints a whole count of 10^-decimals units: `printUnits(93620n, 2)` is `"936.20"`. */
export function printUnits(units: bigint, decimals: number): DecimalText {
  if (units < 0n) return `-${printUnits(-units, decimals)}`;
  if (decimals === 0) return units.toString();
  const digits = units.toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}
