/** Amounts as they arrive from upstream: decimal text that may be missing, and a currency. */
import { currencyExponent } from './currency.ts';
import { type DecimalText, parseDecimal } from './decimal.ts';
import { PricingError } from './errors.ts';
import { type Money, moneyOf } from './money.ts';

/** An upstream amount: `{ value: '858.2', currency: 'THB' }`; `value` is null when upstream withholds it. */
export type UpstreamAmount = { readonly value: DecimalText | null; readonly currency: string };

/** What a price may be built from: an upstream amount or money already read. */
export type AmountInput = UpstreamAmount | Money;

/**
 * An upstream amount as money. Throws `missing_amount`, `negative_amount`, `invalid_decimal` or
 * `unknown_currency`.
 *
 * @example
 * ```ts
 * fromUpstream({ value: '858.2', currency: 'THB' }); // 858.20 THB
 * ```
 */
export function fromUpstream(amount: UpstreamAmount): Money {
  return readAmount(amount, 'amount');
}

/**
 * Reads a price that must be there and must not be below zero. Throws `missing_amount`, `negative_amount`,
 * `invalid_decimal` or `unknown_currency`, naming the field.
 */
export function readAmount(input: AmountInput | null | undefined, field: string): Money {
  if (input === null || input === undefined) throw missing(field);
  const amount = 'numerator' in input ? input : readUpstream(input, field);
  if (amount.numerator < 0n) throw new PricingError('negative_amount', `${field} is below zero`);
  return amount;
}

/** Reads an upstream amount that may be below zero (a seat price difference). */
export function readUpstream(input: UpstreamAmount, field: string): Money {
  if (input.value === null || input.value === undefined) throw missing(field);
  currencyExponent(input.currency);
  return moneyOf(parseDecimal(input.value, field), input.currency);
}

/** Whether upstream gave a value at all. */
export function isPresent(input: AmountInput | null | undefined): input is AmountInput {
  if (input === null || input === undefined) return false;
  return 'numerator' in input || (input.value !== null && input.value !== undefined);
}

function missing(field: string): PricingError {
  return new PricingError('missing_amount', `${field} has no value`);
}
