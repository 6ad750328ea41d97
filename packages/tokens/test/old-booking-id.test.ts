/** Promises of old booking ids: only their own client opens them, whatever is spliced into them, and none is ever issued again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBookingIds, oldBookingIdsSchema, openEncodedId, withOldBookingIds } from '../src/index.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const rule = { prefix: 'OB', alphabet, shift: 0 };

const tagged = (tag: string, value: string): string =>
  `${tag}${String(value.length).padStart(2, '0')}${value}`;
/** As the system before encoded: each letter moved forward. */
const encode = (
  record: string,
  { shift, letters = alphabet, prefix = 'OB' }: { shift: number; letters?: string; prefix?: string },
) =>
  prefix +
  [...record]
    .map((letter) => {
      const at = (letters.indexOf(letter) + shift) % letters.length;
      return letters.charAt(at < 0 ? at + letters.length : at);
    })
    .join('');
const recordOf = (bid: string, client: string): string => `0102V1${tagged('04', bid)}${tagged('05', client)}`;

describe('an encoded id', () => {
  it('opens to the 12go id for its own client alone, whatever the shift', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 200 }), fc.bigInt(1n, 10n ** 19n - 1n), (shift, bid) => {
        const id = encode(recordOf(String(bid), 'acme'), { shift });
        expect(openEncodedId({ ...rule, shift }, 'acme', id)).toBe(String(bid));
        expect(openEncodedId({ ...rule, shift }, 'acm', id)).toBeUndefined();
        expect(openEncodedId({ ...rule, shift }, 'other', id)).toBeUndefined();
      }),
    );
  });

  it('opens with further tags, in any order', () => {
    const text = `OB0102V1${tagged('09', 'XYZ')}${tagged('05', 'acme')}${tagged('07', '')}${tagged('04', '8451207')}`;
    expect(openEncodedId(rule, 'acme', text)).toBe('8451207');
  });

  it.each([
    ['another prefix', 'XX0102V1040784512070504acme'],
    ['no prefix', '0102V1040784512070504acme'],
    ['another version', 'OB0102V2040784512070504acme'],
    ['the version not in front', `OB${tagged('09', '0102V1')}040784512070504acme`],
    ['no client', 'OB0102V104078451207'],
    ['no 12go id', 'OB0102V10504acme'],
    ['a 12go id that begins with 0', `OB0102V1${tagged('04', '0845')}0504acme`],
    ['a 12go id of letters', `OB0102V1${tagged('04', '84512a7')}0504acme`],
    ['a 12go id of 20 digits', `OB0102V1${tagged('04', '1'.repeat(20))}0504acme`],
    ['a client given twice', `OB0102V1040784512070504acme${tagged('05', 'acme')}`],
    ['a length that is too long', 'OB0102V1040784512070505acme'],
    ['a length that is too short', 'OB0102V1040784512070503acme'],
    ['a tag of letters', 'OB0102V1040784512070504acmeAB01x'],
    ['a length of letters', 'OB0102V1040784512070504acme09xx'],
    ['half a tag behind', 'OB0102V1040784512070504acme0'],
    ['a letter that is not of the alphabet', 'OB0102V1040784512070504acme0902é!'],
    [
      'more than 512 letters',
      `OB0102V1040784512070504acme${tagged('08', 'x'.repeat(99)).repeat(1)}${tagged('09', 'x'.repeat(99))}${tagged('10', 'x'.repeat(99))}${tagged('11', 'x'.repeat(99))}${tagged('12', 'x'.repeat(99))}`,
    ],
    ['nothing', ''],
  ])('is none with %s', (_, text) => {
    expect(openEncodedId(rule, 'acme', text)).toBeUndefined();
  });

  it('of 512 letters is read', () => {
    const base = 'OB0102V1040784512070504acme';
    const filler = ['08', '09', '10', '11'].map((tag) => tagged(tag, 'x'.repeat(99))).join('');
    const rest = 512 - base.length - filler.length - 4;
    const text = `${base}${filler}${tagged('12', 'x'.repeat(rest))}`;
    expect(text).toHaveLength(512);
    expect(openEncodedId(rule, 'acme', text)).toBe('8451207');
  });
});

