/** A markup: percentage, fixed fee per passenger, and the margin it may never leave. */
import { PricingError } from './errors.ts';
import { currencyExponent, type Money, moneyOf } from './money.ts';
import { addRatios, compareRatios, type DecimalText, one, parseDecimal, type Ratio, zero } from './ratio.ts';

/** A bound on the margin: an amount per passenger, or a fraction of the net price (`"0.05"` is 5 %). */
export type MarginLimit =
  | { readonly amount: DecimalText; readonly currency: string }
  | { readonly percentage: DecimalText };

/** The terms of a contract. `percentage` is a fraction: `"0.10"` is 10 %. `fixedFee` is per passenger. */
export type MarkupTerms = {
  readonly percentage: DecimalText;
  readonly fixedFee: DecimalText;
  readonly fixedFeeCurrency: string;
  readonly minimumMargin?: MarginLimit | undefined;
  readonly maximumMargin?: MarginLimit | undefined;
};

/** A bound ready for arithmetic. */
export type Margin = { readonly perPassenger: Money } | { readonly ofNet: Ratio };

/** Where a markup came from, for traces and logs. */
export type MarkupOrigin = {
  readonly clientId: string;
  readonly contractCode: string;
  readonly chosenBy: 'country' | 'default' | 'contract';
};

/** Terms checked and made ready for arithmetic; make one with {@link createMarkup} or `selectMarkup`. */
export type Markup = {
  readonly terms: MarkupTerms;
  readonly origin: MarkupOrigin | null;
  readonly factor: Ratio;
  readonly fixedFee: Money;
  readonly minimumMargin: Margin | null;
  readonly maximumMargin: Margin | null;
};

/**
 * Checks terms and makes them ready. Throws `markup_invalid` when a figure is below zero, a percentage is above
 * 1 (10 % is `"0.10"`, so `"10"` is a slip that would sell at eleven times the price), or the limits cross;
 * `invalid_decimal` and `unknown_currency` as everywhere.
 *
 * @example
 * ```ts
 * const markup = createMarkup({ percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' });
 * ```
 */
export const createMarkup = (terms: MarkupTerms, origin: MarkupOrigin | null = null): Markup => {
  const minimumMargin = readMargin(terms.minimumMargin, 'minimumMargin');
  const maximumMargin = readMargin(terms.maximumMargin, 'maximumMargin');
  assertLimitsInOrder(minimumMargin, maximumMargin);
  return {
    terms,
    origin,
    factor: addRatios(one, readPercentage(terms.percentage, 'percentage')),
    fixedFee: readFee(terms.fixedFee, terms.fixedFeeCurrency, 'fixedFee'),
    minimumMargin,
    maximumMargin,
  };
};

const readMargin = (limit: MarginLimit | undefined, field: string): Margin | null => {
  if (limit === undefined) return null;
  if ('percentage' in limit) return { ofNet: readPercentage(limit.percentage, field) };
  return { perPassenger: readFee(limit.amount, limit.currency, field) };
};

const readPercentage = (text: DecimalText, field: string): Ratio => {
  const percentage = parseDecimal(text, field);
  if (compareRatios(percentage, zero) < 0 || compareRatios(percentage, one) > 0) {
    throw new PricingError('markup_invalid', `${field} must be a fraction from 0 to 1: 10 % is "0.10"`);
  }
  return percentage;
};

const readFee = (text: DecimalText, currency: string, field: string): Money => {
  currencyExponent(currency);
  const fee = parseDecimal(text, field);
  if (fee.numerator < 0n) throw new PricingError('markup_invalid', `${field} is below zero`);
  return moneyOf(fee, currency);
};

/** Limits of the same kind are compared at once; others only once a price is known. */
const assertLimitsInOrder = (minimum: Margin | null, maximum: Margin | null): void => {
  if (minimum === null || maximum === null) return;
  const least = comparable(minimum);
  const most = comparable(maximum);
  if (least.unit === most.unit) assertOrder(least.size, most.size);
};

const comparable = (margin: Margin): { readonly unit: string; readonly size: Ratio } => {
  if ('ofNet' in margin) return { unit: 'fraction', size: margin.ofNet };
  return { unit: margin.perPassenger.currency, size: margin.perPassenger };
};

/** Throws `markup_invalid` when the least margin is above the greatest. */
export const assertOrder = (minimum: Ratio, maximum: Ratio): void => {
  if (compareRatios(minimum, maximum) <= 0) return;
  throw new PricingError('markup_invalid', 'minimumMargin is above maximumMargin');
};
