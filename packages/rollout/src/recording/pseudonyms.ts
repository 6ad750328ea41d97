/** Names in place of values: the same one for the same value, and nothing to learn from it without the key. */
import { createHmac } from 'node:crypto';

/** What stands in for a value that nobody may see: `~` and 16 hex digits. */
export const markPattern = /^~[0-9a-f]{16}$/;

/** Makes pseudonyms. Those of a traveller still fit the forms that such values go into. */
export type Pseudonyms = {
  /** For tokens, ids and texts of answers. */
  mark(value: string): string;
  /** A word of letters. */
  word(value: string): string;
  /** An address that nobody has: `.example` is kept free. */
  email(value: string): string;
  /** A number that nobody has: no country begins with 999. */
  phone(value: string): string;
  /** Letters for letters and digits for digits, at most 32. */
  document(value: string): string;
};

const digestDigits = 16;
const letters = 'abcdefghijklmnopqrstuvwxyz';
const wordLength = 10;
const documentLengthMax = 32;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Makes pseudonyms under a key.
 *
 * @param key nobody who gets the file may have it, or know it again.
 * @example
 * ```ts
 * createPseudonyms(randomBytes(32)).word('Lan'); // such as 'Kvbqtsmeoa'
 * ```
 */
export const createPseudonyms = (key: Uint8Array): Pseudonyms => {
  const digest = (value: string): Buffer => createHmac('sha256', key).update(value).digest();
  const lettersOf = (bytes: Uint8Array): string =>
    [...bytes].map((byte) => letters.charAt(byte % 26)).join('');
  return {
    mark: (value) => `~${digest(value).toString('hex').slice(0, digestDigits)}`,
    word: (value) => capital(lettersOf(digest(value).subarray(0, wordLength))),
    email: (value) => `${lettersOf(digest(value).subarray(0, wordLength))}@pseudonym.example`,
    phone: (value) => `+999${String(digest(value).readUInt32BE(0)).padStart(10, '0').slice(-8)}`,
    document: (value) => {
      const bytes = digest(value);
      return [...value.slice(0, documentLengthMax)]
        .map((sign, index) => {
          const byte = bytes[index] ?? 0;
          return /\p{L}/u.test(sign) ? letters.charAt(byte % 26).toUpperCase() : String(byte % 10);
        })
        .join('');
    },
  };
};
