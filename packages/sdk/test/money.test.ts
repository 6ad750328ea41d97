/** Amounts: exact to the cent whatever their size, and refused where they cannot be what is meant. */
import {
  add,
  compare,
  equals,
  format,
  isWithin,
  type Money,
  multiply,
  percentOf,
  subtract,
  sum,
} from '@partner-gateway/sdk/money';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const usd = (amount: string): Money => ({ currency: 'USD', amount });
const hundredths = fc.bigInt({ min: 0n, max: 10n ** 14n });
const money = hundredths.map((value) => {
  const digits = String(value).padStart(3, '0');
  return usd(`${digits.slice(0, -2)}.${digits.slice(-2)}`);
});

describe('the laws of amounts', () => {
  test('what is added and taken away again leaves what was there, to the cent', () => {
    fc.assert(
      fc.property(money, money, (one, other) => {
        expect(subtract(add(one, other), other)).toEqual(one);
      }),
    );
  });

  test('a sum does not depend on the order, and so many times is so often added', () => {
    fc.assert(
      fc.property(money, fc.array(money, { maxLength: 6 }), fc.nat(20), (one, others, count) => {
        expect(sum([one, ...others], 'USD')).toEqual(sum([...others, one], 'USD'));
        expect(multiply(one, count)).toEqual(
          sum(
            Array.from({ length: count }, () => one),
            'USD',
          ),
        );
      }),
    );
  });

  test('the larger one is the one that something was added to', () => {
    fc.assert(
      fc.property(money, money, (one, other) => {
        const larger = add(one, other);
        expect(compare(larger, one)).toBe(equals(larger, one) ? 0 : 1);
        expect(isWithin(larger, one, other)).toBe(true);
        expect(isWithin(add(larger, usd('0.01')), one, other)).toBe(false);
      }),
    );
  });

  test('percents are rounded half up, and a hundred of them are the whole', () => {
    fc.assert(
      fc.property(money, (one) => {
        expect(percentOf(one, '100')).toEqual(one);
      }),
    );
    expect(percentOf(usd('0.10'), '5')).toEqual(usd('0.01'));
    expect(percentOf(usd('0.10'), '4.999999')).toEqual(usd('0.00'));
    expect(percentOf(subtract(usd('0.00'), usd('0.10')), '5')).toEqual(usd('-0.01'));
    expect(percentOf(usd('90071992547409.93'), '12.5')).toEqual(usd('11258999068426.24'));
  });
});

test('people read amounts to the last digit, however large', () => {
  expect(format({ currency: 'THB', amount: '1234567890123.45' }, 'en')).toMatch(
    /^THB\s1,234,567,890,123\.45$/,
  );
  expect(format(usd('19.75'), 'en')).toBe('$19.75');
  expect(format({ currency: 'VND', amount: '450000.00' }, 'en')).toBe('₫450,000');
  expect(format({ currency: 'VND', amount: '450000.50' }, 'en')).toBe('₫450,000.50');
});

test.each([
  ['USD and THB cannot be put together', () => add(usd('1.00'), { currency: 'THB', amount: '1.00' })],
  ['two decimals', () => add(usd('1.0'), usd('1.00'))],
  ['two decimals', () => compare(usd('1e2'), usd('1.00'))],
  ['two decimals', () => format(usd('abc'))],
  ['whole number of times', () => multiply(usd('1.00'), 1.5)],
  ['decimal text', () => percentOf(usd('1.00'), '12,5')],
])('%s: a mistake is a TypeError in words', (words, work) => {
  expect(work).toThrow(TypeError);
  expect(work).toThrow(words);
});
