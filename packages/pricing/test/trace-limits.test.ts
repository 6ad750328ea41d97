/** Traces of totals and surcharges: margin limits, their conversion, and fees that do not apply. */
import {
  bookingTotal,
  createMarkup,
  createRateTable,
  explainTrace,
  surcharge,
  viewRates,
} from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

const asOf = '2026-11-14T07:30:00Z';
const table = createRateTable({
  source: 'rates-service',
  asOf,
  rates: [{ from: 'USD', to: 'THB', rate: '34.10' }],
});
const rates = viewRates(table, asOf);
const terms = { percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' };
const markup = createMarkup(terms);

describe('a trace of a total', () => {
  it('says when a margin limit moved the price, and how the limit was converted', () => {
    const minimumMargin = { amount: '1', currency: 'USD' };
    const least = createMarkup({ percentage: '0', fixedFee: '0', fixedFeeCurrency: 'USD', minimumMargin });
    const net = { value: '100', currency: 'THB' };
    expect(
      explainTrace(bookingTotal({ net, passengers: 2, markup: least, rates, explain: true }).trace ?? []),
    ).toEqual([
      'net: upstream says 100 THB',
      'total_price: 100 THB × (1 + 0) + 0 USD × 2 = 100 THB (terms given directly)',
      'minimum_margin: 1 USD × 34.10 [USD to THB, rates-service, 2026-11-14T07:30:00Z] = 34.1 THB',
      'total_price: minimum margin moves 100 THB to 168.2 THB',
      'total_price: 168.2 THB rounds half up to 2 decimals: 168.2 THB',
    ]);
    const most = createMarkup({ ...terms, maximumMargin: { amount: '1', currency: 'USD' } });
    expect(
      explainTrace(bookingTotal({ net, passengers: 1, markup: most, rates, explain: true }).trace ?? []),
    ).toContain('maximum_margin: 1 USD × 34.10 [USD to THB, rates-service, 2026-11-14T07:30:00Z] = 34.1 THB');
    const tight = createMarkup({ ...terms, maximumMargin: { percentage: '0.05' } });
    expect(
      explainTrace(bookingTotal({ net, passengers: 1, markup: tight, rates, explain: true }).trace ?? []),
    ).toContain('total_price: maximum margin moves 127.05 THB to 105 THB');
  });

  it('says nothing of a limit that the price meets exactly', () => {
    const met = createMarkup({ percentage: '0.1', fixedFee: '0', fixedFeeCurrency: 'USD' });
    const limits = { minimumMargin: { percentage: '0.1' }, maximumMargin: { percentage: '0.1' } };
    const net = { value: '100', currency: 'THB' };
    const traceOf = (markup: typeof met) => bookingTotal({ net, passengers: 1, markup, explain: true }).trace;
    const steps = traceOf(createMarkup({ ...met.terms, ...limits }))?.map(({ step }) => step);
    expect(steps).toEqual(['input', 'markup', 'round']);
  });

  it('tells a surcharge without a fixed fee', () => {
    expect(
      explainTrace(
        surcharge({ net: { value: '2.005', currency: 'USD' }, markup, explain: true }).trace ?? [],
      ),
    ).toEqual([
      'surcharge: upstream says 2.005 USD',
      'surcharge: 2.005 USD × (1 + 0.10) = 2.2055 USD (terms given directly)',
      'surcharge: 2.2055 USD rounds half up to 2 decimals: 2.21 USD',
    ]);
  });
});
