/** Exact rational numbers over bigint: read from decimal text, computed, rounded once and printed. */
import {
  calculator,
  down,
  halfAwayFromZero,
  halfDown,
  halfEven,
  halfOdd,
  halfTowardsZero,
  up,
} from 'dinero.js/bigint';
import { PricingError } from './errors.ts';

/** `numerator / denominator`, denominator above zero, not necessarily in lowest terms. */
export type Ratio = { readonly numerator: bigint; readonly denominator: bigint };

export const zero: Ratio = { numerator: 0n, denominator: 1n };
export const one: Ratio = { numerator: 1n, denominator: 1n };

export const addRatios = (left: Ratio, right: Ratio): Ratio => {
  if (left.denominator === right.denominator) {
    return { numerator: left.numerator + right.numerator, denominator: left.denominator };
  }
  return {
    numerator: left.numerator * right.denominator + right.numerator * left.denominator,
    denominator: left.denominator * right.denominator,
  };
};

export const subtractRatios = (left: Ratio, right: Ratio): Ratio =>
  addRatios(left, { numerator: -right.numerator, denominator: right.denominator });

export const multiplyRatios = (left: Ratio, right: Ratio): Ratio => ({
  numerator: left.numerator * right.numerator,
  denominator: left.denominator * right.denominator,
});

/** One over a ratio above zero. */
export const invertRatio = (ratio: Ratio): Ratio => ({
  numerator: ratio.denominator,
  denominator: ratio.numerator,
});

export const compareRatios = (left: Ratio, right: Ratio): -1 | 0 | 1 => {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
};

/** Lowest terms: keeps repeated arithmetic from growing without bound. */
export const reduceRatio = (ratio: Ratio): Ratio => {
  let divisor = ratio.denominator;
  let rest = ratio.numerator < 0n ? -ratio.numerator : ratio.numerator;
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return { numerator: ratio.numerator / divisor, denominator: ratio.denominator / divisor };
};

/** A decimal number as text: `"858.2"`, `"0.10"`, `"-3"`. Never a JavaScript number. */
export type DecimalText = string;

const plain = /^-?\d{1,30}(?:\.\d{1,30})?$/;
// JSON printers switch to this form below a millionth, which cheap currencies' rates reach.
const scientific = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?[eE]([+-]?)(\d{1,2})$/;

const powers = Array.from({ length: 100 }, (_, exponent) => 10n ** BigInt(exponent));

/** Ten to a whole power from 0 up. */
const powerOfTen = (exponent: number): bigint => powers[exponent] ?? 10n ** BigInt(exponent);

/** Reads decimal text exactly. Throws `invalid_decimal`, naming the field and not the value. */
export const parseDecimal = (text: DecimalText, field: string): Ratio => {
  if (typeof text !== 'string') throw notDecimal(field);
  if (!plain.test(text)) return parseScientific(text, field);
  const point = text.indexOf('.');
  if (point < 0) return { numerator: BigInt(text), denominator: 1n };
  const digits = text.slice(0, point) + text.slice(point + 1);
  return { numerator: BigInt(digits), denominator: powerOfTen(text.length - point - 1) };
};

const parseScientific = (text: string, field: string): Ratio => {
  const match = scientific.exec(text);
  if (match === null) throw notDecimal(field);
  const [, sign = '', whole = '', fraction = '', exponentSign = '', exponent = ''] = match;
  const numerator = BigInt(sign + whole + fraction);
  const shift = 10n ** BigInt(exponent);
  const denominator = powerOfTen(fraction.length);
  if (exponentSign === '-') return { numerator, denominator: denominator * shift };
  return { numerator: numerator * shift, denominator };
};

const notDecimal = (field: string): PricingError =>
  new PricingError('invalid_decimal', `${field} must be decimal text such as "12.50"`);

/** Prints a whole count of 10^-decimals units: `printUnits(93620n, 2)` is `"936.20"`. */
export const printUnits = (units: bigint, decimals: number): DecimalText => {
  if (units < 0n) return `-${printUnits(-units, decimals)}`;
  if (decimals === 0) return units.toString();
  const digits = units.toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
};

/** Exact text: a plain decimal when one exists (`"19.75"`), a fraction in lowest terms otherwise (`"100/3"`). */
export const printExact = (ratio: Ratio): DecimalText => {
  const { numerator, denominator } = reduceRatio(ratio);
  const decimals = decimalsOf(denominator);
  if (decimals === undefined) return `${numerator}/${denominator}`;
  return printUnits((numerator * powerOfTen(decimals)) / denominator, decimals);
};

/** How many decimals a denominator in lowest terms needs; undefined when no decimal ends. */
const decimalsOf = (denominator: bigint): number | undefined => {
  let decimals = 0;
  let rest = denominator;
  while (rest !== 1n) {
    const factor = [10n, 5n, 2n].find((divisor) => rest % divisor === 0n);
    if (factor === undefined) return undefined;
    rest /= factor;
    decimals += 1;
  }
  return decimals;
};

/**
 * How an exact amount becomes a printed one. Prices to partners use `halfUp`; `up` and `down` go towards plus
 * and minus infinity, and ties in `halfUp` and `halfDown` do too.
 */
export type RoundingMode =
  | 'down'
  | 'halfAwayFromZero'
  | 'halfDown'
  | 'halfEven'
  | 'halfOdd'
  | 'halfTowardsZero'
  | 'halfUp'
  | 'up';

/**
 * The floor of the quotient and a half: what dinero's `halfUp` gives, in a quarter of its steps. Every price of a search is rounded
 * so; a test holds the two together.
 */
const halfUp = (numerator: bigint, denominator: bigint): bigint => {
  const [doubled, divisor] = [numerator * 2n + denominator, denominator * 2n];
  const quotient = doubled / divisor;
  return doubled < 0n && quotient * divisor !== doubled ? quotient - 1n : quotient;
};

const operations = {
  down,
  halfAwayFromZero,
  halfDown,
  halfEven,
  halfOdd,
  halfTowardsZero,
  halfUp,
  up,
} satisfies Record<RoundingMode, unknown>;

/** Every rounding mode by name, for option lists and exhaustive tests. */
export const roundingModes = Object.keys(operations) as readonly RoundingMode[];

/** The integer nearest to `numerator / denominator` by the mode; the denominator is positive. */
const divideRounded = (numerator: bigint, denominator: bigint, mode: RoundingMode): bigint =>
  operations[mode](numerator, denominator, calculator);

/** The ratio as a whole count of 10^-decimals units, rounded once. */
export const toUnits = (ratio: Ratio, decimals: number, mode: RoundingMode): bigint => {
  const scale = powerOfTen(decimals);
  // Amounts are printed right after they were rounded: those are whole already.
  if (ratio.denominator === scale) return ratio.numerator;
  return divideRounded(ratio.numerator * scale, ratio.denominator, mode);
};

/** A whole count of 10^-decimals units as a ratio. */
export const fromUnits = (units: bigint, decimals: number): Ratio => ({
  numerator: units,
  denominator: powerOfTen(decimals),
});
