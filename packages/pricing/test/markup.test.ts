/** Markups: the terms, their limits and what they refuse. */
import {
  bookingTotal,
  createMarkup,
  createRateTable,
  type MarkupTerms,
  quote,
  toContractMoney,
  viewRates,
} from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

const at = '2026-11-14T07:30:00Z';
const terms: MarkupTerms = { percentage: '0.10', fixedFee: '0.00', fixedFeeCurrency: 'THB' };
const rates = viewRates(
  createRateTable({ source: 't', asOf: at, rates: [{ from: 'USD', to: 'THB', rate: '34.00' }] }),
  at,
);
const sell = (value: string, extra: Partial<MarkupTerms>, passengers = 1) => {
  const net = { value, currency: 'THB' };
  const markup = createMarkup({ ...terms, ...extra });
  return toContractMoney(bookingTotal({ net, passengers, markup, rates }).total).amount;
};

describe('a markup', () => {
  it('converts the fixed fee to the price currency first, once per passenger', () => {
    expect(sell('100', { fixedFee: '0.50', fixedFeeCurrency: 'USD' })).toBe('127.00');
    expect(sell('100', { fixedFee: '0.50', fixedFeeCurrency: 'USD' }, 3)).toBe('161.00');
  });

  it('needs no rate for a fee of zero', () => {
    const markup = createMarkup({ ...terms, fixedFee: '0', fixedFeeCurrency: 'JPY' });
    expect(
      toContractMoney(quote({ price: { net: { value: '1', currency: 'THB' } }, markup }).netPrice).amount,
    ).toBe('1.10');
  });

  it('never leaves the margin limits, counted per passenger or as a part of net', () => {
    expect(sell('100', { minimumMargin: { amount: '15', currency: 'THB' } })).toBe('115.00');
    expect(sell('100', { minimumMargin: { amount: '15', currency: 'THB' } }, 2)).toBe('130.00');
    expect(sell('100', { minimumMargin: { amount: '0.5', currency: 'USD' } })).toBe('117.00');
    expect(sell('100', { minimumMargin: { percentage: '0.12' } }, 2)).toBe('112.00');
    expect(sell('100', { maximumMargin: { amount: '5', currency: 'THB' } })).toBe('105.00');
    expect(sell('100', { maximumMargin: { percentage: '0.08' } })).toBe('108.00');
  });

  it('is left alone inside the limits', () => {
    const limits = {
      minimumMargin: { percentage: '0.10' },
      maximumMargin: { amount: '10', currency: 'THB' },
    };
    expect(sell('100', limits)).toBe('110.00');
    expect(sell('100', { minimumMargin: { percentage: '0' } })).toBe('110.00');
    expect(sell('100', { maximumMargin: { percentage: '1' } })).toBe('110.00');
  });

  it.each<[string, Partial<MarkupTerms>, string]>([
    ['percentage', { percentage: '-0.01' }, 'percentage must be a fraction from 0 to 1: 10 % is "0.10"'],
    [
      'ten meaning ten percent',
      { percentage: '10' },
      'percentage must be a fraction from 0 to 1: 10 % is "0.10"',
    ],
    ['fee below zero', { fixedFee: '-1' }, 'fixedFee is below zero'],
    [
      'limit above one',
      { minimumMargin: { percentage: '1.01' } },
      'minimumMargin must be a fraction from 0 to 1: 10 % is "0.10"',
    ],
    ['limit below zero', { maximumMargin: { amount: '-1', currency: 'THB' } }, 'maximumMargin is below zero'],
    [
      'crossed fractions',
      { minimumMargin: { percentage: '0.3' }, maximumMargin: { percentage: '0.2' } },
      'minimumMargin is above maximumMargin',
    ],
    [
      'crossed amounts',
      { minimumMargin: { amount: '3', currency: 'THB' }, maximumMargin: { amount: '2', currency: 'THB' } },
      'minimumMargin is above maximumMargin',
    ],
  ])('refuses terms that contradict themselves: %s', (_, extra, message) => {
    expect(() => createMarkup({ ...terms, ...extra })).toThrow(
      expect.objectContaining({ code: 'markup_invalid', message }),
    );
  });

  it('takes the ends of the range: nothing, everything, equal limits', () => {
    expect(sell('100', { percentage: '0' })).toBe('100.00');
    expect(sell('100', { percentage: '1' })).toBe('200.00');
    expect(sell('100', { minimumMargin: { percentage: '0.2' }, maximumMargin: { percentage: '0.2' } })).toBe(
      '120.00',
    );
  });

  it('refuses limits of different kinds when a price shows that they cross', () => {
    const extra = { minimumMargin: { amount: '50', currency: 'THB' }, maximumMargin: { percentage: '0.2' } };
    expect(sell('1000', extra)).toBe('1100.00');
    expect(() => sell('100', extra)).toThrow(expect.objectContaining({ code: 'markup_invalid' }));
    const foreign = {
      minimumMargin: { amount: '1', currency: 'USD' },
      maximumMargin: { amount: '20', currency: 'THB' },
    };
    expect(() => sell('100', foreign)).toThrow(expect.objectContaining({ code: 'markup_invalid' }));
  });

  it.each<[Partial<MarkupTerms>, string, string]>([
    [{ percentage: 'ten' }, 'invalid_decimal', 'percentage must be decimal text such as "12.50"'],
    [{ fixedFee: '' }, 'invalid_decimal', 'fixedFee must be decimal text such as "12.50"'],
    [{ fixedFeeCurrency: 'BAHT' }, 'unknown_currency', 'currency must be an upper-case ISO 4217 code'],
    [
      { maximumMargin: { percentage: 'x' } },
      'invalid_decimal',
      'maximumMargin must be decimal text such as "12.50"',
    ],
  ])('refuses %j', (extra, code, message) => {
    expect(() => createMarkup({ ...terms, ...extra })).toThrow(expect.objectContaining({ code, message }));
  });
});
