/** Laws of the leaf readers: money, local times, ids. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BookingId } from '../src/index.ts';
import {
  readDecimal,
  readPrice,
  readSignedDecimal,
  readSignedPrice,
  toDecimal,
} from '../src/reading/amounts.ts';
import { readBoolean, readInteger, readList, readMinutes, readWords } from '../src/reading/leaves.ts';
import {
  readBookingId,
  readCartId,
  readLocalDateTime,
  readTripKey,
  toBookingId,
  toLocalDate,
  toLocalDateTime,
  toPathDateTime,
  toProvinceId,
  toTripKey,
} from '../src/reading/scalars.ts';

const twoDigits = (value: number) => String(value).padStart(2, '0');
const localParts = fc.record({
  year: fc.integer({ min: 2000, max: 2099 }),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 28 }),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  second: fc.integer({ min: 0, max: 59 }),
});

describe('money', () => {
  it('keeps every cent amount digit for digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99_999_999_999_999n }), (cents) => {
        const text = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
        const shortest = text.replace(/\.?0+$/, '');
        expect(readDecimal(JSON.parse(text))).toBe(
          shortest === ''
            ? '0'
            : shortest.includes('.') || !text.endsWith('.00')
              ? shortest
              : String(cents / 100n),
        );
      }),
    );
  });

  it('takes decimal text as it stands', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,12}\.\d{1,3}$/), (text) => {
        expect(readDecimal(text)).toBe(text);
      }),
    );
  });

  it.each([
    ['Infinity by exponent', JSON.parse('1e400')],
    ['not a number', Number.NaN],
    ['negative', -1],
    ['negative text', '-1'],
    ['10^12', 1e12],
    ['10^18', 1e18],
    ['below zero by a cent', -0.01],
    ['below zero by a tenth of a cent', '-0.001'],
    ['more than 20 decimals', `0.${'1'.repeat(21)}`],
    ['infinity as exponent text', '1e400'],
    ['10^12 as exponent text', '1e12'],
    ['a thousand separator', '1,250.00'],
    ['an amount with its currency', '17.5 USD'],
    ['hexadecimal', '0x10'],
    ['empty', ''],
    ['spaced', ' 1'],
    ['null', null],
    ['boolean', true],
    ['array', [1]],
  ])('refuses %s', (_name, value) => {
    expect(readDecimal(value)).toBeUndefined();
  });

  it('keeps a third decimal', () => {
    expect(readDecimal(858.205)).toBe('858.205');
  });

  it.each([
    [0.1 + 0.2, '0.3'],
    [17.500000000000004, '17.5'],
    ['17.500000000000004', '17.5'],
    [JSON.parse('858.1999999999999'), '858.2'],
    [4.263256414560601e-14, '0'],
    [-5.329070518200751e-15, '0'],
    ['5.551115123125783E-17', '0'],
    [-0, '0'],
    ['-0.00', '0'],
    [1e-7, '0'],
    ['1.25e2', '125'],
    ['8.582E+2', '858.2'],
    ['1750e-2', '17.5'],
    ['0e999', undefined],
  ])('takes %j as %j: what float arithmetic left in it goes', (value, text) => {
    expect(readDecimal(value)).toBe(text);
  });

  it.each([
    ['JPY', 1250.0004, '1250'],
    ['JPY', 1250.4, '1250.4'],
    ['KWD', 1.234001, '1.234001'],
    ['KWD', 1.2340000001, '1.234'],
    ['USD', 0.00001, '0.00001'],
    ['USD', 0.000009, '0'],
  ])(
    'counts in %s less than a thousandth of the minor unit as residue: %j is %s',
    (currency, value, text) => {
      expect(readDecimal(value, currency)).toBe(text);
    },
  );

  it('moves no number by a thousandth of a cent or more', () => {
    const amounts = fc.double({ min: 0.001, max: 1e11, noNaN: true });
    fc.assert(
      fc.property(amounts, (amount) => {
        const text = readDecimal(amount);
        expect(text).toMatch(/^\d{1,12}(\.\d{1,20})?$/);
        expect(Math.abs(Number(text) - amount)).toBeLessThan(0.000_010_001);
      }),
    );
  });

  it('reads a difference below zero where one may be', () => {
    expect(readSignedDecimal(-12.5)).toBe('-12.5');
    expect(readSignedDecimal('-1.25e1')).toBe('-12.5');
    expect(readSignedPrice({ value: -2, fxcode: 'usd' })).toEqual({ value: '-2', fxcode: 'USD' });
    expect(readSignedPrice({ value: Number.NaN, fxcode: 'USD' })).toBeUndefined();
  });

  it('refuses a price in no currency, and knows a price without amount', () => {
    expect(readPrice({ value: 1, fxcode: 'baht' })).toBeUndefined();
    expect(readPrice({ value: null, fxcode: 'thb' })).toEqual({ value: null, fxcode: 'THB' });
    expect(readPrice({ fxcode: 'THB' })).toEqual({ value: null, fxcode: 'THB' });
  });

  it.each([
    [null],
    [undefined],
    [false],
    [''],
    [[]],
    [{}],
    [{ value: '' }],
    [{ value: '', fxcode: null }],
    [{ value: null, fxcode: null }],
    [{ value: 0, fxcode: '' }],
  ])('takes %j for no price', (value) => {
    expect(readPrice(value)).toBeNull();
  });

  it('throws without quoting what it refuses', () => {
    expect(() => toDecimal('secret')).toThrow(/^not a plain/);
    expect(() => toBookingId('secret')).toThrow('not a booking id of 12go');
  });
});

describe('local times', () => {
  it('reads the four spellings as one, whatever offset trails', () => {
    const offset = fc.constantFrom('', 'Z', '+07:00', '-0500', ' +07:00', '+07');
    fc.assert(
      fc.property(localParts, offset, (at, zone) => {
        const date = `${at.year}-${twoDigits(at.month)}-${twoDigits(at.day)}`;
        const [hour, minute, second] = [at.hour, at.minute, at.second].map(twoDigits);
        const whole = `${date}T${hour}:${minute}:${second}`;
        const cut = `${date}T${hour}:${minute}:00`;
        for (const text of [
          `${date} ${hour}:${minute}:${second}`,
          whole,
          `${date}-${hour}-${minute}-${second}`,
        ]) {
          expect(readLocalDateTime(text + zone)).toBe(whole);
        }
        for (const text of [
          `${date} ${hour}:${minute}`,
          `${date}T${hour}:${minute}`,
          `${date}-${hour}:${minute}`,
        ]) {
          expect(readLocalDateTime(text + zone)).toBe(cut);
        }
      }),
    );
  });

  it('reads a time the same way however many others were read since', () => {
    const start = Date.UTC(2026, 0, 1);
    const texts = Array.from({ length: 25_000 }, (_, minute) =>
      new Date(start + minute * 60_000).toISOString().slice(0, 19),
    );
    const isReadOtherwise = (text: string): boolean => readLocalDateTime(text.replace('T', ' ')) !== text;
    expect([...texts, ...texts].filter(isReadOtherwise)).toEqual([]);
  });

  it('reads the object that PHP makes of a date', () => {
    const date = '2026-12-05 22:00:00.000000';
    expect(readLocalDateTime({ date, timezone_type: 3, timezone: 'Asia/Bangkok' })).toBe(
      '2026-12-05T22:00:00',
    );
    expect(readLocalDateTime({})).toBeUndefined();
  });

  it('survives the path spelling and back', () => {
    fc.assert(
      fc.property(localParts, (at) => {
        const date = `${at.year}-${twoDigits(at.month)}-${twoDigits(at.day)}`;
        const time = toLocalDateTime(
          `${date} ${twoDigits(at.hour)}:${twoDigits(at.minute)}:${twoDigits(at.second)}`,
        );
        expect(toLocalDateTime(toPathDateTime(time))).toBe(time);
      }),
    );
  });

  it.each([
    '2026-02-29 10:00',
    '2026-13-01 10:00',
    '2026-01-00 10:00',
    '2026-01-01 24:00',
    '2026-01-01 10:60',
    '2026-01-01',
    '0000-00-00 00:00:00',
    'soon',
    7,
    null,
  ])('refuses %s', (value) => {
    expect(readLocalDateTime(value)).toBeUndefined();
  });

  it('knows leap days', () => {
    expect(readLocalDateTime('2028-02-29 10:00')).toBe('2028-02-29T10:00:00');
    expect(() => toLocalDate('2027-02-29')).toThrow(TypeError);
    expect(toLocalDate('2028-02-29')).toBe('2028-02-29');
    expect(() => toLocalDate('2028-2-9')).toThrow(TypeError);
  });
});

describe('ids', () => {
  it('reads a booking id alike from a number and from text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (id) => {
        expect(readBookingId(id)).toBe(String(id));
        expect(readBookingId(String(id))).toBe(String(id));
      }),
    );
  });

  it.each([0, -1, 1.5, 2 ** 53, '', '0', '01', 'x1', '1/../2', null, {}])(
    'refuses %s as a booking id',
    (value) => {
      expect(readBookingId(value)).toBeUndefined();
    },
  );

  it('lets no path through as a key', () => {
    for (const hostile of ['..', '.', '', 'a/b', 'a?k=1', 'a%2e', 'a#b', 'a b', 'x'.repeat(65)]) {
      expect(readTripKey(hostile)).toBeUndefined();
      expect(readCartId(hostile)).toBeUndefined();
    }
    expect(toTripKey('VN0fSc0fY87jib04V0pW41sL')).toBe('VN0fSc0fY87jib04V0pW41sL');
    expect(() => toProvinceId(0)).toThrow(TypeError);
  });
});

describe('brands', () => {
  it('keep one kind of id from being passed for another', () => {
    const bookings: BookingId[] = [toBookingId(1)];
    // @ts-expect-error a trip key is no booking id
    bookings.push(toTripKey('VN0fSc0fY87jib04V0pW41sL'));
    // @ts-expect-error a plain string is no booking id
    bookings.push('1');
    expect(bookings).toHaveLength(3);
  });
});

describe("PHP's habits", () => {
  it('reads integers sent as text', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(readInteger(String(value))).toBe(value);
      }),
    );
    expect(readInteger('1.5')).toBeUndefined();
    expect(readInteger(1.5)).toBeUndefined();
  });

  it.each([[8], ['8'], ['8.0'], ['8.00'], [8.000000000000002], ['0.8e1']])(
    'reads the integer %j',
    (value) => {
      expect(readInteger(value)).toBe(8);
    },
  );

  it('reads minutes to the whole one', () => {
    expect([360.5, '360.0', '90', 12].map(readMinutes)).toEqual([361, 360, 90, 12]);
    expect([null, '', [], 'soon'].map(readMinutes)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('reads a list with holes, and one that kept the keys of its objects', () => {
    expect(readList({ 1: 'a', 3: 'b' })).toEqual(['a', 'b']);
    expect(readList({ first: { id: 1 }, second: { id: 2 } })).toEqual([{ id: 1 }, { id: 2 }]);
    expect(readList({})).toEqual([]);
    expect(readList({ name: 'a' })).toBeUndefined();
    expect(readList('a')).toBeUndefined();
  });

  it('reads the words in whatever holds them', () => {
    expect(readWords('one')).toEqual(['one']);
    expect(readWords(['first', 'second'])).toEqual(['first', 'second']);
    expect(readWords([{ message: 'first', code: 'x' }, { text: 'second' }])).toEqual(['first', 'second']);
    expect(readWords({ isEmpty: 'Required' })).toEqual(['Required']);
    expect([null, '', [], false, {}].flatMap((value) => readWords(value))).toEqual([]);
  });

  it('reads truth in all its spellings', () => {
    expect([true, 1, '1', 'true', 'TRUE', '\u0001'].map(readBoolean)).not.toContain(false);
    expect([true, 1, '1', 'true', 'TRUE', '\u0001'].map(readBoolean)).not.toContain(undefined);
    expect([false, 0, '0', 'false', ''].map(readBoolean)).toEqual([false, false, false, false, false]);
    expect(readBoolean('maybe')).toBeUndefined();
  });
});
