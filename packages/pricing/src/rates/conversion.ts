/** From one currency to another: which rates convert, and the exact amount they give. */
import { PricingError } from '../errors.ts';
import { currencyExponent, type Money, moneyOf } from '../money.ts';
import { invertRatio, multiplyRatios, type Ratio } from '../ratio.ts';
import { judgeAge, pairKey, type Rate, type RateView } from './rate-view.ts';

/** One stored rate on the way from one currency to another, and the direction it was used in. */
type RateLeg = { readonly rate: Rate; readonly inverted: boolean };

/** The exact factor of a conversion and the legs it is made of: one, or two through USD. */
type Conversion = { readonly ratio: Ratio; readonly legs: readonly RateLeg[] };

const pivot = 'USD';

/**
 * The factor from one currency to another one: direct, else the inverse of the opposite rate, else through USD.
 * Throws `rate_missing` or `rate_stale`.
 */
export const findConversion = (view: RateView | null | undefined, from: string, to: string): Conversion => {
  if (!view) throw missing(from, to);
  const single = findLeg(view, from, to);
  if (single !== undefined) return { ratio: factorOf(single), legs: [single] };
  const first = findLeg(view, from, pivot);
  const second = findLeg(view, pivot, to);
  if (first === undefined || second === undefined) throw missing(from, to);
  return { ratio: multiplyRatios(factorOf(first), factorOf(second)), legs: [first, second] };
};

const findLeg = (view: RateView, from: string, to: string): RateLeg | undefined => {
  const direct = view.table.rates.get(pairKey(from, to));
  const rate = direct ?? view.table.rates.get(pairKey(to, from));
  if (rate === undefined) return undefined;
  if (judgeAge(view.nowMs - rate.asOfMs, view.limits) === 'refuse') {
    throw new PricingError('rate_stale', `the ${rate.from} to ${rate.to} rate is too old to price with`);
  }
  return { rate, inverted: direct === undefined };
};

const factorOf = (leg: RateLeg): Ratio => (leg.inverted ? invertRatio(leg.rate.ratio) : leg.rate.ratio);

const missing = (from: string, to: string): PricingError =>
  new PricingError('rate_missing', `no rate from ${from} to ${to}, direct, inverse or through USD`);

/**
 * Converts exactly: direct rate, else inverse, else through USD. Zero is zero in every currency and needs no
 * rate. Throws `rate_missing`, `rate_stale` or `unknown_currency`.
 *
 * @example
 * ```ts
 * toContractMoney(convert(money('100.00', 'USD'), 'THB', rates)); // { amount: '3410.00', currency: 'THB' }
 * ```
 */
export const convert = <const Currency extends string>(
  amount: Money,
  to: Currency,
  rates: RateView | null | undefined,
): Money<Currency> => {
  if (amount.currency === to) return amount as Money<Currency>;
  currencyExponent(to);
  if (amount.numerator === 0n) return moneyOf(amount, to);
  return moneyOf(multiplyRatios(amount, findConversion(rates, amount.currency, to).ratio), to);
};
