/** Quotes beyond the worked examples: currencies, missing figures, refusals. */
import {
  type AmountInput,
  createMarkup,
  createRateTable,
  money,
  type QuoteInput,
  quote,
  toContractMoney,
  toContractPricing,
  viewRates,
} from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

const asOf = '2026-11-14T07:30:00Z';
const rows = [
  { from: 'USD', to: 'THB', rate: '34.10' },
  { from: 'EUR', to: 'USD', rate: '1.10' },
];
const rates = viewRates(createRateTable({ source: 't', asOf, rates: rows }), asOf);
const markup = createMarkup({ percentage: '0.10', fixedFee: '0.00', fixedFeeCurrency: 'THB' });
const thb = (value: string | null): AmountInput => ({ value, currency: 'THB' });
const price = { net: thb('341.00'), sysfee: thb('34.10'), agfee: thb('3.41'), price: thb('400.00') };
const pricingOf = (input: Partial<QuoteInput>) =>
  toContractPricing(quote({ price, markup, rates, ...input }));

describe('currencies', () => {
  it("stay the supplier's when nothing else is asked", () => {
    expect(pricingOf({ settlementCurrency: null, grossCurrency: null })).toEqual({
      gross_price: { amount: '412.61', currency: 'THB', price_type: 'Recommended' },
      net_price: { amount: '375.10', currency: 'THB' },
      taxes_and_fees: { amount: '37.51', currency: 'THB' },
    });
  });

  it('follow the settlement currency for net, taxes and gross', () => {
    expect(pricingOf({ settlementCurrency: 'USD' })).toEqual({
      gross_price: { amount: '12.10', currency: 'USD', price_type: 'Recommended' },
      net_price: { amount: '11.00', currency: 'USD' },
      taxes_and_fees: { amount: '1.10', currency: 'USD' },
    });
  });

  it("show gross in the request's currency with the amount in the net price's beside it", () => {
    const { gross_price, net_price } = pricingOf({ settlementCurrency: 'USD', grossCurrency: 'EUR' });
    expect(gross_price).toEqual({
      amount: '11.00',
      currency: 'EUR',
      price_type: 'Recommended',
      amount_in_net_currency: '12.10',
    });
    expect(net_price.currency).toBe('USD');
  });

  it('leave the amount in net currency out when the currencies are the same, even if asked for', () => {
    expect(pricingOf({ grossCurrency: 'THB' }).gross_price).not.toHaveProperty('amount_in_net_currency');
    expect(quote({ price, markup, grossCurrency: 'THB' }).grossInNetCurrency).toBeNull();
  });

  it("convert an exact price straight from the supplier's currency", () => {
    const exact = { ...price, restriction: 3 };
    expect(pricingOf({ price: exact, settlementCurrency: 'USD', grossCurrency: 'THB' }).gross_price).toEqual({
      amount: '400.00',
      currency: 'THB',
      price_type: 'Exact',
      amount_in_net_currency: '11.73',
    });
  });

  it('round once, after the markup and the conversion', () => {
    const cheap = { net: { value: '0.014', currency: 'USD' } };
    const third = createMarkup({ percentage: '0.3333', fixedFee: '0', fixedFeeCurrency: 'USD' });
    expect(
      toContractMoney(quote({ price: cheap, markup: third, rates, settlementCurrency: 'THB' }).netPrice)
        .amount,
    ).toBe('0.64');
  });

  it('keep gross equal to net plus taxes where a third decimal would make them differ', () => {
    const kwd = (value: string) => ({ value, currency: 'KWD' });
    const free = createMarkup({ percentage: '0', fixedFee: '0', fixedFeeCurrency: 'KWD' });
    const dinars = { net: kwd('1.255'), sysfee: kwd('0.125'), price: kwd('1.380') };
    expect(pricingOf({ price: dinars, markup: free })).toEqual({
      gross_price: { amount: '1.39', currency: 'KWD', price_type: 'Recommended' },
      net_price: { amount: '1.26', currency: 'KWD' },
      taxes_and_fees: { amount: '0.13', currency: 'KWD' },
    });
  });
});

