/** The rate table: which rate converts what, how old it is, and when it may no longer be used. */
import {
  convert,
  createRateTable,
  equals,
  money,
  type RateInput,
  staleLimits,
  toContractMoney,
  toDecimal,
  viewRates,
} from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

const asOf = '2026-11-14T07:30:00Z';
const tableOf = (...rates: RateInput[]) => createRateTable({ source: 'rates-service', asOf, rates });
const usdThb = { from: 'USD', to: 'THB', rate: '34.10' };
const eurUsd = { from: 'EUR', to: 'USD', rate: '1.0874' };

describe('conversion', () => {
  it('uses the direct rate first', () => {
    const rates = viewRates(tableOf(usdThb, { from: 'THB', to: 'USD', rate: '0.02' }), asOf);
    expect(toContractMoney(convert(money('100', 'USD'), 'THB', rates))).toEqual({
      amount: '3410.00',
      currency: 'THB',
    });
    expect(toContractMoney(convert(money('100', 'THB'), 'USD', rates)).amount).toBe('2.00');
  });

  it('uses the exact inverse of the opposite rate next', () => {
    const rates = viewRates(tableOf(usdThb), asOf);
    const back = convert(money('100', 'THB'), 'USD', rates);
    expect(back).toMatchObject({ numerator: 100n * 100n, denominator: 3410n, currency: 'USD' });
    expect(equals(convert(back, 'THB', rates), money('100', 'THB'))).toBe(true);
  });

  it('goes through USD last, each leg direct or inverse', () => {
    const rates = viewRates(tableOf(usdThb, eurUsd, { from: 'USD', to: 'VND', rate: '25410' }), asOf);
    expect(toDecimal(convert(money('10', 'EUR'), 'THB', rates), 4)).toBe('370.8034');
    expect(toDecimal(convert(money('341', 'THB'), 'VND', rates), 0)).toBe('254100');
    expect(toDecimal(convert(money('370.8034', 'THB'), 'EUR', rates), 4)).toBe('10.0000');
  });

  it('keeps half a cent half a cent through an inverse that does not end', () => {
    const rates = viewRates(tableOf({ ...usdThb, rate: '7' }, { from: 'USD', to: 'EUR', rate: '14' }), asOf);
    expect(toContractMoney(convert(money('0.0075', 'THB'), 'EUR', rates)).amount).toBe('0.02');
  });

  it('prefers one leg to two', () => {
    const rates = viewRates(tableOf(usdThb, eurUsd, { from: 'THB', to: 'EUR', rate: '0.5' }), asOf);
    expect(toContractMoney(convert(money('1', 'EUR'), 'THB', rates)).amount).toBe('2.00');
  });

  it('leaves the same currency and zero alone, with no rate at all', () => {
    const same = money('1', 'THB');
    expect(convert(same, 'THB', null)).toBe(same);
    expect(toContractMoney(convert(money('0', 'THB'), 'USD', undefined))).toEqual({
      amount: '0.00',
      currency: 'USD',
    });
  });

  it('never invents a rate', () => {
    const rates = viewRates(tableOf(usdThb), asOf);
    const missing = expect.objectContaining({
      code: 'rate_missing',
      message: 'no rate from EUR to THB, direct, inverse or through USD',
    });
    expect(() => convert(money('1', 'EUR'), 'THB', rates)).toThrow(missing);
    expect(() => convert(money('1', 'EUR'), 'THB', null)).toThrow(missing);
    expect(() => convert(money('1', 'USD'), 'JPY', rates)).toThrow(
      expect.objectContaining({ code: 'rate_missing' }),
    );
    expect(() => convert(money('0', 'USD'), 'YYY', rates)).toThrow(
      expect.objectContaining({ code: 'unknown_currency' }),
    );
  });
});

