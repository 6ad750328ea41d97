/** Money: reading, arithmetic, rounding and printing. */
import {
  add,
  compare,
  equals,
  fromUpstream,
  money,
  moneyFromMinor,
  multiply,
  round,
  roundingModes,
  subtract,
  toContractMoney,
  toDecimal,
  toMinor,
} from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

describe('decimal text', () => {
  it.each([
    ['858.2', '858.20'],
    ['0', '0.00'],
    ['-0.05', '-0.05'],
    ['-12', '-12.00'],
    ['007.10', '7.10'],
    ['1.5e3', '1500.00'],
    ['1.5E+3', '1500.00'],
    ['1.255e2', '125.50'],
    ['1e10', '10000000000.00'],
    ['1234.5e-2', '12.35'],
    ['-2e0', '-2.00'],
    ['25e-1', '2.50'],
    ['999999999999999999999999999999.99', '999999999999999999999999999999.99'],
  ])('reads %s exactly', (text, printed) => {
    expect(toDecimal(money(text, 'USD'))).toBe(printed);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1.',
    '.5',
    '1,000',
    '+1',
    'NaN',
    'Infinity',
    '0x10',
    '1e',
    '1e100',
    '--1',
    '1.2.3',
    'x1',
    '1x',
    'x1e2',
    '1e2x',
    '1_000',
    '٣',
  ])('refuses %j', (text) => {
    expect(() => money(text, 'USD')).toThrow(expect.objectContaining({ code: 'invalid_decimal' }));
  });

  it('refuses more digits than any price has, so that hostile text costs nothing', () => {
    expect(() => money('1'.repeat(31), 'USD')).toThrow(expect.objectContaining({ code: 'invalid_decimal' }));
    expect(() => money(`1.${'1'.repeat(31)}`, 'USD')).toThrow(
      expect.objectContaining({ code: 'invalid_decimal' }),
    );
  });

  it('refuses a JavaScript number that slipped past the compiler', () => {
    const slipped: unknown = 858.2;
    expect(() => money(slipped as string, 'THB')).toThrow(
      expect.objectContaining({ code: 'invalid_decimal' }),
    );
  });

  it('counts the minor units of an amount however many decimals are asked for', () => {
    expect(toMinor(money('1', 'USD'), 120)).toBe(10n ** 120n);
  });
});

describe('minor units', () => {
  it('follow ISO 4217 inside: none for JPY, two for THB, three for KWD', () => {
    expect(toMinor(money('1200', 'JPY'))).toBe(1200n);
    expect(toMinor(money('858.2', 'THB'))).toBe(85_820n);
    expect(toMinor(money('1.255', 'KWD'))).toBe(1255n);
    expect([toDecimal(money('1200', 'JPY')), toDecimal(money('1.2', 'KWD'))]).toEqual(['1200', '1.200']);
  });

  it("can be counted in the contract's hundredths for every currency", () => {
    expect(toContractMoney(moneyFromMinor(1750n, 'USD', 2))).toEqual({ amount: '17.50', currency: 'USD' });
    expect(toContractMoney(moneyFromMinor(120_000n, 'JPY', 2))).toEqual({
      amount: '1200.00',
      currency: 'JPY',
    });
    expect(toMinor(money('1.255', 'KWD'), 2)).toBe(126n);
    expect(moneyFromMinor(5n, 'JPY').numerator).toBe(5n);
    expect(() => moneyFromMinor(1n, 'ZZZ', 2)).toThrow(expect.objectContaining({ code: 'unknown_currency' }));
  });

  it('round by the mode that is named', () => {
    const half = money('-0.125', 'USD');
    const cents = Object.fromEntries(roundingModes.map((mode) => [mode, toDecimal(half, 2, mode)]));
    expect(cents).toEqual({
      down: '-0.13',
      halfAwayFromZero: '-0.13',
      halfDown: '-0.13',
      halfEven: '-0.12',
      halfOdd: '-0.13',
      halfTowardsZero: '-0.12',
      halfUp: '-0.12',
      up: '-0.12',
    });
    expect(toMinor(half, 2, 'down')).toBe(-13n);
  });

  it('round to the currency by default and stay money', () => {
    expect(equals(round(money('10.5', 'JPY')), money('11', 'JPY'))).toBe(true);
    expect(equals(round(money('10.555', 'USD'), 1, 'up'), money('10.6', 'USD'))).toBe(true);
  });
});

describe('arithmetic', () => {
  it('adds, subtracts and multiplies exactly, below zero too', () => {
    expect(toDecimal(add(money('0.10', 'USD'), money('0.20', 'USD')))).toBe('0.30');
    expect(toDecimal(subtract(money('0.10', 'USD'), money('0.205', 'USD')), 3)).toBe('-0.105');
    expect(toDecimal(multiply(money('780.00', 'THB'), '1.10'))).toBe('858.00');
  });

  it('names the figure it cannot read', () => {
    const unreadable = (field: string) =>
      expect.objectContaining({
        code: 'invalid_decimal',
        message: `${field} must be decimal text such as "12.50"`,
      });
    expect(() => multiply(money('1', 'USD'), 'twice')).toThrow(unreadable('factor'));
    expect(() => fromUpstream({ value: 'x', currency: 'USD' })).toThrow(unreadable('amount'));
  });

  it('stays in lowest terms, so that long sums do not grow', () => {
    let sum = money('0', 'USD');
    for (let turn = 0; turn < 500; turn += 1) sum = add(sum, money('0.001', 'USD'));
    expect(sum).toMatchObject({ numerator: 1n, denominator: 2n });
    expect(subtract(sum, money('1.50', 'USD'))).toMatchObject({ numerator: -1n, denominator: 1n });
    expect(multiply(money('2.5', 'USD'), '0.4')).toMatchObject({ numerator: 1n, denominator: 1n });
  });

  it('compares amounts, not spellings', () => {
    expect(compare(money('1.50', 'USD'), money('1.5', 'USD'))).toBe(0);
    expect(compare(money('-1', 'USD'), money('0.5', 'USD'))).toBe(-1);
    expect(compare(money('2', 'USD'), money('0.5', 'USD'))).toBe(1);
    expect(equals(money('1', 'USD'), money('1', 'THB'))).toBe(false);
    expect(equals(money('1', 'USD'), money('2', 'USD'))).toBe(false);
  });

  it('refuses to mix currencies that are only known at run time', () => {
    const [thb, usd] = [
      { value: '1', currency: 'THB' },
      { value: '1', currency: 'USD' },
    ].map(fromUpstream);
    if (thb === undefined || usd === undefined) throw new Error('no money');
    const mismatch = expect.objectContaining({
      code: 'currency_mismatch',
      message: 'THB and USD cannot be combined',
    });
    expect(() => add(thb, usd)).toThrow(mismatch);
    expect(() => subtract(thb, usd)).toThrow(mismatch);
    expect(() => compare(thb, usd)).toThrow(mismatch);
  });
});
