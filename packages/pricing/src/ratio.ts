/** Exact rational numbers over bigint, so that an inverse rate loses nothing before the one rounding. */
import { type DecimalText, powerOfTen, printUnits } from './decimal.ts';
import { divideRounded, type RoundingMode } from './rounding.ts';

/** `numerator / denominator`, denominator above zero, not necessarily in lowest terms. */
export type Ratio = { readonly numerator: bigint; readonly denominator: bigint };

export const ZERO: Ratio = { numerator: 0n, denominator: 1n };
export const ONE: Ratio = { numerator: 1n, denominator: 1n };

export function addRatios(left: Ratio, right: Ratio): Ratio {
  if (left.denominator === right.denominator) {
    return { numerator: left.numerator + right.numerator, denominator: left.denominator };
  }
  return {
    numerator: left.numerator * right.denominator + right.numerator * left.denominator,
    denominator: left.denominator * right.denominator,
  };
}

export function subtractRatios(left: Ratio, right: Ratio): Ratio {
  return addRatios(left, { numerator: -right.numerator, denominator: right.denominator });
}

export function multiplyRatios(left: Ratio, right: Ratio): Ratio {
  return {
    numerator: left.numerator * right.numerator,
    denominator: left.denominator * right.denominator,
  };
}

/** One over a ratio above zero. */
export function invertRatio(ratio: Ratio): Ratio {
  return { numerator: ratio.denominator, denominator: ratio.numerator };
}

export function compareRatios(left: Ratio, right: Ratio): -1 | 0 | 1 {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** Lowest terms: keeps repeated arithmetic from growing without bound. */
export function reduceRatio(ratio: Ratio): Ratio {
  let divisor = ratio.denominator;
  let rest = ratio.numerator < 0n ? -ratio.numerator : ratio.numerator;
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return { numerator: ratio.numerator / divisor, denominator: ratio.denominator / divisor };
}

/** The ratio as a whole count of 10^-decimals units, rounded once. */
export function toUnits(ratio: Ratio, decimals: number, mode: RoundingMode): bigint {
  const scale = powerOfTen(decimals);
  // Amounts are printed right after they were rounded: those are whole already.
  if (ratio.denominator === scale) return ratio.numerator;
  return divideRounded(ratio.numerator * scale, ratio.denominator, mode);
}

/** A whole count of 10^-decimals units as a ratio. */
export function fromUnits(units: bigint, decimals: number): Ratio {
  return { numerator: units, denominator: powerOfTen(decimals) };
}

/** Exact text: a plain decimal when one exists (`"19.75"`), a fraction in lowest terms otherwise (`"100/3"`). */
export function printExact(ratio: Ratio): DecimalText {
  const { numerator, denominator } = reduceRatio(ratio);
  const decimals = decimalsOf(denominator);
  if (decimals === undefined) return `${numerator}/${denominator}`;
  return printUnits((numerator * powerOfTen(decimals)) / denominator, decimals);
}

/** How many decimals a denominator in lowest terms needs; undefined when no decimal ends. */
function decimalsOf(denominator: bigint): number | undefined {
  let decimals = 0;
  let rest = denominator;
  while (rest !== 1n) {
    const factor = [10n, 5n, 2n].find((divisor) => rest % divisor === 0n);
    if (factor === undefined) return undefined;
    rest /= factor;
    decimals += 1;
  }
  return decimals;
}
