/** Traces: every step from the supplier's figures to the printed ones, as data and as lines. */
import {
  createMarkup,
  createMarkupBook,
  createRateTable,
  explainTrace,
  quote,
  refreshRates,
  selectMarkup,
  viewRates,
} from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

const now = '2026-11-14T07:35:00Z';
const asOf = '2026-11-14T07:30:00Z';
const first = createRateTable({
  source: 'rates-service',
  asOf,
  rates: [{ from: 'USD', to: 'THB', rate: '34.10' }],
});
const rows = [{ from: 'EUR', to: 'USD', rate: '1.10' }];
const rates = viewRates(refreshRates(first, { source: 'rates-service', asOf: now, rates: rows }).table, now);
const terms = { percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' };
const markup = createMarkup(terms);
const usd = (value: string) => ({ value, currency: 'USD' });

describe('a trace', () => {
  it('tells a plain quote step by step', () => {
    const price = { net: usd('17.5'), sysfee: usd('1.4'), agfee: usd('0.9'), restriction: 0 };
    const contracts = [{ contractCode: 'ACME-VN', countries: ['VN'], markup: terms }];
    const book = createMarkupBook([{ clientId: 'acme', defaultContract: null, contracts }]);
    const chosen = selectMarkup(book, { clientId: 'acme', country: 'VN', at: now });
    expect(explainTrace(quote({ price, markup: chosen, explain: true }).trace ?? [])).toEqual([
      'net: upstream says 17.5 USD',
      'net_price: 17.5 USD × (1 + 0.10) + 0.50 USD × 1 = 19.75 USD (client acme, contract ACME-VN, by country)',
      'net_price: 19.75 USD rounds half up to 2 decimals: 19.75 USD',
      'sysfee: upstream says 1.4 USD',
      'agfee: upstream says 0.9 USD',
      'taxes_and_fees: 1.4 USD + 0.9 USD = 2.3 USD',
      'taxes_and_fees: 2.3 USD rounds half up to 2 decimals: 2.3 USD',
      'price_type: restriction 0 means Recommended',
      'gross_price: 19.75 USD + 2.3 USD = 22.05 USD',
      'gross_price: 22.05 USD rounds half up to 2 decimals: 22.05 USD',
    ]);
  });

  it('names every rate, its direction, its source and its own age', () => {
    const price = {
      net: { value: '341', currency: 'THB' },
      price: { value: '400', currency: 'THB' },
      restriction: 3,
    };
    const { trace } = quote({
      price,
      markup,
      rates,
      settlementCurrency: 'EUR',
      grossCurrency: 'THB',
      explain: true,
    });
    const thb = { from: 'USD', to: 'THB', rate: '34.10', source: 'rates-service', asOf, ageMs: 300_000 };
    const eur = { from: 'EUR', to: 'USD', rate: '1.10', source: 'rates-service', asOf: now, ageMs: 0 };
    expect(trace).toEqual([
      { step: 'input', amount: 'net', value: { exact: '341', currency: 'THB' } },
      {
        step: 'convert',
        amount: 'fixed_fee',
        before: { exact: '0.5', currency: 'USD' },
        rates: [{ ...thb, inverted: false }],
        after: { exact: '17.05', currency: 'THB' },
      },
      {
        step: 'markup',
        amount: 'net_price',
        clientId: null,
        contractCode: null,
        chosenBy: null,
        terms,
        passengers: '1',
        before: { exact: '341', currency: 'THB' },
        after: { exact: '392.15', currency: 'THB' },
      },
      {
        step: 'convert',
        amount: 'net_price',
        before: { exact: '392.15', currency: 'THB' },
        rates: [
          { ...thb, inverted: true },
          { ...eur, inverted: true },
        ],
        after: { exact: '115/11', currency: 'EUR' },
      },
      {
        step: 'round',
        amount: 'net_price',
        mode: 'halfUp',
        decimals: 2,
        before: { exact: '115/11', currency: 'EUR' },
        after: { exact: '10.45', currency: 'EUR' },
      },
      {
        step: 'sum',
        amount: 'taxes_and_fees',
        of: [
          { exact: '0', currency: 'THB' },
          { exact: '0', currency: 'THB' },
        ],
        after: { exact: '0', currency: 'THB' },
      },
      {
        step: 'round',
        amount: 'taxes_and_fees',
        mode: 'halfUp',
        decimals: 2,
        before: { exact: '0', currency: 'EUR' },
        after: { exact: '0', currency: 'EUR' },
      },
      { step: 'price_type', restriction: '3', priceType: 'Exact' },
      { step: 'input', amount: 'price', value: { exact: '400', currency: 'THB' } },
      {
        step: 'round',
        amount: 'gross_price',
        mode: 'halfUp',
        decimals: 2,
        before: { exact: '400', currency: 'THB' },
        after: { exact: '400', currency: 'THB' },
      },
      {
        step: 'convert',
        amount: 'amount_in_net_currency',
        before: { exact: '400', currency: 'THB' },
        rates: [
          { ...thb, inverted: true },
          { ...eur, inverted: true },
        ],
        after: { exact: '40000/3751', currency: 'EUR' },
      },
      {
        step: 'round',
        amount: 'amount_in_net_currency',
        mode: 'halfUp',
        decimals: 2,
        before: { exact: '40000/3751', currency: 'EUR' },
        after: { exact: '10.66', currency: 'EUR' },
      },
    ]);
    expect(JSON.parse(JSON.stringify(trace))).toEqual(trace);
  });

  it('prints a conversion with its rates', () => {
    const price = { net: { value: '341', currency: 'THB' } };
    const free = createMarkup({ ...terms, fixedFee: '0' });
    const lines = explainTrace(
      quote({ price, markup: free, rates, settlementCurrency: 'EUR', explain: true }).trace ?? [],
    );
    expect(lines).toContain(
      'net_price: 375.1 THB × 1/34.10 [USD to THB, rates-service, 2026-11-14T07:30:00Z] × 1/1.10 [EUR to USD, rates-service, 2026-11-14T07:35:00Z] = 10 EUR',
    );
    expect(lines).toContain('price_type: restriction absent means Recommended');
    expect(lines.filter((line) => line.startsWith('fixed_fee'))).toEqual([]);
  });
});
