/** Named rounding modes, each one dinero.js's own divide operation over its bigint calculator. */
import {
  calculator,
  down,
  halfAwayFromZero,
  halfDown,
  halfEven,
  halfOdd,
  halfTowardsZero,
  halfUp,
  up,
} from 'dinero.js/bigint';

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
export const roundingModes: readonly RoundingMode[] = [
  'down',
  'halfAwayFromZero',
  'halfDown',
  'halfEven',
  'halfOdd',
  'halfTowardsZero',
  'halfUp',
  'up',
];

/** The integer nearest to `numerator / denominator` by the mode; the denominator is positive. */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  return operations[mode](numerator, denominator, calculator);
}
