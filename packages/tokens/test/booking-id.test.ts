/** Promises of booking ids: they name their booking to their own client and to nobody else, for ever. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBookingIds } from '../src/index.ts';

const ids = createBookingIds(Buffer.alloc(32, 7));
const bids = fc.stringMatching(/^\d{1,20}$/);

describe('booking ids', () => {
  it('give the 12go id back to the client they were issued to', () => {
    fc.assert(
      fc.property(bids, fc.string({ minLength: 1 }), (bid, clientId) => {
        const id = ids.issue(clientId, bid);
        expect(id).toMatch(/^BK-\d+-[0-9A-HJKMNP-TV-Z]{5}$/);
        expect(ids.open(clientId, id)).toBe(bid);
      }),
    );
  });

  it('never change: partners keep them for years', () => {
    expect(ids.issue('acme', '8451207')).toBe('BK-8451207-Y9B0C');
  });

  it('are unknown to every other client, and under every other number', () => {
    const id = ids.issue('acme', '8451207');
    expect(ids.open('other', id)).toBeUndefined();
    expect(ids.open('acme', id.replace('8451207', '8451208'))).toBeUndefined();
    expect(ids.open('acme', id.replace('8451207', '08451207'))).toBeUndefined();
  });

  it('accept exactly one tag out of every single-character change', () => {
    const id = ids.issue('acme', '8451207');
    const letters = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
    const accepted = [10 + 1, 10 + 2, 10 + 3, 10 + 4, 10 + 5].flatMap((place) =>
      letters
        .map((letter) => id.slice(0, place) + letter + id.slice(place + 1))
        .filter((text) => ids.open('acme', text)),
    );
    expect(new Set(accepted)).toEqual(new Set([id]));
  });

  it.each([
    '',
    'BK-8451207',
    '8451207',
    'BK--AAAAA',
    'BK-8451207-aaaaa',
    'BK-8451207-AAAAAA',
    'bk-8451207-AAAAA',
  ])('refuse %j', (text) => {
    expect(ids.open('acme', text)).toBeUndefined();
  });

  it('need a secret of 32 bytes and a numeric 12go id', () => {
    expect(() => createBookingIds(Buffer.alloc(31))).toThrow(RangeError);
    expect(() => ids.issue('acme', '84-51')).toThrow(RangeError);
  });
});
