/** The edge: money as the partner contract prints it, two decimals for every currency. */

import { equals } from './arithmetic.ts';
import { printUnits } from './decimal.ts';
import { PricingError } from './errors.ts';
import { type Money, money, moneyOf } from './money.ts';
import { fromUnits, toUnits } from './ratio.ts';

/** Decimals of every amount in the partner contract, whatever ISO 4217 says of the currency. */
export const CONTRACT_DECIMALS = 2;

/** Money on the wire: `{"amount": "936.20", "currency": "THB"}`, amount `^[0-9]+\.[0-9]{2}$`. */
export type ContractMoney = { readonly amount: string; readonly currency: string };

/**
 * Prints money for the contract, rounding half up once. JPY prints `"1200.00"`, KWD loses its third decimal.
 * Throws `negative_amount`: the contract cannot print below zero.
 *
 * @example
 * ```ts
 * toContractMoney(money('936.2', 'THB')); // { amount: '936.20', currency: 'THB' }
 * ```
 */
export function toContractMoney(amount: Money): ContractMoney {
  return { amount: toContractAmount(amount), currency: amount.currency };
}

/**
 * Only the text of {@link toContractMoney}.
 *
 * @example
 * ```ts
 * toContractAmount(money('1200', 'JPY')); // '1200.00'
 * ```
 */
export function toContractAmount(amount: Money): string {
  if (amount.numerator < 0n) throw new PricingError('negative_amount', 'a printed amount is below zero');
  return printUnits(toUnits(amount, CONTRACT_DECIMALS, 'halfUp'), CONTRACT_DECIMALS);
}

/**
 * Reads money a partner sent. Throws `invalid_decimal` or `unknown_currency`.
 *
 * @example
 * ```ts
 * fromContractMoney({ amount: '41.70', currency: 'USD' }); // Money
 * ```
 */
export function fromContractMoney(amount: ContractMoney): Money {
  return money(amount.amount, amount.currency);
}

/**
 * Whether two contract amounts are the same to the cent and in currency: the `cost_mismatch` check.
 *
 * @example
 * ```ts
 * isSameContractMoney({ amount: '41.70', currency: 'USD' }, { amount: '41.71', currency: 'USD' }); // false
 * ```
 */
export function isSameContractMoney(left: ContractMoney, right: ContractMoney): boolean {
  return equals(fromContractMoney(left), fromContractMoney(right));
}

/** Rounds to the contract's two decimals, half up, and stays money; for this package's own files. */
export function roundForContract<Currency extends string>(amount: Money<Currency>): Money<Currency> {
  return moneyOf(fromUnits(toUnits(amount, CONTRACT_DECIMALS, 'halfUp'), CONTRACT_DECIMALS), amount.currency);
}
