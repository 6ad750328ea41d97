/** Seeded, stateless randomness: the same words give the same number, so a sandbox repeats itself exactly. */

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** An unsigned 32-bit hash of some words (FNV-1a with a final mix). */
export function hash(...words: readonly (string | number)[]): number {
  let state = 0x811c9dc5;
  for (const character of words.join('|'))
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

/** A number in digits `0-9 a-z A-Z`, padded to `width`: how 12go's trip keys spell ids. */
export function toBase62(value: number, width: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = `${digits[rest % 62]}${text}`;
  return text.padStart(width, '0');
}

/** `length` characters of base 62 that depend on the words alone. */
export function randomText(length: number, ...words: readonly (string | number)[]): string {
  const characters = Array.from({ length }, (_, index) => digits[hash(...words, index) % 62]);
  return characters.join('');
}
