/** Promises of the three tokens: round trip, client, version, life, size, and one named reason for each refusal. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKeyRing } from '../../src/tokens/key-ring.ts';
import {
  type BookingToken,
  bookingTokenExpiry,
  createTokens,
  type IncompleteResult,
  type RefundOption,
  TOKEN_LENGTH_MAX,
} from '../../src/tokens/payloads.ts';
import { createBoxes } from '../../src/tokens/seal.ts';
import { TokenError } from '../../src/tokens/token-error.ts';

const boxes = createBoxes(parseKeyRing(`k1:${Buffer.alloc(32, 1).toString('base64')}`));
const tokens = createTokens(boxes);
const now = 1_793_180_400;
const here = { clientId: 'acme', nowSeconds: now };

const booking: BookingToken = {
  v: 1,
  cid: 'c8Kq2Zt1',
  tid: 'VN0fSc0fY87jib04V0pW41sL',
  st: [61020, 61388],
  dt: '2026-12-05T22:00',
  np: { adult: 1750 },
  cur: 'USD',
  sh: '3fa91c',
  cli: 'acme',
  cc: 'ACME-VN',
  iat: now,
  exp: now + 1200,
  pax: 2,
};
const confirm: IncompleteResult = {
  v: 1,
  op: 'confirm',
  bid: '8451207',
  cli: 'acme',
  iat: now,
  exp: now + 900,
};
const create: IncompleteResult = {
  v: 1,
  op: 'create',
  cid: 'c8Kq2Zt1',
  ik: 'b0e2f5c1',
  cli: 'acme',
  iat: now,
  exp: now + 900,
};
const refund: RefundOption = {
  v: 1,
  bid: '8451207',
  h: 'f00d',
  a: 3700,
  c: 'USD',
  cli: 'acme',
  exp: now + 600,
};

const refused = (reason: string) => expect.objectContaining({ name: 'TokenError', reason });

describe('tokens', () => {
  it('open to the payload they were issued for', () => {
    expect(tokens.booking.open(tokens.booking.issue(booking), here)).toEqual(booking);
    expect(tokens.incompleteResult.open(tokens.incompleteResult.issue(confirm), here)).toEqual(confirm);
    expect(tokens.incompleteResult.open(tokens.incompleteResult.issue(create), here)).toEqual(create);
    expect(tokens.refundOption.open(tokens.refundOption.issue(refund), here)).toEqual(refund);
  });

  it('keep a booking token with the longest realistic ids within 512 characters', () => {
    const longest: BookingToken = {
      ...booking,
      cid: 'c'.repeat(32),
      np: { adult: 99_999_999, child: 99_999_999 },
      cli: 'a-partner-with-a-long-name',
      cc: 'A-PARTNER-WITH-A-LONG-NAME-VN',
      pax: 20,
    };
    expect(tokens.booking.issue(longest).length).toBeLessThanOrEqual(512);
    expect(tokens.booking.issue(booking).length).toBeLessThanOrEqual(330);
  });

  it('are refused to another client', () => {
    const other = { clientId: 'other', nowSeconds: now };
    expect(() => tokens.booking.open(tokens.booking.issue(booking), other)).toThrow(refused('bad_tag'));
    const forged = boxes.seal({ purpose: 'bt', owner: 'other' }, JSON.stringify(booking));
    expect(() => tokens.booking.open(forged, other)).toThrow(refused('wrong_client'));
  });

  it('are refused as another kind', () => {
    expect(() => tokens.booking.open(tokens.refundOption.issue(refund), here)).toThrow(refused('bad_tag'));
    expect(() => tokens.incompleteResult.open(tokens.booking.issue(booking), here)).toThrow(
      refused('bad_tag'),
    );
  });

  it('end at their end, and not a second before', () => {
    const token = tokens.booking.issue(booking);
    expect(tokens.booking.open(token, { ...here, nowSeconds: booking.exp - 1 })).toEqual(booking);
    expect(() => tokens.booking.open(token, { ...here, nowSeconds: booking.exp })).toThrow(
      refused('expired'),
    );
  });

  it('tolerate a clock that is a minute behind the issuer, not more', () => {
    const token = tokens.booking.issue(booking);
    expect(tokens.booking.open(token, { ...here, nowSeconds: now - 60 })).toEqual(booking);
    expect(() => tokens.booking.open(token, { ...here, nowSeconds: now - 61 })).toThrow(
      refused('not_yet_valid'),
    );
  });

  it('say which version they cannot read, and that a foreign payload is malformed', () => {
    const sealed = (payload: unknown) =>
      boxes.seal({ purpose: 'bt', owner: 'acme' }, JSON.stringify(payload));
    expect(() => tokens.booking.open(sealed({ ...booking, v: 2 }), here)).toThrow(refused('wrong_version'));
    expect(() => tokens.booking.open(sealed({ ...booking, extra: 1 }), here)).toThrow(refused('malformed'));
    expect(() => tokens.booking.open(sealed({ ...booking, np: { adult: 17.5 } }), here)).toThrow(
      refused('malformed'),
    );
    expect(() => tokens.booking.open(sealed(null), here)).toThrow(refused('malformed'));
    const notJson = boxes.seal({ purpose: 'bt', owner: 'acme' }, 'not json');
    expect(() => tokens.booking.open(notJson, here)).toThrow(refused('malformed'));
  });

  it('are never issued above 1,024 characters, nor for a payload that could not be read back', () => {
    const long = { ...refund, h: '\u{1F600}'.repeat(128) };
    const issue = () => tokens.refundOption.issue({ ...long, cli: 'c'.repeat(64) });
    expect(() => issue()).not.toThrow();
    const escaped = { ...refund, h: '\u0001'.repeat(256) };
    expect(() => tokens.refundOption.issue(escaped)).toThrow(refused('too_large'));
    expect(() => tokens.booking.issue({ ...booking, pax: 0 })).toThrow(refused('malformed'));
    expect(TOKEN_LENGTH_MAX).toBe(1024);
  });

  it('never put their content into the error', () => {
    const sealed = boxes.seal(
      { purpose: 'bt', owner: 'acme' },
      JSON.stringify({ ...booking, cid: 42, cc: 'canary' }),
    );
    const error = (() => {
      try {
        return tokens.booking.open(sealed, here);
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(TokenError);
    expect(JSON.stringify([String(error), (error as TokenError).stack, error])).not.toMatch(
      /canary|c8Kq2Zt1/,
    );
    expect(String(error)).not.toContain(sealed);
  });

  it('open to the payload for any well-formed booking', () => {
    const text = fc.string({ minLength: 1, maxLength: 24 });
    fc.assert(
      fc.property(
        fc.record({
          cid: text,
          tid: text,
          cc: text,
          pax: fc.integer({ min: 1, max: 100 }),
          adult: fc.nat(),
          child: fc.nat(),
        }),
        ({ adult, child, ...rest }) => {
          const payload = { ...booking, ...rest, np: { adult, child } };
          expect(tokens.booking.open(tokens.booking.issue(payload), here)).toEqual(payload);
        },
      ),
    );
  });
});

describe('the end of a booking token', () => {
  it('is 20 minutes away, five minutes before the cart ends, or now', () => {
    expect(bookingTokenExpiry(now, 3600)).toBe(now + 1200);
    expect(bookingTokenExpiry(now, 1200)).toBe(now + 900);
    expect(bookingTokenExpiry(now, 200)).toBe(now);
  });
});
