/** The gateway's hashes of keys: made and compared without the gateway; a test holds both to the same result. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** How a key ended up against a hash. */
export type KeyVerdict = 'fits' | 'does_not_fit' | 'expired' | 'not_a_hash';

const hashPattern =
  /^(?:[^=,]*=)?sha256\$([A-Za-z0-9_-]{1,64})\$([0-9a-f]{64})(?:\$(\d{4}-\d{2}-\d{2}T[0-9:.]+Z))?$/;

const digest = (key: string, salt: string): Buffer => createHash('sha256').update(`${salt}\0${key}`).digest();

/** A new key: 256 random bits behind a prefix that secret scanners can look for. */
export const newKey = (prefix: 'gwk' | 'gwo'): string => `${prefix}_${randomBytes(32).toString('base64url')}`;

/** The hash of a key under a salt, by default a new one. */
export const hashKey = (key: string, salt: string = randomBytes(16).toString('hex')): string =>
  `sha256$${salt}$${digest(key, salt).toString('hex')}`;

/**
 * Holds a key to a hash as settings have it, with or without an operator's name and an end.
 *
 * @example
 * ```ts
 * checkKey('gwk_…', hashKey('gwk_…'), Date.now()); // 'fits'
 * ```
 */
export const checkKey = (key: string, hashed: string, nowMs: number): KeyVerdict => {
  const [, salt, hex, expiresAt] = hashPattern.exec(hashed) ?? [];
  if (salt === undefined || hex === undefined) return 'not_a_hash';
  if (!timingSafeEqual(digest(key, salt), Buffer.from(hex, 'hex'))) return 'does_not_fit';
  return expiresAt === undefined || nowMs < Date.parse(expiresAt) ? 'fits' : 'expired';
};