describe('the file of old ids', () => {
  const file = { encoded: rule, short: [{ id: 'Ab3dE5gH1j', bid: '77', client: 'acme' }] };

  it('is read, with either part left out', () => {
    expect(oldBookingIdsSchema.parse(file)).toEqual(file);
    expect(oldBookingIdsSchema.parse({})).toEqual({ short: [] });
  });

  it.each([
    ['an empty prefix', { encoded: { ...rule, prefix: '' } }],
    ['a prefix of 17 letters', { encoded: { ...rule, prefix: 'x'.repeat(17) } }],
    ['an alphabet with a letter twice', { encoded: { ...rule, alphabet: `${alphabet}0` } }],
    ['an alphabet of ten', { encoded: { ...rule, alphabet: '0123456789' } }],
    ['an alphabet beyond ASCII', { encoded: { ...rule, alphabet: `${alphabet}é` } }],
    ['an alphabet with a blank', { encoded: { ...rule, alphabet: `${alphabet} ` } }],
    ['a shift that is no whole number', { encoded: { ...rule, shift: 1.5 } }],
    ['a member that it does not know', { ...file, extra: 1 }],
    ['a rule with a member that it does not know', { encoded: { ...rule, extra: 1 } }],
    ['a short id of ten digits', { short: [{ id: '1234567890', bid: '77', client: 'acme' }] }],
    ['a short id of nine letters', { short: [{ id: 'Ab3dE5gH1', bid: '77', client: 'acme' }] }],
    ['a short id of eleven', { short: [{ id: 'Ab3dE5gH1jk', bid: '77', client: 'acme' }] }],
    ['a short id with a sign', { short: [{ id: 'Ab3dE5gH1-', bid: '77', client: 'acme' }] }],
    ['a 12go id that begins with 0', { short: [{ id: 'Ab3dE5gH1j', bid: '077', client: 'acme' }] }],
    ['no client', { short: [{ id: 'Ab3dE5gH1j', bid: '77', client: '' }] }],
    ['a client of 65 letters', { short: [{ id: 'Ab3dE5gH1j', bid: '77', client: 'c'.repeat(65) }] }],
    ['a short id twice', { short: [file.short[0], { ...file.short[0], client: 'other' }] }],
  ])('is refused with %s', (_, bad) => {
    expect(oldBookingIdsSchema.safeParse(bad).success).toBe(false);
  });

  it('says what is given twice', () => {
    const twice = oldBookingIdsSchema.safeParse({ short: [file.short[0], file.short[0]] });
    expect(twice.error?.issues[0]?.message).toBe('names an id twice');
    const letters = oldBookingIdsSchema.safeParse({ encoded: { ...rule, alphabet: `${alphabet}0` } });
    expect(letters.error?.issues[0]?.message).toBe('has a letter twice');
  });

  it('takes the longest that is allowed', () => {
    const long = {
      encoded: { ...rule, prefix: 'x'.repeat(16) },
      short: [{ ...file.short[0], client: 'c'.repeat(64) }],
    };
    expect(oldBookingIdsSchema.safeParse(long).success).toBe(true);
  });
});

describe('ids with the old ones', () => {
  const own = createBookingIds(Buffer.alloc(32, 7));
  const short = [{ id: 'Ab3dE5gH1j', bid: '77', client: 'acme' }];
  /** Made anew in each test. */
  const withOld = () => withOldBookingIds(own, { encoded: rule, short });

  it('open what is issued now, encoded ids, and those of the table', () => {
    const ids = withOld();
    expect(ids.open('acme', own.issue('acme', '5'))).toBe('5');
    expect(ids.open('acme', 'OB0102V1040784512070504acme')).toBe('8451207');
    expect(ids.open('acme', 'Ab3dE5gH1j')).toBe('77');
  });

  it('open none of another client, and none that nobody was given', () => {
    const ids = withOld();
    expect(ids.open('other', own.issue('acme', '5'))).toBeUndefined();
    expect(ids.open('other', 'OB0102V1040784512070504acme')).toBeUndefined();
    expect(ids.open('other', 'Ab3dE5gH1j')).toBeUndefined();
    expect(ids.open('acme', 'Ab3dE5gH1k')).toBeUndefined();
  });

  it('tell of a booking by the id of the table, and issue none but new ones', () => {
    const ids = withOld();
    expect(ids.told('acme', '77')).toBe('Ab3dE5gH1j');
    expect(ids.told('other', '77')).toBe(own.issue('other', '77'));
    expect(ids.told('acme', '78')).toBe(own.issue('acme', '78'));
    expect(ids.issue('acme', '77')).toBe(own.issue('acme', '77'));
  });

  it('without a rule for encoded ones open none of them', () => {
    expect(withOldBookingIds(own, { short }).open('acme', 'OB0102V1040784512070504acme')).toBeUndefined();
  });
});