describe('a quote', () => {
  it("keeps upstream's net price, exact and unmarked, for the booking token", () => {
    expect(toContractMoney(quote({ price, markup }).supplierNet)).toEqual({
      amount: '341.00',
      currency: 'THB',
    });
  });

  it('carries a trace only when asked', () => {
    expect(quote({ price, markup })).not.toHaveProperty('trace');
    expect(quote({ price, markup, explain: false })).not.toHaveProperty('trace');
    expect(quote({ price, markup, explain: true })).toHaveProperty('trace');
  });

  it.each([[null], [undefined], [thb(null)]])('counts a missing fee as zero: %j', (fee) => {
    expect(pricingOf({ price: { ...price, sysfee: fee, agfee: fee } }).taxes_and_fees.amount).toBe('0.00');
    expect(pricingOf({ price: { ...price, sysfee: fee } }).taxes_and_fees.amount).toBe('3.41');
    expect(pricingOf({ price: { ...price, agfee: fee } }).taxes_and_fees.amount).toBe('34.10');
  });

  it('reads a value that is not there at all as withheld', () => {
    const absent: unknown = { currency: 'THB' };
    const figure = absent as AmountInput;
    expect(() => pricingOf({ price: { ...price, net: figure } })).toThrow(
      expect.objectContaining({ code: 'missing_amount' }),
    );
    expect(pricingOf({ price: { ...price, sysfee: figure } }).taxes_and_fees.amount).toBe('3.41');
  });

  it('takes money already read as well as upstream text', () => {
    const read = { net: money('341', 'THB'), sysfee: money('34.10', 'THB'), agfee: money('3.41', 'THB') };
    expect(pricingOf({ price: read })).toEqual(pricingOf({}));
  });

  it.each<[string, Partial<QuoteInput['price']>, string, string]>([
    ['a net price withheld', { net: thb(null) }, 'missing_amount', 'net has no value'],
    ['no net price', { net: null }, 'missing_amount', 'net has no value'],
    ['an exact price withheld', { restriction: 3, price: thb(null) }, 'missing_amount', 'price has no value'],
    ['no exact price', { restriction: 3, price: undefined }, 'missing_amount', 'price has no value'],
    ['a net price below zero', { net: thb('-1') }, 'negative_amount', 'net is below zero'],
    ['a fee below zero', { agfee: thb('-1') }, 'negative_amount', 'agfee is below zero'],
    ['a system fee below zero', { sysfee: thb('-1') }, 'negative_amount', 'sysfee is below zero'],
    [
      'a price that is no number',
      { restriction: 1, price: thb('x') },
      'invalid_decimal',
      'price must be decimal text such as "12.50"',
    ],
    [
      'a net price that is no number',
      { net: thb('x') },
      'invalid_decimal',
      'net must be decimal text such as "12.50"',
    ],
    [
      'a currency that does not exist',
      { net: { value: '1', currency: 'ZZZ' } },
      'unknown_currency',
      'currency must be an upper-case ISO 4217 code',
    ],
    [
      'fees in another currency',
      { agfee: money('1', 'USD') },
      'currency_mismatch',
      'THB and USD cannot be combined',
    ],
    [
      'an exact price in another currency',
      { restriction: 2, price: money('1', 'USD') },
      'currency_mismatch',
      'THB and USD cannot be combined',
    ],
  ])('refuses %s', (_, change, code, message) => {
    expect(() => pricingOf({ price: { ...price, ...change } })).toThrow(
      expect.objectContaining({ code, message }),
    );
  });

  it.each<Partial<QuoteInput>>([{ settlementCurrency: 'usd' }, { grossCurrency: 'EURO' }])(
    'refuses a currency that does not exist: %j',
    (input) => {
      expect(() => pricingOf(input)).toThrow(expect.objectContaining({ code: 'unknown_currency' }));
    },
  );

  it('refuses to price without the rate it needs', () => {
    expect(() => pricingOf({ rates: null, settlementCurrency: 'USD' })).toThrow(
      expect.objectContaining({ code: 'rate_missing' }),
    );
    expect(() => pricingOf({ settlementCurrency: 'JPY' })).toThrow(
      expect.objectContaining({ code: 'rate_missing' }),
    );
  });

  it('refuses a print below zero that arithmetic on the quote produced', () => {
    const broken = { ...quote({ price, markup }), netPrice: money('-1', 'THB') };
    expect(() => toContractPricing(broken)).toThrow(expect.objectContaining({ code: 'negative_amount' }));
  });
});
