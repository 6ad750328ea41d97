/** Promises of the three tokens: round trip, client, version, life, size, and one named reason for each refusal. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BookingToken,
  bookingTokenExpiry,
  createBoxes,
  createTokens,
  type IncompleteResult,
  parseKeyRing,
  type RefundOption,
  TokenError,
  tokenLengthMax,
} from '../src/index.ts';

const boxes = createBoxes(parseKeyRing(`k1:${Buffer.alloc(32, 1).toString('base64')}`));
const tokens = createTokens(boxes);
const now = 1_793_180_400;
const here = { clientId: 'acme', nowSeconds: now };

const booking: BookingToken = {
  cartId: 'c8Kq2Zt1',
  tripKey: 'VN0fSc0fY87jib04V0pW41sL',
  stations: [61020, 61388],
  departure: '2026-12-05T22:00',
  netMinor: { adult: 1750 },
  currency: 'USD',
  formHash: '3fa91c',
  clientId: 'acme',
  contractCode: 'ACME-VN',
  issuedAtSeconds: now,
  expiresAtSeconds: now + 1200,
  passengers: 2,
};
const confirm: IncompleteResult = {
  operation: 'confirm',
  bid: '8451207',
  clientId: 'acme',
  issuedAtSeconds: now,
  expiresAtSeconds: now + 900,
};
const create: IncompleteResult = {
  operation: 'create',
  cartId: 'c8Kq2Zt1',
  recordKey: 'b0e2f5c1',
  clientId: 'acme',
  issuedAtSeconds: now,
  expiresAtSeconds: now + 900,
};
const refund: RefundOption = {
  bid: '8451207',
  hash: 'f00d',
  amountMinor: 3700,
  currency: 'USD',
  clientId: 'acme',
  expiresAtSeconds: now + 600,
};

/** The same booking as it is sealed. */
const wire = {
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
  mem: 'm1',
  mat: now - 1,
  pax: 2,
  ru: null,
};
const vouchedFor: BookingToken = {
  ...booking,
  memoryId: 'm1',
  memoryAtSeconds: now - 1,
  refundableUntil: null,
};

/** Sealed by the first release, under the key of these tests. */
const issuedBefore = {
  booking:
    'k1.Tj4RyQyikXDau1nbCFT6aiaz0mKdReFO7E7r_8I1ccgpBP9rvZfVs2w-VWVwy92K1eirPdMU6WNJN-cSYXlcNk-BoY1-Y9dsuv-aJdyUwyg0wVJBqilWlPAiKRn_ogGd9oFIg8kHP51gl4Nqr5iuq--pMkXQO6LEK-HRNfyC_0Ruk4Ihp3ESP_LagCqTyhd4gd8HOVtLyyV2fuy0xyw3M_7gHfB2UU1sa7boOxoTN-IedHw4r8MubZHi4SAXH6UJw6bhrRZkI3phf4HqEAvdaSQ4xVyQ-PdnzWNvRLuf96purOZ0jy6eUbsuTo5juzrzRDo0fhx4sf6vf1e9O-YDiKxmHr5_JHs26VYIsGth0oaSB5Ptyf1ROyFh',
  create:
    'k1.kDdfS_9rAHLALxEU0Rv6LupxvlhO5oifubMBKSjxERicEof1Bl_3FI2pkvyM9R2W3vakq8WXFMvTPO4LLp5zWsyRd_UEgEhIQcPnxOqwm_vJsS5XFOAxxv1r0F08Lm--g1JEazq9tIWR7aNXREBdrQJJvot-KzvxSFEa0jKDpEkQ',
  confirm:
    'k1.z1dXXB4OR5Ap-m74x1kZNBguuebRXQIaewTNwpO8m6rjVg3G0O7-Jm_-PSlW2g2kXbDIYjyxsCBID_XMNuds7lMbpS6qvm1ZqkS36v727Y_7Z8lgi_sV4wE_Y72ldD8xTsyZXo6nPShrbUd_6IsUuNQ',
  refund:
    'k1.066eDKStQoHlP3P5ow8LRe3kuaoFZLvZWL2qd69_rsG2QztSxIcGWk3k2gPWrkJnCiJ2QVdVJC0UH9MiCClwewR_SFV1YNwIvzJWDbUYtV-H-75f1HECrWpcaUMOYP62f3acQ9OJ08JoHhmXI9-N',
};

const refused = (reason: string) => expect.objectContaining({ name: 'TokenError', reason });

