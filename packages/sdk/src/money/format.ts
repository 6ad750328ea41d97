/** Amounts as people read them. */
import { type Money, toHundredths } from './decimal.ts';

/**
 * An amount as people read it, by `Intl` and to the last digit.
 *
 * @param locale - BCP 47, such as `en-AU`. Default: that of the machine
 * @example
 * ```ts
 * format({ currency: 'THB', amount: '1234567890123.45' }, 'en'); // THB 1,234,567,890,123.45
 * ```
 */
export const format = (money: Money, locale?: string): string => {
  toHundredths(money);
  // Every amount has two decimals on the wire; a currency without any shows them only when they say something.
  const minimumFractionDigits = money.amount.endsWith('.00') ? 0 : 2;
  const style = { style: 'currency', currency: money.currency } as const;
  const usual = new Intl.NumberFormat(locale, style).resolvedOptions().maximumFractionDigits ?? 2;
  const digits = Math.max(usual, minimumFractionDigits);
  return new Intl.NumberFormat(locale, {
    ...style,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(money.amount as `${number}`);
};
