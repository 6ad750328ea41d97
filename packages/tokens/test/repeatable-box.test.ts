/** Laws of what repeats when it is sealed: its parts are node:crypto's own, and boxes of the version before still open. */
import { createCipheriv, createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBoxes, createItineraryIds, parseKeyRing, TokenError } from '../src/index.ts';
import { createCounterMode, createMac, createRepeatableSeal, vectorBytes } from '../src/repeatable-box.ts';

const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
const texts = fc.uint8Array({ maxLength: 300 });
const keys = bytes(32).map((key) => createSecretKey(key));

describe('a repeatable seal', () => {
  it('makes the code that createHmac makes', () => {
    fc.assert(
      fc.property(keys, texts, (key, text) => {
        expect(createMac(key)(text)).toEqual(createHmac('sha256', key).update(text).digest());
      }),
    );
  });

  it('encrypts as AES-256-CTR does, text after text', () => {
    fc.assert(
      fc.property(keys, bytes(vectorBytes), fc.array(texts, { maxLength: 5 }), (key, vector, all) => {
        vector[12] = (vector[12] ?? 0) & 0x7f;
        const encrypt = createCounterMode(key);
        for (const text of all)
          expect(encrypt(vector, text)).toEqual(createCipheriv('aes-256-ctr', key, vector).update(text));
      }),
    );
  });

  it('opens with its data only, and repeats', () => {
    fc.assert(
      fc.property(keys, keys, fc.tuple(texts, texts, texts), (mac, cipher, [data, other, text]) => {
        const { seal, open } = createRepeatableSeal({ mac, cipher });
        const sealed = seal(data, text);
        expect(seal(data, text)).toEqual(sealed);
        expect(open(data, sealed)).toEqual(Buffer.from(text));
        if (Buffer.compare(data, other) !== 0) expect(open(other, sealed)).toBeUndefined();
      }),
    );
  });

  it('refuses whatever is spliced of its own boxes, boxes of the other kind, and letters', () => {
    const boxes = createBoxes(parseKeyRing(`k1:${Buffer.alloc(32, 1).toString('base64')}`));
    const context = { purpose: 'it', owner: 'acme' } as const;
    const own = ['one', 'two', 'three'].map((text) => boxes.sealRepeatably(context, text.repeat(9)));
    const foreign = [
      boxes.sealRepeatably({ purpose: 'it', owner: 'other' }, 'one'.repeat(9)),
      boxes.seal({ purpose: 'bt', owner: 'acme' }, 'one'.repeat(9)),
    ];
    const box = fc.constantFrom(...own, ...foreign);
    const splice = fc.tuple(box, box, fc.nat(70), fc.nat(70), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(splice, ([head, tail, from, to, middle]) => {
        const text = head.slice(0, from) + middle + tail.slice(to);
        fc.pre(!own.includes(text));
        expect(() => boxes.openRepeatable(context, text)).toThrow(TokenError);
      }),
      { numRuns: 5_000 },
    );
  });

  it('opens an itinerary id that was sealed before there was this form', () => {
    const ids = createItineraryIds(createBoxes(parseKeyRing(`k1:${Buffer.alloc(32, 1).toString('base64')}`)));
    const before =
      'k1.2vmqg8pOufK-WBKMh0U0gC3A7xQbQmEyd37EImqyPwsuxs-TQ2ZSYaR8Iketb6RTjuJggkQf1rzvDLfoehn13pOt9WZNz53XntOoMGzZIDUDB3jwWT5g_1D9OsMjGEchXJkshdMbjB_lww';
    const ref = { tripKey: 'VN0fSc0fY87jib04V0pW41sL', departure: '2026-12-05T22:00', pax: 2 };
    expect(ids.open('acme', before)).toEqual(ref);
    expect(ids.issue('sealed', 'acme', ref)).not.toBe(before);
    expect(() => ids.open('other', before)).toThrow('bad_tag');
  });
});
