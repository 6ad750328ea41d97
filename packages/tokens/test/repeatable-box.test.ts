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
        expect(createMac(key)(text)).toBe(createHmac('sha256', key).update(text).digest('binary'));
      }),
    );
  });

  it('makes the codes that createHmac makes, message after message of any length', () => {
    fc.assert(
      fc.property(keys, fc.array(fc.uint8Array({ maxLength: 1_500 }), { maxLength: 5 }), (key, all) => {
        const macOf = createMac(key);
        for (const text of all)
          expect(macOf(text)).toBe(createHmac('sha256', key).update(text).digest('binary'));
      }),
      { numRuns: 50 },
    );
  });

  it('encrypts as AES-256-CTR does, each text of many', () => {
    fc.assert(
      fc.property(keys, fc.array(fc.tuple(bytes(vectorBytes), texts), { maxLength: 5 }), (key, all) => {
        for (const [vector] of all) vector[12] = (vector[12] ?? 0) & 0x7f;
        const records = Buffer.concat(all.flat());
        let end = 0;
        const ends = all.map(([, text]) => (end += vectorBytes + text.length));
        createCounterMode(key)({ bytes: records, ends });
        const expected = all.flatMap(([vector, text]) => [
          vector,
          createCipheriv('aes-256-ctr', key, vector).update(text),
        ]);
        expect(records).toEqual(Buffer.concat(expected));
      }),
    );
  });

  it('opens with its data only, and repeats alone and among others', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(
        keys,
        keys,
        fc.tuple(texts, texts, fc.array(words, { maxLength: 3 })),
        (mac, cipher, [data, other, all]) => {
          const { seal, open } = createRepeatableSeal({ mac, cipher });
          const { bytes: sealed, ends } = seal(data, all);
          for (const [at, text] of all.entries()) {
            const box = sealed.subarray(ends[at - 1] ?? 0, ends[at]);
            const alone = seal(data, [text]);
            expect(alone.bytes.toString('hex', 0, alone.ends[0])).toBe(box.toString('hex'));
            expect(open(data, box)).toBe(Buffer.from(text).toString());
            if (Buffer.compare(data, other) !== 0) expect(open(other, box)).toBeUndefined();
          }
        },
      ),
    );
  });

  it('refuses whatever is spliced of its own boxes, boxes of the other kind, and letters', () => {
    const boxes = createBoxes(parseKeyRing(`k1:${Buffer.alloc(32, 1).toString('base64')}`));
    const context = { purpose: 'it', owner: 'acme' } as const;
    const own = boxes.sealRepeatably(
      context,
      ['one', 'two', 'three'].map((text) => text.repeat(9)),
    );
    const foreign = [
      ...boxes.sealRepeatably({ purpose: 'it', owner: 'other' }, ['one'.repeat(9)]),
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
