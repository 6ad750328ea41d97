/** Turning money of one currency into another, exactly; rounding is left to the printer. */
import { currencyExponent } from './currency.ts';
import { type Money, moneyOf } from './money.ts';
import { findConversion, type RateView } from './rate-view.ts';
import { multiplyRatios } from './ratio.ts';

/**
 * Converts exactly: direct rate, else inverse, else through USD. Zero is zero in every currency and needs no
 * rate. Throws `rate_missing`, `rate_stale` or `unknown_currency`.
 *
 * @example
 * ```ts
 * toContractMoney(convert(money('100.00', 'USD'), 'THB', rates)); // { amount: '3410.00', currency: 'THB' }
 * ```
 */
export function convert<const Currency extends string>(
  amount: Money,
  to: Currency,
  rates: RateView | null | undefined,
): Money<Currency> {
  if (amount.currency === to) return amount as Money<Currency>;
  currencyExponent(to);
  if (amount.numerator === 0n) return moneyOf(amount, to);
  return moneyOf(multiplyRatios(amount, findConversion(rates, amount.currency, to).ratio), to);
}
