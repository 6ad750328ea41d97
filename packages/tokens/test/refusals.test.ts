/** What is refused is refused for a reason that a metric can count, with the key's id where it is known, and without the text. */
import { describe, expect, it } from 'vitest';
import {
  boxLengthMax,
  createAnswerVault,
  createBookingIds,
  createBoxes,
  createItineraryIds,
  parseKeyRing,
  TokenError,
} from '../src/index.ts';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const boxes = createBoxes(parseKeyRing(`k1:${key(1)}`));
const context = { purpose: 'bt', owner: 'acme' } as const;

const refused = (work: () => unknown): TokenError => {
  try {
    work();
  } catch (error) {
    if (error instanceof TokenError) return error;
    throw error;
  }
  throw new Error('it was not refused');
};

describe('a box', () => {
  const box = boxes.seal(context, 'hello');

  it('of another key is refused with the id of that key', () => {
    const { reason, keyId } = refused(() => boxes.open(context, box.replace('k1.', 'k9.')));
    expect([reason, keyId]).toEqual(['unknown_key', 'k9']);
  });

  it('that was altered is refused with the cause', () => {
    const altered = `${box.slice(0, 20)}${box.charAt(20) === 'A' ? 'B' : 'A'}${box.slice(21)}`;
    const { reason, keyId, cause } = refused(() => boxes.open(context, altered));
    expect([reason, keyId]).toEqual(['bad_tag', 'k1']);
    expect(cause).toBeInstanceOf(Error);
  });

  it('that is too short to be one is malformed, and so is one spelt in another way', () => {
    const short = refused(() => boxes.open(context, `k1.${Buffer.alloc(27).toString('base64url')}`));
    expect([short.reason, short.keyId]).toEqual(['malformed', 'k1']);
    const other = refused(() => boxes.open(context, `${box}A`));
    expect([other.reason, other.keyId]).toEqual(['malformed', 'k1']);
  });

  it.each(['', 'k1', 'k1.', '.AAAA', 'k1.AA AA', `${'k'.repeat(17)}.AAAA`])('is never %j', (text) => {
    const { reason, keyId, cause } = refused(() => boxes.open(context, text));
    expect([reason, keyId, cause]).toEqual(['malformed', undefined, undefined]);
  });

  it('may be as long as is allowed, and no longer', () => {
    const fits = boxes.seal(context, 'x'.repeat(50));
    expect(boxes.open(context, fits, fits.length)).toBe('x'.repeat(50));
    expect(refused(() => boxes.open(context, fits, fits.length - 1)).reason).toBe('too_large');
    expect(refused(() => boxes.open(context, 'x'.repeat(boxLengthMax + 1))).reason).toBe('too_large');
  });

  it('has no message but its reason', () => {
    expect(refused(() => boxes.open(context, 'k1')).message).toBe('sealed text refused: malformed');
    expect(refused(() => boxes.open(context, 'k1')).name).toBe('TokenError');
  });
});

describe('a stored answer', () => {
  const vault = createAnswerVault(boxes);

  it('opens under its own name alone, and as nothing else', () => {
    const sealed = vault.seal('acme.k', 'body');
    expect(vault.open('acme.k', sealed)).toBe('body');
    expect(refused(() => vault.open('acme.other', sealed)).reason).toBe('bad_tag');
    expect(boxes.open({ purpose: 'st', owner: 'acme.k' }, sealed)).toBe('body');
    expect(refused(() => boxes.open({ purpose: 'bt', owner: 'acme.k' }, sealed)).reason).toBe('bad_tag');
  });

  it('may be far longer than a token', () => {
    const long = 'x'.repeat(500_000);
    expect(vault.open('acme.k', vault.seal('acme.k', long))).toBe(long);
    expect(refused(() => vault.open('acme.k', vault.seal('acme.k', 'x'.repeat(1_000_000)))).reason).toBe(
      'too_large',
    );
  });
});