describe('a rate table', () => {
  it('shows where each rate came from and when', () => {
    const table = tableOf(usdThb);
    expect(table).toMatchObject({ source: 'rates-service', asOf, asOfMs: Date.parse(asOf) });
    expect([...table.rates.values()]).toMatchObject([{ ...usdThb, source: 'rates-service', asOf }]);
  });

  it.each([
    [null, 'missing'],
    ['0', 'zero'],
    ['0.000', 'zero'],
    ['-34.1', 'negative'],
    ['NaN', 'not_a_number'],
    ['', 'not_a_number'],
  ])('refuses a rate of %j as %s', (rate, fault) => {
    expect(() => tableOf({ ...usdThb, rate })).toThrow(
      expect.objectContaining({ code: 'rate_invalid', message: `USD>THB: ${fault}` }),
    );
  });

  it('refuses a rate that is not there at all', () => {
    const row: unknown = { from: 'USD', to: 'THB' };
    expect(() => tableOf(row as RateInput)).toThrow(expect.objectContaining({ message: 'USD>THB: missing' }));
  });

  it('refuses a pair given twice and a currency that does not exist', () => {
    expect(() => tableOf(usdThb, usdThb)).toThrow(
      expect.objectContaining({ code: 'rate_invalid', message: 'USD>THB is given twice' }),
    );
    for (const pair of [
      { from: 'USD', to: 'BTC' },
      { from: 'BTC', to: 'USD' },
    ]) {
      expect(() => tableOf({ ...pair, rate: '1' })).toThrow(
        expect.objectContaining({ code: 'unknown_currency' }),
      );
    }
  });

  it.each([
    '2026-11-14',
    '2026-11-14T07:30:00',
    'yesterday',
    '2026-13-14T07:30:00Z',
    ' 2026-11-14T07:30:00Z',
    '+002026-11-14T07:30:00Z',
    '2026-11-14T07:30:00Z (UTC)',
    'x2026-11-14T07:30:00Z',
    '2026-11-14T07:30:00Zx',
    '',
  ])('refuses %j as its time', (time) => {
    expect(() => createRateTable({ source: 'a', asOf: time, rates: [] })).toThrow(
      expect.objectContaining({
        code: 'invalid_instant',
        message: 'asOf must be an ISO 8601 instant with a zone',
      }),
    );
  });

  it.each([
    '2026-11-14T14:30:00+07:00',
    '2026-11-14T07:30Z',
    '2026-11-14T07:30:00.000Z',
    '2026-11-14T07:30:00.0Z',
  ])('reads %s as the same instant', (time) => {
    expect(createRateTable({ source: 'a', asOf: time, rates: [] }).asOfMs).toBe(Date.parse(asOf));
  });
});

describe('the age of rates', () => {
  const at = (time: string, limits = staleLimits) => viewRates(tableOf(usdThb, eurUsd), time, limits);
  const price = (time: string) => toContractMoney(convert(money('1', 'EUR'), 'THB', at(time)));

  it.each([
    ['2026-11-14T07:30:00Z', 'fresh', 0],
    ['2026-11-14T07:45:00Z', 'fresh', 900_000],
    ['2026-11-14T07:45:00.001Z', 'warn', 900_001],
    ['2026-11-14T08:30:00Z', 'warn', 3_600_000],
    ['2026-11-14T08:30:00.001Z', 'refuse', 3_600_001],
    ['2026-11-14T07:15:00Z', 'fresh', -900_000],
    ['2026-11-14T07:14:59.999Z', 'refuse', -900_001],
  ])('at %s is %s', (now, freshness, ageMs) => {
    expect(at(now)).toMatchObject({ now, freshness, ageMs });
  });

  it('above 15 minutes still prices, above 60 refuses', () => {
    expect(price('2026-11-14T08:30:00Z').amount).toBe('37.08');
    expect(() => price('2026-11-14T08:31:00Z')).toThrow(
      expect.objectContaining({
        code: 'rate_stale',
        message: 'the EUR to USD rate is too old to price with',
      }),
    );
  });

  it('is measured against limits the caller may set', () => {
    const limits = { warnAfterMs: 1_000, refuseAfterMs: 2_000 };
    expect(at('2026-11-14T07:30:01.500Z', limits).freshness).toBe('warn');
    expect(at('2026-11-14T07:30:03Z', limits).freshness).toBe('refuse');
  });

  it('does not matter where no rate is needed', () => {
    const old = at('2026-11-15T07:30:00Z');
    expect(toContractMoney(convert(money('1', 'EUR'), 'EUR', old)).amount).toBe('1.00');
  });

  it('refuses a clock it cannot read', () => {
    expect(() => at('now')).toThrow(
      expect.objectContaining({
        code: 'invalid_instant',
        message: 'now must be an ISO 8601 instant with a zone',
      }),
    );
  });
});
