/** Prices one option of a search: the supplier's figures in, the contract's `pricing` object out. */
import { createMarkup, quote, toContractPricing } from '@partner-gateway/pricing';

const markup = createMarkup({ percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' });
const usd = (value: string) => ({ value, currency: 'USD' });

const option = quote({
  price: { net: usd('17.5'), sysfee: usd('1.4'), agfee: usd('0.9'), price: usd('19.8'), restriction: 0 },
  markup,
});

const { net_price, taxes_and_fees, gross_price } = toContractPricing(option);
console.log(net_price.amount, '+', taxes_and_fees.amount, '=', gross_price.amount, gross_price.price_type);
// prints: 19.75 + 2.30 = 22.05 Recommended
