/** Amounts of two sides, compared without floating point. */

const decimal = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/;
const digits = 9;
/** One cent: both sides round once, and may round from another side. */
const roundingMax = 10n ** BigInt(digits - 2);

const read = (text: string): bigint | undefined => {
  const match = decimal.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const value = BigInt(whole + fraction.padEnd(digits, '0'));
  return sign === '-' ? -value : value;
};

/**
 * Whether two decimal numbers are the same amount, to a cent.
 *
 * @example
 * ```ts
 * isSameAmount('14.60', '14.61'); // true
 * ```
 */
export const isSameAmount = (one: string, other: string): boolean => {
  const [first, second] = [read(one), read(other)];
  if (first === undefined || second === undefined) return one === other;
  const apart = first > second ? first - second : second - first;
  return apart <= roundingMax;
};
