/** Promises of the key ring: one writer, several readers, and a clear refusal of every unusable configuration. */
import { describe, expect, it } from 'vitest';
import { KeyRingError, parseKeyRing } from '../src/index.ts';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');

describe('key ring', () => {
  it('writes with the first key and finds all of them', () => {
    const ring = parseKeyRing(`k2:${key(2)}, k1:${key(1)}`);
    expect(ring.active.keyId).toBe('k2');
    expect(ring.keyIds).toEqual(['k2', 'k1']);
    expect(ring.find('k1')?.keyId).toBe('k1');
    expect(ring.find('k3')).toBeUndefined();
  });

  it('writes with the named key when one is named, so a new key can open before it writes', () => {
    expect(parseKeyRing(`k2:${key(2)},k1:${key(1)}`, 'k1').active.keyId).toBe('k1');
  });

  it('reads keys in base64 and base64url, with or without padding', () => {
    const master = Buffer.alloc(32, 0xfb);
    const texts = [
      master.toString('base64'),
      master.toString('base64url'),
      `${master.toString('base64url')}=`,
    ];
    for (const text of texts) expect(parseKeyRing(`k1:${text}`).active.keyId).toBe('k1');
  });

  it('derives another key for every purpose', () => {
    const { cipherKeys, repeatingKeys } = parseKeyRing(`k1:${key(1)}`).active;
    const all = [...Object.values(cipherKeys), ...Object.values(repeatingKeys)];
    expect(new Set(all.map((one) => one.export().toString('hex'))).size).toBe(7);
  });

  it('derives for each purpose what it always derived: a box outlives the version that sealed it', () => {
    const { cipherKeys, repeatingKeys } = parseKeyRing(`k1:${key(1)}`).active;
    const heads = Object.entries({ ...cipherKeys, ...repeatingKeys }).map(([use, derived]) => [
      use,
      derived.export().toString('hex').slice(0, 16),
    ]);
    expect(heads).toMatchInlineSnapshot(`
      [
        [
          "bt",
          "19240142c5894d30",
        ],
        [
          "it",
          "ccb5b7261c10680d",
        ],
        [
          "ir",
          "eba991a96ad932fb",
        ],
        [
          "ro",
          "85a778fed9902bcb",
        ],
        [
          "st",
          "96784a7961d34dda",
        ],
        [
          "mac",
          "e9e7eb81e8232762",
        ],
        [
          "cipher",
          "63216b612e930eb4",
        ],
      ]
    `);
  });

  it('passes over what is empty between commas', () => {
    expect(parseKeyRing(`, k2:${key(2)},, k1:${key(1)} ,`).keyIds).toEqual(['k2', 'k1']);
  });

  it.each([
    ['', undefined, 'no key given'],
    [' , ', undefined, 'no key given'],
    [key(1), undefined, 'each entry reads {keyId}:{base64 of 32 bytes}'],
    [`k.1:${key(1)}`, undefined, 'each entry reads {keyId}:{base64 of 32 bytes}'],
    [`k1:${Buffer.alloc(16).toString('base64')}`, undefined, 'key k1 must be 32 bytes in base64'],
    [`k1:${key(1)}!`, undefined, 'key k1 must be 32 bytes in base64'],
    [`k1:${key(1).slice(0, 20)}=${key(1).slice(20)}`, undefined, 'key k1 must be 32 bytes in base64'],
    [`k1:${key(1)},k1:${key(2)}`, undefined, 'key id k1 is given twice'],
    [`k1:${key(1)}`, 'k2', 'the active key id is not among the keys'],
  ])('says of %j with the active key %j what is wrong', (text, active, message) => {
    expect(() => parseKeyRing(text, active)).toThrow(
      expect.objectContaining({ name: 'KeyRingError', message: `sealing keys: ${message}` }),
    );
  });

  it.each([
    ['nothing', '', undefined],
    ['an entry without id', key(1), undefined],
    ['an id that a box could not carry', `k.1:${key(1)}`, undefined],
    ['an id that is too long', `${'k'.repeat(17)}:${key(1)}`, undefined],
    ['a key that is too short', `k1:${Buffer.alloc(16).toString('base64')}`, undefined],
    ['text that is not base64', `k1:${'!'.repeat(43)}`, undefined],
    ['an id given twice', `k1:${key(1)},k1:${key(2)}`, undefined],
    ['an active id that is not there', `k1:${key(1)}`, 'k2'],
  ])('refuses %s', (_, text, active) => {
    expect(() => parseKeyRing(text, active)).toThrow(KeyRingError);
  });

  it('never prints key material when it refuses', () => {
    const secret = Buffer.alloc(31, 9).toString('base64');
    expect(() => parseKeyRing(`k1:${secret}`)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secret) }),
    );
  });
});