describe('tokens', () => {
  it('open to the payload they were issued for', () => {
    expect(tokens.booking.open(tokens.booking.issue(booking), here)).toEqual(booking);
    expect(tokens.incompleteResult.open(tokens.incompleteResult.issue(confirm), here)).toEqual(confirm);
    expect(tokens.incompleteResult.open(tokens.incompleteResult.issue(create), here)).toEqual(create);
    expect(tokens.refundOption.open(tokens.refundOption.issue(refund), here)).toEqual(refund);
  });

  it('read what was issued before, and write the same short names in the same order', () => {
    expect(tokens.booking.open(issuedBefore.booking, here)).toEqual(vouchedFor);
    expect(tokens.incompleteResult.open(issuedBefore.create, here)).toEqual(create);
    expect(tokens.incompleteResult.open(issuedBefore.confirm, here)).toEqual(confirm);
    expect(tokens.refundOption.open(issuedBefore.refund, here)).toEqual(refund);
    const { memoryId, ...rest } = vouchedFor;
    const issued = tokens.booking.issue({ memoryId: memoryId ?? '', ...rest });
    expect(boxes.open({ purpose: 'bt', owner: 'acme' }, issued)).toBe(JSON.stringify(wire));
  });

  it('keep a booking token with the longest realistic ids within 512 characters', () => {
    const longest: BookingToken = {
      ...booking,
      cartId: 'c'.repeat(32),
      netMinor: { adult: 99_999_999, child: 99_999_999 },
      clientId: 'a-partner-with-a-long-name',
      contractCode: 'A-PARTNER-WITH-A-LONG-NAME-VN',
      passengers: 20,
    };
    expect(tokens.booking.issue(longest).length).toBeLessThanOrEqual(512);
    expect(tokens.booking.issue(booking).length).toBeLessThanOrEqual(330);
  });

  it('are refused to another client', () => {
    const other = { clientId: 'other', nowSeconds: now };
    expect(() => tokens.booking.open(tokens.booking.issue(booking), other)).toThrow(refused('bad_tag'));
    const forged = boxes.seal({ purpose: 'bt', owner: 'other' }, JSON.stringify(wire));
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
    expect(tokens.booking.open(token, { ...here, nowSeconds: booking.expiresAtSeconds - 1 })).toEqual(
      booking,
    );
    expect(() => tokens.booking.open(token, { ...here, nowSeconds: booking.expiresAtSeconds })).toThrow(
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
    expect(() => tokens.booking.open(sealed({ ...wire, v: 2 }), here)).toThrow(refused('wrong_version'));
    expect(() => tokens.booking.open(sealed({ ...wire, extra: 1 }), here)).toThrow(refused('malformed'));
    expect(() => tokens.booking.open(sealed({ ...wire, np: { adult: 17.5 } }), here)).toThrow(
      refused('malformed'),
    );
    expect(() => tokens.booking.open(sealed({ v: 1, ...booking }), here)).toThrow(refused('malformed'));
    expect(() => tokens.booking.open(sealed(null), here)).toThrow(refused('malformed'));
    const notJson = boxes.seal({ purpose: 'bt', owner: 'acme' }, 'not json');
    expect(() => tokens.booking.open(notJson, here)).toThrow(refused('malformed'));
  });

  it('are never issued above 1,024 characters, nor for a payload that could not be read back', () => {
    const long = { ...refund, hash: '\u{1F600}'.repeat(128) };
    const issue = () => tokens.refundOption.issue({ ...long, clientId: 'c'.repeat(64) });
    expect(() => issue()).not.toThrow();
    const escaped = { ...refund, hash: '\u0001'.repeat(256) };
    expect(() => tokens.refundOption.issue(escaped)).toThrow(refused('too_large'));
    expect(() => tokens.booking.issue({ ...booking, passengers: 0 })).toThrow(refused('malformed'));
    expect(tokenLengthMax).toBe(1024);
  });

  it('never put their content into the error', () => {
    const sealed = boxes.seal(
      { purpose: 'bt', owner: 'acme' },
      JSON.stringify({ ...wire, cid: 42, cc: 'canary' }),
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
          cartId: text,
          tripKey: text,
          contractCode: text,
          passengers: fc.integer({ min: 1, max: 100 }),
          adult: fc.nat(),
          child: fc.nat(),
        }),
        ({ adult, child, ...rest }) => {
          const payload = { ...booking, ...rest, netMinor: { adult, child } };
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
