/** Price types: what upstream's restriction code means and which gross price it makes. */
import {
  createMarkup,
  type QuoteInput,
  quote,
  toContractPricing,
  toPriceType,
} from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

const markup = createMarkup({ percentage: '0.10', fixedFee: '0.00', fixedFeeCurrency: 'THB' });
const thb = (value: string) => ({ value, currency: 'THB' });
const price = { net: thb('341.00'), sysfee: thb('34.10'), agfee: thb('3.41'), price: thb('400.00') };
const pricingOf = (input: Pick<QuoteInput, 'price'>) => toContractPricing(quote({ markup, ...input }));

describe('price types', () => {
  it.each([
    [0, 'Recommended'],
    [1, 'Min'],
    [2, 'Max'],
    [3, 'Exact'],
    [4, 'Recommended'],
    [-1, 'Recommended'],
    [null, 'Recommended'],
    [undefined, 'Recommended'],
  ])('restriction %s is %s', (restriction, priceType) => {
    expect(toPriceType(restriction)).toBe(priceType);
    expect(quote({ price: { ...price, restriction }, markup }).priceType).toBe(priceType);
  });

  it.each([1, 2, 3])("leave upstream's own price untouched for restriction %s", (restriction) => {
    const { gross_price, net_price } = pricingOf({ price: { ...price, restriction } });
    expect(gross_price.amount).toBe('400.00');
    expect(net_price.amount).toBe('375.10');
  });

  it('need no upstream price when gross is recommended', () => {
    expect(pricingOf({ price: { net: thb('341.00'), price: null } }).gross_price.amount).toBe('375.10');
  });
});
