/** Shares of an amount. */
import { fromHundredths, type Money, toHundredths } from './decimal.ts';

const percentWritten = /^(\d{1,6})(?:\.(\d{1,6}))?$/;
const percentDigits = 6;
const percentUnit = 100n * 10n ** BigInt(percentDigits);

/**
 * So many percent of an amount, rounded half up to the cent: a markup or a fee of your own.
 *
 * @param percent - decimal text, such as `12.5`; a number would have lost digits before it came here
 * @throws TypeError when it is not decimal text
 * @example
 * ```ts
 * add(net, percentOf(net, '12.5')); // the price with a markup of 12.5 %
 * ```
 */
export const percentOf = (money: Money, percent: string): Money => {
  const [, whole, fraction = ''] = percentWritten.exec(percent) ?? [];
  if (whole === undefined) throw new TypeError('a percentage is decimal text, such as "12.5"');
  const product = toHundredths(money) * BigInt(whole + fraction.padEnd(percentDigits, '0'));
  const [size, sign] = product < 0n ? [-product, -1n] : [product, 1n];
  return fromHundredths((sign * (2n * size + percentUnit)) / (2n * percentUnit), money.currency);
};
