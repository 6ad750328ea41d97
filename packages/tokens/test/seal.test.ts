/** Laws of sealed boxes: what was sealed opens for its own purpose, owner and key, and nothing else opens at all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boxLengthMax,
  createBoxes,
  type Purpose,
  parseKeyRing,
  purposes,
  TokenError,
  type TokenErrorReason,
} from '../src/index.ts';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const boxes = createBoxes(parseKeyRing(`k1:${key(1)}`));
const sealRepeatably = (context: Parameters<typeof boxes.open>[0], text: string): string =>
  boxes.sealRepeatably(context, [text])[0] ?? '';
const owner = 'acme';
const plainText = JSON.stringify({ v: 1, cid: 'c8Kq2Zt1', tid: 'VN0fSc0fY87jib04V0pW41sL', cli: owner });

const refusal = (open: () => unknown): TokenErrorReason | 'opened' => {
  try {
    open();
    return 'opened';
  } catch (error) {
    if (error instanceof TokenError) return error.reason;
    throw error;
  }
};

const flipBit = (text: string, bit: number): string => {
  const bytes = Buffer.from(text, 'latin1');
  bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return bytes.toString('latin1');
};

describe('sealed boxes', () => {
  it('open to what was sealed, whatever the text and the owner', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.string({ minLength: 1, maxLength: 40 }),
        fc.constantFrom(...purposes),
        fc.boolean(),
        (text, name, purpose, repeatably) => {
          const context = { purpose, owner: name };
          const box = repeatably ? sealRepeatably(context, text) : boxes.seal(context, text);
          const opened = repeatably ? boxes.openRepeatable(context, box) : boxes.open(context, box);
          expect(opened).toBe(Buffer.from(text).toString());
        },
      ),
    );
  });

  it('differ each time, except where repeating is asked for', () => {
    const context = { purpose: 'it', owner } as const;
    expect(boxes.seal(context, plainText)).not.toBe(boxes.seal(context, plainText));
    expect(sealRepeatably(context, plainText)).toBe(sealRepeatably(context, plainText));
    expect(sealRepeatably({ purpose: 'it', owner: 'other' }, plainText)).not.toBe(
      sealRepeatably(context, plainText),
    );
  });

  it('never repeat a vector for two different texts of one owner', () => {
    const vectors = new Set<string>();
    for (let index = 0; index < 5000; index += 1) {
      const box = sealRepeatably({ purpose: 'it', owner }, `${plainText}${index}`);
      vectors.add(Buffer.from(box.slice(3), 'base64url').subarray(0, 16).toString('hex'));
    }
    expect(vectors.size).toBe(5000);
  });

  it.each(purposes)('refuse every single-bit flip and every truncation (%s)', (purpose) => {
    const context = { purpose, owner };
    const box = purpose === 'it' ? sealRepeatably(context, plainText) : boxes.seal(context, plainText);
    const open = purpose === 'it' ? boxes.openRepeatable : boxes.open;
    const accepted: string[] = [];
    for (let bit = 0; bit < box.length * 8; bit += 1) {
      const changed = flipBit(box, bit);
      if (refusal(() => open(context, changed)) === 'opened') accepted.push(`bit ${bit}`);
    }
    for (let length = 0; length < box.length; length += 1) {
      if (refusal(() => open(context, box.slice(0, length))) === 'opened') accepted.push(`length ${length}`);
    }
    expect(accepted).toEqual([]);
  });

  it('refuse every other purpose', () => {
    const asPurpose = (sealedAs: Purpose, openedAs: Purpose) =>
      refusal(() =>
        boxes.open({ purpose: openedAs, owner }, boxes.seal({ purpose: sealedAs, owner }, plainText)),
      );
    for (const sealedAs of purposes) {
      for (const openedAs of purposes) {
        expect(asPurpose(sealedAs, openedAs)).toBe(sealedAs === openedAs ? 'opened' : 'bad_tag');
      }
    }
  });

  it('refuse every other owner, also one whose name only shifts the separators', () => {
    const box = boxes.seal({ purpose: 'bt', owner }, plainText);
    for (const other of ['acme2', 'acm', 'Acme', 'acme.k1', '.acme', '', 'bt.acme']) {
      expect(refusal(() => boxes.open({ purpose: 'bt', owner: other }, box))).toBe('bad_tag');
    }
  });

  it('refuse a box whose key id was swapped for another known or unknown key', () => {
    const two = createBoxes(parseKeyRing(`k1:${key(1)},k2:${key(2)}`));
    const body = two.seal({ purpose: 'bt', owner }, plainText).slice(3);
    expect(refusal(() => two.open({ purpose: 'bt', owner }, `k2.${body}`))).toBe('bad_tag');
    expect(refusal(() => two.open({ purpose: 'bt', owner }, `k3.${body}`))).toBe('unknown_key');
  });

  it('refuse a key id swap even when two ids carry the same key', () => {
    const twins = createBoxes(parseKeyRing(`k1:${key(1)},k2:${key(1)}`));
    const body = twins.seal({ purpose: 'bt', owner }, plainText).slice(3);
    expect(refusal(() => twins.open({ purpose: 'bt', owner }, `k2.${body}`))).toBe('bad_tag');
  });

  it('refuse a shortened tag', () => {
    const bytes = Buffer.from(boxes.seal({ purpose: 'bt', owner }, plainText).slice(3), 'base64url');
    for (let cut = 1; cut <= 12; cut += 1) {
      const box = `k1.${bytes.subarray(0, bytes.length - cut).toString('base64url')}`;
      expect(refusal(() => boxes.open({ purpose: 'bt', owner }, box))).toBe('bad_tag');
    }
  });

  it.each([
    ['empty text', '', 'malformed'],
    ['no dot', 'k1', 'malformed'],
    ['two dots', 'k1.AAAA.BBBB', 'malformed'],
    ['padding', `k1.${Buffer.alloc(40).toString('base64url')}==`, 'malformed'],
    ['plain base64 letters', `k1.${'+/'.repeat(30)}`, 'malformed'],
    ['a line break', `k1.${Buffer.alloc(42).toString('base64url')}\n`, 'malformed'],
    ['fewer bytes than nonce and tag', `k1.${Buffer.alloc(27).toString('base64url')}`, 'malformed'],
    [
      'a non-canonical last character',
      `k1.${Buffer.alloc(40).toString('base64url').slice(0, -1)}B`,
      'malformed',
    ],
    ['a key id that is too long', `${'k'.repeat(17)}.${Buffer.alloc(42).toString('base64url')}`, 'malformed'],
    ['a text over the bound', `k1.${'A'.repeat(boxLengthMax)}`, 'too_large'],
  ] as const)('refuse %s', (_, text, reason) => {
    expect(refusal(() => boxes.open({ purpose: 'bt', owner }, text))).toBe(reason);
  });

  it('stay readable through the three steps of a rotation, and die with their key', () => {
    const context = { purpose: 'bt', owner } as const;
    const before = createBoxes(parseKeyRing(`k1:${key(1)}`));
    const added = createBoxes(parseKeyRing(`k1:${key(1)},k2:${key(2)}`));
    const moved = createBoxes(parseKeyRing(`k2:${key(2)},k1:${key(1)}`));
    const removed = createBoxes(parseKeyRing(`k2:${key(2)}`));
    const old = before.seal(context, plainText);
    const fresh = moved.seal(context, plainText);
    expect([added.open(context, old), moved.open(context, old)]).toEqual([plainText, plainText]);
    expect([added.open(context, fresh), removed.open(context, fresh)]).toEqual([plainText, plainText]);
    expect(refusal(() => removed.open(context, old))).toBe('unknown_key');
    expect(refusal(() => before.open(context, fresh))).toBe('unknown_key');
  });

  it('refuse 100,000 random mutations, splices and misuses', () => {
    const context = { purpose: 'bt', owner } as const;
    const sources = purposes.map((purpose) => boxes.seal({ purpose, owner }, plainText));
    const originals = new Set(
      Array.from({ length: 4 }, (_, index) => boxes.seal(context, `${plainText}${index}`)),
    );
    const pool = [
      ...originals,
      ...sources.slice(1),
      boxes.seal({ purpose: 'bt', owner: 'other' }, plainText),
    ];
    const pick = fc.nat(pool.length - 1);
    const mutation = fc.tuple(pick, pick, fc.nat(400), fc.nat(400), fc.string({ maxLength: 4 }));
    const opened: string[] = [];
    fc.assert(
      fc.property(mutation, ([one, two, from, to, middle]) => {
        const text = (pool[one] ?? '').slice(0, from) + middle + (pool[two] ?? '').slice(to);
        if (!originals.has(text) && refusal(() => boxes.open(context, text)) === 'opened') opened.push(text);
      }),
      { numRuns: 100_000 },
    );
    expect(opened).toEqual([]);
  });
});
