/** What an ESM consumer's compiler sees. */
import { createMarkup, type Quote, quote, toContractPricing } from '@partner-gateway/pricing';

const priced: Quote = quote({
  price: { net: { value: '780.0', currency: 'THB' } },
  markup: createMarkup({ percentage: '0.10', fixedFee: '0', fixedFeeCurrency: 'THB' }),
});
export const amount: string = toContractPricing(priced).net_price.amount;
// @ts-expect-error a float is no amount
quote({ price: { net: 780 }, markup: null });
