/** API keys against their salted hashes, in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { keyHashPattern } from './client-settings.ts';

const digest = (salt: string, key: string): Buffer =>
  createHash('sha256').update(salt).update('\0').update(key).digest();

/**
 * The hash of a key as settings hold it. Keys are 256-bit random text, so a fast hash is enough, and a slow one would
 * let anybody keep the gateway busy.
 *
 * @example
 * ```ts
 * hashApiKey('gwk_live_acme_…', 'f3a9'); // 'sha256$f3a9$…'
 * ```
 */
export const hashApiKey = (key: string, salt: string): string =>
  `sha256$${salt}$${digest(salt, key).toString('hex')}`;

const matches = (hash: string, key: string, nowMs: number): boolean => {
  const [, salt = '', hex = '', expiresAt] = keyHashPattern.exec(hash) ?? [];
  const same = timingSafeEqual(digest(salt, key), Buffer.from(hex.padEnd(64, '0'), 'hex'));
  return same && (expiresAt === undefined || nowMs < Date.parse(expiresAt));
};

/** Whether a key is one of the hashed ones and not expired; every hash is compared, whichever matches. */
export const isKeyOf = (hashes: readonly string[], key: string, nowMs: number): boolean =>
  hashes.map((hash) => matches(hash, key, nowMs)).includes(true);
