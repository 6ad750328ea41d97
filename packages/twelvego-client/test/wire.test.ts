/** Laws of the leaf readers: money, local times, ids. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BookingId } from '../src/index.ts';
import {
  readBookingId,
  readCartId,
  readDecimal,
  readLocalDateTime,
  readTripKey,
  toBookingId,
  toDecimal,
  toLocalDate,
  toLocalDateTime,
  toPathDateTime,
  toProvinceId,
  toTripKey,
} from '../src/scalars.ts';
import { readBoolean, readInteger, readPrice } from '../src/wire.ts';

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
      fc.property(fc.stringMatching(/^\d{1,12}\.\d{1,20}$/), (text) => {
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
    ['a number that prints with an exponent', 1e-7],
    ['more than 20 decimals', `0.${'1'.repeat(21)}`],
    ['more than 20 decimals of a number', 1.2345678901234567e-6],
    ['exponent text', '1e400'],
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

  it('takes what a sum of doubles leaves behind as it prints', () => {
    expect(readDecimal(0.1 + 0.2)).toBe('0.30000000000000004');
    expect(readDecimal(JSON.parse('858.1999999999999'))).toBe('858.1999999999999');
  });

  it('takes every number from a thousandth to 10^12 by its shortest text, which reads back as that number', () => {
    const amounts = fc.double({ min: 0.001, max: 1e12, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(amounts, (amount) => {
        const text = readDecimal(amount);
        expect(text).toMatch(/^\d{1,12}(\.\d{1,20})?$/);
        expect(Object.is(Number(text), amount)).toBe(true);
      }),
    );
  });

  it('refuses a price in no currency, and knows a price without amount', () => {
    expect(readPrice({ value: 1, fxcode: 'baht' })).toBeUndefined();
    expect(readPrice({ value: null, fxcode: 'thb' })).toEqual({ value: null, fxcode: 'THB' });
    expect(readPrice({ fxcode: 'THB' })).toEqual({ value: null, fxcode: 'THB' });
    expect(readPrice([])).toBeUndefined();
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
    for (const text of [...texts, ...texts]) expect(readLocalDateTime(text.replace('T', ' '))).toBe(text);
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

  it('reads truth in all its spellings', () => {
    expect([true, 1, '1', 'true'].map(readBoolean)).toEqual([true, true, true, true]);
    expect([false, 0, '0', 'false', ''].map(readBoolean)).toEqual([false, false, false, false, false]);
    expect(readBoolean('maybe')).toBeUndefined();
  });
});
