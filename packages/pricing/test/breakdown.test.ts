/** A total line by line: what stands on each line, and that nothing is lost between them. */
import {
  add,
  bookingTotal,
  breakdown,
  compare,
  createMarkup,
  equals,
  expectedNet,
  type Money,
  money,
  subtract,
  surcharge,
  toContractMoney,
} from '@partner-gateway/pricing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, oracleCase, view } from './support/arbitraries.ts';
import { markupOf } from './support/engine.ts';
import { law } from './support/law.ts';

const usd = (value: string) => money(value, 'USD');
const print = (amounts: readonly Money[]) => amounts.map((part) => toContractMoney(part).amount);
const zero = (currency: string) => money('0', currency);

describe('a breakdown', () => {
  it('shows fees and surcharges at their own price, and the fare as the rest', () => {
    const markup = createMarkup({ percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' });
    const { fare, fees, surcharges, total } = breakdown({
      net: usd('35.00'),
      surcharges: [usd('2.00')],
      passengers: 2,
      markup,
    });
    expect(print([fare, fees, ...surcharges, total])).toEqual(['38.50', '1.00', '2.20', '41.70']);
  });

  it('leaves what rounding moves to the fare', () => {
    const markup = createMarkup({ percentage: '0.10', fixedFee: '0.00', fixedFeeCurrency: 'USD' });
    const input = {
      net: usd('1.01'),
      surcharges: [usd('0.01'), usd('0.01'), usd('0.01')],
      passengers: 1,
      markup,
    };
    const { fare, surcharges, total } = breakdown(input);
    expect(print([fare, ...surcharges, total])).toEqual(['1.11', '0.01', '0.01', '0.01', '1.14']);
  });

  it('shares the total where a greatest margin leaves no rest for the fare', () => {
    const markup = createMarkup({
      percentage: '0.50',
      fixedFee: '0.00',
      fixedFeeCurrency: 'USD',
      maximumMargin: { amount: '1.00', currency: 'USD' },
    });
    const { fare, fees, surcharges, total } = breakdown({
      net: usd('10.00'),
      surcharges: [usd('100.00')],
      passengers: 1,
      markup,
    });
    expect(print([fare, fees, ...surcharges, total])).toEqual(['7.58', '0.00', '103.42', '111.00']);
  });

  it('is always the booking total, to the cent, and no part of it is below zero', () => {
    const extras = fc.array(amount, { maxLength: 5 });
    law([oracleCase, extras, fc.integer({ min: 1, max: 20 })], (item, nets, passengers) => {
      const { currency } = item;
      const markup = markupOf(item);
      const net = expectedNet([{ net: { value: item.net, currency }, passengers }]);
      const surcharges = nets.map((value) => money(value, currency));
      const common = { passengers, markup, rates: view };
      const parts = breakdown({ ...common, net, surcharges });
      const whole = expectedNet([{ net: { value: item.net, currency }, passengers }], surcharges);
      expect(equals(parts.total, bookingTotal({ ...common, net: whole }).total)).toBe(true);
      const lines = [parts.fare, parts.fees, ...parts.surcharges];
      expect(
        equals(
          lines.reduce((sum, line) => add(sum, line), zero(currency)),
          parts.total,
        ),
      ).toBe(true);
      expect(lines.every(({ numerator }) => numerator >= 0n)).toBe(true);
    });
  });

  it('shows each surcharge as it is shown alone, to the cent, where no margin is limited', () => {
    law([oracleCase, amount], (item, extra) => {
      const { currency } = item;
      const terms = {
        passengers: 1,
        markup: markupOf({ ...item, minimumMargin: undefined, maximumMargin: undefined }),
        rates: view,
      };
      const net = money(extra, currency);
      const { surcharges } = breakdown({ ...terms, net: money(item.net, currency), surcharges: [net] });
      const [shown = zero(currency)] = surcharges;
      const off = subtract(surcharge({ ...terms, net }).price, shown);
      expect(compare(off, zero(currency))).toBeGreaterThanOrEqual(0);
      expect(compare(off, money('0.01', currency))).toBeLessThanOrEqual(0);
    });
  });
});
