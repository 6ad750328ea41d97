/** Splitting money: every unit goes somewhere, and the rest is refused by name. */
import { allocate, money, toDecimal } from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

describe('allocation', () => {
  it('gives the units that do not divide to the heaviest weights first', () => {
    const shares = allocate(money('100.00', 'THB'), ['1', '1', '1']).map((share) => toDecimal(share));
    expect(shares).toEqual(['33.34', '33.33', '33.33']);
    expect(allocate(money('10', 'JPY'), ['1', '2', '0']).map((share) => toDecimal(share))).toEqual([
      '3',
      '7',
      '0',
    ]);
  });

  it('takes decimal weights without splitting finer than the currency', () => {
    const shares = allocate(money('0.10', 'USD'), ['0.5', '0.25', '1.25']);
    expect(shares.map((share) => toDecimal(share, 4))).toEqual(['0.0200', '0.0100', '0.0700']);
  });

  it('splits into finer units when asked', () => {
    expect(allocate(money('1', 'JPY'), ['1', '1'], 2).map((share) => toDecimal(share, 2))).toEqual([
      '0.50',
      '0.50',
    ]);
  });

  it.each([[[]], [['0', '0']], [['1', '-1']]])('refuses the weights %j', (weights) => {
    expect(() => allocate(money('1', 'USD'), weights)).toThrow(
      expect.objectContaining({
        code: 'invalid_weights',
        message: 'weights must be zero or above, with at least one above zero',
      }),
    );
  });

  it('refuses a weight that is not decimal text, by name', () => {
    expect(() => allocate(money('1', 'USD'), ['half'])).toThrow(
      expect.objectContaining({ message: 'weight must be decimal text such as "12.50"' }),
    );
  });

  it('refuses an amount finer than the unit: rounding would lose some of it', () => {
    for (const text of ['10.005', '-10.005']) {
      expect(() => allocate(money(text, 'USD'), ['1'])).toThrow(
        expect.objectContaining({
          code: 'inexact_amount',
          message: 'the amount is finer than the unit it is to be split into',
        }),
      );
    }
  });
});
