/** Refreshing rates: bad or suspicious ones are refused, the old ones stay and go on ageing. */
import {
  convert,
  createRateTable,
  money,
  type RateInput,
  type RateTable,
  refreshRates,
  toDecimal,
  viewRates,
} from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

const before = '2026-11-14T07:30:00Z';
const after = '2026-11-14T07:35:00Z';
const usdThb = { from: 'USD', to: 'THB', rate: '34.00' };
const usdVnd = { from: 'USD', to: 'VND', rate: '25000' };
const current = createRateTable({ source: 'old', asOf: before, rates: [usdThb, usdVnd] });

const refresh = (rates: RateInput[], table: RateTable | null = current, asOf = after) =>
  refreshRates(table, { source: 'new', asOf, rates });
const rateIn = (table: RateTable) => toDecimal(convert(money('1', 'USD'), 'THB', viewRates(table, after)));

describe('a refresh', () => {
  it('takes sound rates with their new source and time', () => {
    const { table, refusals } = refresh([{ ...usdThb, rate: '34.50' }, usdVnd]);
    expect(refusals).toEqual([]);
    expect(table).toMatchObject({ source: 'new', asOf: after, asOfMs: Date.parse(after) });
    expect(table.rates.get('USD>THB')).toMatchObject({ rate: '34.50', source: 'new', asOf: after });
    expect(rateIn(table)).toBe('34.50');
  });

  it.each([
    [null, 'missing'],
    ['0', 'zero'],
    ['-1', 'negative'],
    ['NaN', 'not_a_number'],
    ['Infinity', 'not_a_number'],
  ])('refuses %j as %s and keeps the old rate with its old time', (rate, reason) => {
    const { table, refusals } = refresh([{ ...usdThb, rate }, usdVnd]);
    expect(refusals).toEqual([{ from: 'USD', to: 'THB', reason, proposed: rate, kept: '34.00' }]);
    expect(table.rates.get('USD>THB')).toMatchObject({ rate: '34.00', source: 'old', asOf: before });
  });

  it.each([
    ['51.00', '50.00'],
    ['17.00', '50.00'],
    ['37.40001', '10.00'],
    ['30.59999', '10.00'],
  ])('refuses a move to %s in one step and says how far it was', (rate, movedPercent) => {
    const { table, refusals } = refresh([{ ...usdThb, rate }, usdVnd]);
    expect(refusals).toEqual([
      { from: 'USD', to: 'THB', reason: 'moved_too_far', proposed: rate, kept: '34.00', movedPercent },
    ]);
    expect(rateIn(table)).toBe('34.00');
  });

  it.each(['37.40', '30.60', '34'])('takes a move of up to ten percent: %s', (rate) => {
    expect(refresh([{ ...usdThb, rate }, usdVnd]).refusals).toEqual([]);
  });

  it('takes another limit from the caller', () => {
    const proposed = { source: 'new', asOf: after, rates: [{ ...usdThb, rate: '34.50' }, usdVnd] };
    expect(refreshRates(current, proposed, '1').refusals).toMatchObject([{ movedPercent: '1.47' }]);
    expect(() => refreshRates(current, proposed, 'ten')).toThrow(
      expect.objectContaining({ message: 'moveLimitPercent must be decimal text such as "12.50"' }),
    );
  });

  it('keeps a rate its source no longer gives, until it is too old to use', () => {
    const { table, refusals } = refresh([usdVnd]);
    expect(refusals).toEqual([{ from: 'USD', to: 'THB', reason: 'missing', proposed: null, kept: '34.00' }]);
    expect(rateIn(table)).toBe('34.00');
    const late = viewRates(table, '2026-11-14T08:30:01Z');
    expect(late.freshness).toBe('warn');
    expect(() => convert(money('1', 'USD'), 'THB', late)).toThrow(
      expect.objectContaining({ code: 'rate_stale' }),
    );
    expect(toDecimal(convert(money('1', 'USD'), 'VND', late))).toBe('25000');
  });

  it('takes neither of two answers for one pair', () => {
    const { table, refusals } = refresh([usdThb, { ...usdThb, rate: '34.20' }, usdVnd]);
    expect(refusals.map(({ reason, proposed, kept }) => [reason, proposed, kept])).toEqual([
      ['repeated', '34.00', '34.00'],
      ['repeated', '34.20', '34.00'],
    ]);
    expect(table.rates.get('USD>THB')?.source).toBe('old');
  });

  it('is not stopped by a currency it does not know', () => {
    const { table, refusals } = refresh([
      { from: 'USD', to: 'BTC', rate: '1' },
      { from: 'BTC', to: 'USD', rate: '1' },
      usdThb,
      usdVnd,
    ]);
    expect(refusals.map(({ to, reason, kept }) => [to, reason, kept])).toEqual([
      ['BTC', 'unknown_currency', null],
      ['USD', 'unknown_currency', null],
    ]);
    expect([...table.rates.keys()]).toEqual(['USD>THB', 'USD>VND']);
  });

  it('refuses an answer older than the table as a whole', () => {
    const { table, refusals } = refresh(
      [
        { ...usdThb, rate: '34.50' },
        { from: 'USD', to: 'JPY', rate: '155' },
      ],
      current,
      '2026-11-14T07:29:59Z',
    );
    expect(table).toBe(current);
    expect(refusals).toEqual([
      { from: 'USD', to: 'THB', reason: 'out_of_date', proposed: '34.50', kept: '34.00' },
      { from: 'USD', to: 'JPY', reason: 'out_of_date', proposed: '155', kept: null },
    ]);
    expect(refresh([usdThb, usdVnd], current, before).refusals).toEqual([]);
  });

  it('starts from nothing, taking the sound rates and naming the rest', () => {
    const { table, refusals } = refresh([usdThb, { ...usdVnd, rate: '0' }], null);
    expect([...table.rates.keys()]).toEqual(['USD>THB']);
    expect(refusals).toEqual([{ from: 'USD', to: 'VND', reason: 'zero', proposed: '0', kept: null }]);
  });

  it('takes a pair it has not seen before', () => {
    const { table } = refresh([usdThb, usdVnd, { from: 'USD', to: 'JPY', rate: '155' }]);
    expect(table.rates.size).toBe(3);
  });

  it('changes neither table', () => {
    refresh([{ ...usdThb, rate: '34.50' }]);
    expect(current.rates.get('USD>THB')?.rate).toBe('34.00');
    expect(current.rates.size).toBe(2);
  });

  it('refuses a time it cannot read', () => {
    expect(() => refresh([], current, 'soon')).toThrow(
      expect.objectContaining({ message: 'asOf must be an ISO 8601 instant with a zone' }),
    );
  });
});
