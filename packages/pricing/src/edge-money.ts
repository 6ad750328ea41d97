/** Money at the two edges: as upstream gives it, and as the partner contract prints it. */
import { equals } from './arithmetic.ts';
import { PricingError } from './errors.ts';
import { currencyExponent, type Money, money, moneyOf } from './money.ts';
import { type DecimalText, fromUnits, parseDecimal, printUnits, toUnits } from './ratio.ts';
import { convertTraced, type Into, type Note, show, type TraceStep } from './trace.ts';

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
export const fromUpstream = (amount: UpstreamAmount): Money => readAmount(amount, 'amount');

/**
 * Reads a price that must be there and must not be below zero. Throws `missing_amount`, `negative_amount`,
 * `invalid_decimal` or `unknown_currency`, naming the field.
 */
export const readAmount = (input: AmountInput | null | undefined, field: string): Money => {
  if (input === null || input === undefined) throw missing(field);
  const amount = 'numerator' in input ? input : readUpstream(input, field);
  if (amount.numerator < 0n) throw new PricingError('negative_amount', `${field} is below zero`);
  return amount;
};

/** Reads an upstream amount that may be below zero (a seat price difference). */
export const readUpstream = (input: UpstreamAmount, field: string): Money => {
  if (input.value === null || input.value === undefined) throw missing(field);
  currencyExponent(input.currency);
  return moneyOf(parseDecimal(input.value, field), input.currency);
};

/** Whether upstream gave a value at all. */
export const isPresent = (input: AmountInput | null | undefined): input is AmountInput => {
  if (input === null || input === undefined) return false;
  return 'numerator' in input || (input.value !== null && input.value !== undefined);
};

const missing = (field: string): PricingError => new PricingError('missing_amount', `${field} has no value`);

/** Decimals of every amount in the partner contract, whatever ISO 4217 says of the currency. */
export const contractDecimals = 2;

/** Money on the wire: `{"amount": "936.20", "currency": "THB"}`, amount `^[0-9]+\.[0-9]{2}$`. */
export type ContractMoney = { readonly amount: string; readonly currency: string };

/**
 * Prints money for the contract, the currency first as in its §3, rounding half up once. JPY prints `"1200.00"`, KWD loses its third decimal.
 * Throws `negative_amount`: the contract cannot print below zero.
 *
 * @example
 * ```ts
 * toContractMoney(money('936.2', 'THB')); // { currency: 'THB', amount: '936.20' }
 * ```
 */
export const toContractMoney = (amount: Money): ContractMoney => ({
  currency: amount.currency,
  amount: toContractAmount(amount),
});

/**
 * Only the text of {@link toContractMoney}.
 *
 * @example
 * ```ts
 * toContractAmount(money('1200', 'JPY')); // '1200.00'
 * ```
 */
export const toContractAmount = (amount: Money): string => {
  if (amount.numerator < 0n) throw new PricingError('negative_amount', 'a printed amount is below zero');
  return printUnits(toUnits(amount, contractDecimals, 'halfUp'), contractDecimals);
};

/**
 * Reads money a partner sent. Throws `invalid_decimal` or `unknown_currency`.
 *
 * @example
 * ```ts
 * fromContractMoney({ amount: '41.70', currency: 'USD' }); // Money
 * ```
 */
export const fromContractMoney = (amount: ContractMoney): Money => money(amount.amount, amount.currency);

/**
 * Whether two contract amounts are the same to the cent and in currency: the `cost_mismatch` check.
 *
 * @example
 * ```ts
 * isSameContractMoney({ amount: '41.70', currency: 'USD' }, { amount: '41.71', currency: 'USD' }); // false
 * ```
 */
export const isSameContractMoney = (left: ContractMoney, right: ContractMoney): boolean =>
  equals(fromContractMoney(left), fromContractMoney(right));

/** Rounds to the contract's two decimals, half up, and stays money. */
const roundForContract = <Currency extends string>(amount: Money<Currency>): Money<Currency> =>
  moneyOf(fromUnits(toUnits(amount, contractDecimals, 'halfUp'), contractDecimals), amount.currency);

/** The exact amount in another currency, rounded half up to the contract's two decimals. */
export const settle = (exact: Money, into: Into, note: Note): Money => {
  const converted = convertTraced(exact, into, note);
  const rounded = roundForContract(converted);
  note.recorder?.push(roundStep(note.amount, converted, rounded));
  return rounded;
};

const roundStep = (amount: string, before: Money, after: Money): TraceStep => ({
  step: 'round',
  amount,
  mode: 'halfUp',
  decimals: 2,
  before: show(before),
  after: show(after),
});