describe('a box that repeats', () => {
  const context = { purpose: 'it', owner: 'acme' } as const;

  it('is what it was in every version, also of a text of several blocks', () => {
    const texts = [
      '',
      'a',
      'x'.repeat(16),
      'The same trip has the same id, today and after the next deployment.',
    ];
    expect(boxes.sealRepeatably(context, texts)).toMatchInlineSnapshot(`
      [
        "k1.Jja2yBylnZJEECuSYRgoHg",
        "k1.W3gZSA0ISTeew6MBRClAFiQ",
        "k1.Mrq-a9lfwp50d-B0YJVoKPv1eHmADkcFkijYDDC1fdE",
        "k1.BABqd8Mh5RYkYs9IXx20qqlc6V2tX_AJnTwOenNQoRxfbMEYkdgcgg2TDVhFwh1bIv1U0UvsMSahcY5xCoHqK4ooJXHU4tybvc6ve_S5PJq6kcc",
      ]
    `);
  });

  it('opens whatever is sealed beside it', () => {
    const texts = Array.from({ length: 40 }, (_, length) => 'y'.repeat(length * 7));
    const sealed = boxes.sealRepeatably(context, texts);
    expect(sealed.map((box) => boxes.openRepeatable(context, box))).toEqual(texts);
    expect(texts.map((text) => boxes.sealRepeatably(context, [text])[0])).toEqual(sealed);
  });
});

describe('a payload', () => {
  const ids = createItineraryIds(boxes);
  const sealed = (text: string): string =>
    boxes.sealRepeatably({ purpose: 'it', owner: 'acme' }, [text])[0] ?? '';

  it.each([
    ['no JSON', '{', 'malformed'],
    ['no object', '"v"', 'malformed'],
    ['null', 'null', 'malformed'],
    ['no version', '{"t":"x"}', 'malformed'],
    ['another version', '{"v":2}', 'wrong_version'],
    ['a missing member', '{"v":1}', 'malformed'],
    ['another client', '{"v":1,"t":"VN0fSc0f","d":"2026-12-05T22:00","p":1,"c":"other"}', 'wrong_client'],
  ])('with %s is refused', (_, text, reason) => {
    expect(refused(() => ids.open('acme', sealed(text))).reason).toBe(reason);
  });

  it('that is no JSON is refused with the cause', () => {
    expect(refused(() => ids.open('acme', sealed('{'))).cause).toBeInstanceOf(SyntaxError);
  });

  it('opens without members that were not sealed', () => {
    const ref = { tripKey: 'VN0fSc0f', departure: '2026-12-05T22:00' };
    expect(Object.keys(ids.open('acme', ids.issue('sealed', 'acme', ref)))).toEqual(['tripKey', 'departure']);
  });

  it('that is no id of ours is malformed before any key is tried', () => {
    const { reason, keyId } = refused(() => ids.open('acme', 'k9 AAAA'));
    expect([reason, keyId]).toEqual(['malformed', undefined]);
  });
});

describe('booking ids', () => {
  it('need a secret of 32 bytes', () => {
    expect(() => createBookingIds(Buffer.alloc(31))).toThrow('the booking-id secret needs 32 bytes');
    expect(createBookingIds(Buffer.alloc(32)).issue('acme', '1')).toMatch(/^BK-1-/);
  });

  it('are issued for a 12go id of 1 to 20 digits alone', () => {
    const ids = createBookingIds(Buffer.alloc(32, 7));
    for (const bid of ['', '1a', '1'.repeat(21)])
      expect(() => ids.issue('acme', bid)).toThrow('a 12go booking id is 1 to 20 digits');
    expect(ids.open('acme', ids.issue('acme', '1'.repeat(20)))).toBe('1'.repeat(20));
  });

  it('are what they were in every version: partners keep them for years', () => {
    expect(createBookingIds(Buffer.alloc(32, 7)).issue('acme', '8451207')).toMatchInlineSnapshot(
      `"BK-8451207-Y9B0C"`,
    );
  });

  it('in a bare text are found, and nowhere else', () => {
    const { bare } = createBookingIds(Buffer.alloc(32, 7));
    expect(['8451207', 'BK-8451207', 'BK-8451207-7GQ2M', '0845', 'x', ''].map(bare)).toEqual([
      '8451207',
      '8451207',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
