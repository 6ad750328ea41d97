/** Drift: what happens to a price that moved between the quote and the booking. */
import { judgeDrift, money } from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

const usd = (value: string) => money(value, 'USD');
const judge = (quoted: string, current: string, thresholdPercent = '1.0') =>
  judgeDrift({ quoted: usd(quoted), current: usd(current), thresholdPercent });

describe('drift', () => {
  it('is equal whatever the spelling', () => {
    expect(judge('41.70', '41.7')).toEqual({ kind: 'equal' });
    expect(judge('0', '0.00', '0')).toEqual({ kind: 'equal' });
  });

  it.each([
    ['41.70', '41.69', '-0.02'],
    ['100', '50', '-50.00'],
    ['100', '0', '-100.00'],
  ])('from %s down to %s is a drop and never refused', (quoted, current, difference_percent) => {
    expect(judge(quoted, current, '0')).toEqual({ kind: 'dropped', difference_percent });
  });

  it('up to and at the threshold stands', () => {
    expect(judge('100', '101')).toEqual({ kind: 'drifted', difference_percent: '1.00' });
    expect(judge('100', '100.01')).toEqual({ kind: 'drifted', difference_percent: '0.01' });
  });

  it('beyond the threshold is refused, by however little', () => {
    expect(judge('100', '101.000000001')).toEqual({
      kind: 'changed',
      reason: 'threshold',
      priceChanged: {
        quoted: { amount: '100.00', currency: 'USD' },
        current: { amount: '101.00', currency: 'USD' },
        difference_percent: '1.00',
      },
    });
    expect(judge('100', '100.01', '0').kind).toBe('changed');
  });

  it('from a quoted price of zero is refused, with no percentage to give', () => {
    expect(judge('0', '0.01', '100')).toMatchObject({
      kind: 'changed',
      priceChanged: { difference_percent: null },
    });
  });

  it('into another currency is always refused, even at a lower figure', () => {
    const drift = judgeDrift({ quoted: usd('100'), current: money('1', 'THB'), thresholdPercent: '1000' });
    expect(drift).toEqual({
      kind: 'changed',
      reason: 'currency',
      priceChanged: {
        quoted: { amount: '100.00', currency: 'USD' },
        current: { amount: '1.00', currency: 'THB' },
        difference_percent: null,
      },
    });
  });

  it('is decided on net prices and told in the totals the partner knows', () => {
    const drift = judgeDrift({
      quoted: usd('37.00'),
      current: usd('40.00'),
      thresholdPercent: '1.0',
      shown: { quoted: usd('41.70'), current: usd('45.00') },
    });
    expect(drift).toMatchObject({
      priceChanged: { quoted: { amount: '41.70' }, current: { amount: '45.00' }, difference_percent: '7.91' },
    });
  });

  it('reads upstream text as well as money', () => {
    const quoted = { value: '100', currency: 'USD' };
    expect(judgeDrift({ quoted, current: { ...quoted, value: '100.0' }, thresholdPercent: '0' }).kind).toBe(
      'equal',
    );
  });

  it('refuses a threshold below zero as a negative amount', () => {
    expect(() => judge('1', '1', '-1')).toThrow(expect.objectContaining({ code: 'negative_amount' }));
  });

  it.each([
    ['quoted has no value', { value: null, currency: 'USD' }, usd('1'), '1'],
    ['current is below zero', usd('1'), usd('-1'), '1'],
    ['thresholdPercent is below zero', usd('1'), usd('1'), '-0.1'],
    ['thresholdPercent must be decimal text such as "12.50"', usd('1'), usd('1'), '1%'],
  ])('refuses: %s', (message, quoted, current, thresholdPercent) => {
    expect(() => judgeDrift({ quoted, current, thresholdPercent })).toThrow(
      expect.objectContaining({ message }),
    );
  });
});
