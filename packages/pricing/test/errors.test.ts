/** The error: its name, its codes, and being recognised across copies of the package. */
import { money, PricingError } from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

const thrownBy = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

describe('PricingError', () => {
  it('is an error with a name, a code and a cause', () => {
    const cause = new Error('why');
    const error = new PricingError('rate_missing', 'no rate', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'PricingError', code: 'rate_missing', message: 'no rate', cause });
    expect(new PricingError('rate_missing', 'no rate')).not.toHaveProperty('cause');
  });

  it('is recognised by its marker, so that a second copy of the package is no stranger', () => {
    const stranger = Object.assign(new Error('x'), {
      [Symbol.for('@partner-gateway/pricing/PricingError')]: true,
    });
    expect(PricingError.isInstance(new PricingError('rate_missing', 'x'))).toBe(true);
    expect(PricingError.isInstance(stranger)).toBe(true);
  });

  it.each([null, undefined, 'rate_missing', 7, {}, new Error('rate_missing'), () => 0])(
    'is not %s',
    (value) => {
      expect(PricingError.isInstance(value)).toBe(false);
    },
  );

  it('keeps its marker out of logs', () => {
    const error = new PricingError('rate_missing', 'no rate');
    expect(Object.keys(error).sort()).toEqual(['code', 'name']);
    expect(Reflect.get(error, Symbol.for('@partner-gateway/pricing/PricingError'))).toBe(true);
    expect(Object.getOwnPropertySymbols({ ...error })).toEqual([]);
  });

  it('never repeats the rejected value', () => {
    const error = thrownBy(() => money('4111-secret', 'THB'));
    expect(`${error}`).toBe('PricingError: amount must be decimal text such as "12.50"');
  });
});
