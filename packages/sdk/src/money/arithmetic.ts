/** Sums and comparisons of amounts, exact to the cent and never through a floating point number. */
import { demandOneCurrency, fromHundredths, type Money, toHundredths } from './decimal.ts';

/**
 * The sum of two amounts.
 *
 * @throws TypeError when the currencies differ, or an amount is not text with two decimals
 * @example
 * ```ts
 * add({ currency: 'USD', amount: '19.75' }, { currency: 'USD', amount: '2.30' }); // 22.05 USD
 * ```
 */
export const add = (one: Money, other: Money): Money => {
  demandOneCurrency(one, other);
  return fromHundredths(toHundredths(one) + toHundredths(other), one.currency);
};

/**
 * What is left of the first amount; below zero when the second is larger.
 *
 * @throws TypeError when the currencies differ, or an amount is not text with two decimals
 * @example
 * ```ts
 * subtract({ currency: 'USD', amount: '22.05' }, { currency: 'USD', amount: '19.75' }); // 2.30 USD
 * ```
 */
export const subtract = (one: Money, other: Money): Money => {
  demandOneCurrency(one, other);
  return fromHundredths(toHundredths(one) - toHundredths(other), one.currency);
};

/**
 * An amount so many times: a price per passenger for all of them.
 *
 * @param count - a whole number
 * @throws TypeError when it is not whole
 * @example
 * ```ts
 * multiply({ currency: 'USD', amount: '19.75' }, 3); // 59.25 USD
 * ```
 */
export const multiply = (money: Money, count: number): Money => {
  if (!Number.isSafeInteger(count)) throw new TypeError('an amount can be taken a whole number of times');
  return fromHundredths(toHundredths(money) * BigInt(count), money.currency);
};

/**
 * The sum of any number of amounts.
 *
 * @param currency - of a sum of nothing
 * @throws TypeError when the currencies differ
 * @example
 * ```ts
 * sum(lines.map(({ amount }) => amount), 'USD');
 * ```
 */
export const sum = (amounts: readonly Money[], currency: string): Money =>
  amounts.reduce(add, fromHundredths(0n, currency));

/**
 * Which amount is larger: -1, 0 or 1, as `sort` wants it.
 *
 * @throws TypeError when the currencies differ
 * @example
 * ```ts
 * itineraries.toSorted((one, other) => compare(one.pricing.net_price, other.pricing.net_price));
 * ```
 */
export const compare = (one: Money, other: Money): -1 | 0 | 1 => {
  demandOneCurrency(one, other);
  const [first, second] = [toHundredths(one), toHundredths(other)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
};

/**
 * Whether two amounts are the same, currency and all.
 *
 * @example
 * ```ts
 * equals(booking.total_price, quote.total_price);
 * ```
 */
export const equals = (one: Money, other: Money): boolean =>
  one.currency === other.currency && toHundredths(one) === toHundredths(other);

/**
 * Whether an amount is above another by no more than so much; a lower one always is.
 *
 * @throws TypeError when the currencies differ
 * @example
 * ```ts
 * isWithin(current, expected, { currency: 'USD', amount: '1.00' }); // the traveller need not be asked
 * ```
 */
export const isWithin = (money: Money, expected: Money, tolerance: Money): boolean =>
  compare(money, add(expected, tolerance)) <= 0;
