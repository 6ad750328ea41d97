/** A quote in the words of the partner contract. */
import { type ContractMoney, toContractAmount, toContractMoney } from './edge-money.ts';
import type { PriceType, Quote } from './quote.ts';

/** The contract's `pricing.gross_price`. */
export type ContractGrossPrice = ContractMoney & {
  readonly price_type: PriceType;
  /** Only when the gross currency differs from the net price's. */
  readonly amount_in_net_currency?: string;
};

/** The contract's `pricing` object, as search and get itinerary answer it. */
export type ContractPricing = {
  readonly gross_price: ContractGrossPrice;
  readonly net_price: ContractMoney;
  readonly taxes_and_fees: ContractMoney;
};

/**
 * Prints a quote for the contract; key order is the contract's.
 *
 * @example
 * ```ts
 * toContractPricing(quote({ price, markup })).gross_price.price_type; // 'Recommended'
 * ```
 */
export const toContractPricing = (quote: Quote): ContractPricing => {
  const { amount, currency } = toContractMoney(quote.grossPrice);
  const gross = { currency, amount, price_type: quote.priceType };
  return {
    gross_price:
      quote.grossInNetCurrency === null
        ? gross
        : { ...gross, amount_in_net_currency: toContractAmount(quote.grossInNetCurrency) },
    net_price: toContractMoney(quote.netPrice),
    taxes_and_fees: toContractMoney(quote.taxesAndFees),
  };
};
