/** The edge where money becomes the contract's two decimals. */
import {
  fromContractMoney,
  isSameContractMoney,
  money,
  toContractAmount,
  toContractMoney,
} from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

describe('the contract edge', () => {
  it('prints two decimals for every currency', () => {
    expect(toContractMoney(money('1200', 'JPY'))).toEqual({ amount: '1200.00', currency: 'JPY' });
    expect(toContractMoney(money('1.255', 'KWD'))).toEqual({ amount: '1.26', currency: 'KWD' });
    expect(toContractMoney(money('1.2549', 'KWD'))).toEqual({ amount: '1.25', currency: 'KWD' });
    expect(toContractAmount(money('0.004', 'USD'))).toBe('0.00');
  });

  it('refuses to print below zero', () => {
    expect(() => toContractAmount(money('-0.001', 'USD'))).toThrow(
      expect.objectContaining({ code: 'negative_amount', message: 'a printed amount is below zero' }),
    );
  });

  it("tells a partner's figure from ours by amount and currency, not by spelling", () => {
    const ours = { amount: '41.70', currency: 'USD' };
    expect(isSameContractMoney(ours, { amount: '041.7', currency: 'USD' })).toBe(true);
    expect(isSameContractMoney(ours, { amount: '41.71', currency: 'USD' })).toBe(false);
    expect(isSameContractMoney(ours, { amount: '41.70', currency: 'THB' })).toBe(false);
    expect(() => fromContractMoney({ amount: 'much', currency: 'USD' })).toThrow(
      expect.objectContaining({ code: 'invalid_decimal' }),
    );
  });
});
