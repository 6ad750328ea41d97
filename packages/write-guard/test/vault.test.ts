/** The vault: what it seals opens under its own name and key alone, and whole. */
import { createVault } from '@partner-gateway/write-guard';
import { describe, expect, it } from 'vitest';

const key = new Uint8Array(32).fill(1);
const vault = createVault(key);

describe('a vault', () => {
  it.each(['', 'paid', 'Nguyễn · ปิติ · 😀'])('gives back %j, and shows nothing of it meanwhile', (text) => {
    const box = vault.seal('receipt', text);
    expect(vault.open('receipt', box)).toBe(text);
    expect(Buffer.from(box, 'base64url').includes(text) && text !== '').toBe(false);
    expect(vault.seal('receipt', text)).not.toBe(box);
  });

  it('opens nothing under another name, with another key, changed or cut short', () => {
    const box = vault.seal('receipt', 'paid');
    const changed = Buffer.from(box, 'base64url');
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(() => vault.open('another', box)).toThrow();
    expect(() => createVault(new Uint8Array(32).fill(2)).open('receipt', box)).toThrow();
    expect(() => vault.open('receipt', changed.toString('base64url'))).toThrow();
    for (const length of [0, 5, 12, 27, 28]) {
      const short = Buffer.from(box, 'base64url').subarray(0, length).toString('base64url');
      expect(() => vault.open('receipt', short)).toThrow();
    }
  });

  it.each([0, 16, 31, 33])('refuses a key of %i bytes, and says what it takes', (bytes) => {
    expect(() => createVault(new Uint8Array(bytes))).toThrow(/32 bytes.*has/);
  });
});
