/** API keys of partners and operators against their salted hashes, in constant time. */
import { hash, timingSafeEqual } from 'node:crypto';
import { keyHashPattern } from './client-settings.ts';

const digest = (salt: string, key: string): Buffer => hash('sha256', `${salt}\0${key}`, 'buffer');

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

const matches = (hashed: string, key: string, nowMs: number): boolean => {
  const [, salt = '', hex = '', expiresAt] = keyHashPattern.exec(hashed) ?? [];
  const same = timingSafeEqual(digest(salt, key), Buffer.from(hex.padEnd(64, '0'), 'hex'));
  return same && (expiresAt === undefined || nowMs < Date.parse(expiresAt));
};

/** Whether a key is one of the hashed ones and not expired; every hash is compared, whichever matches. */
export const isKeyOf = (hashes: readonly string[], key: string, nowMs: number): boolean =>
  hashes.map((hashed) => matches(hashed, key, nowMs)).includes(true);

/** How many of the hashes are of keys that are not expired, and when the next of these expires. */
export const keyLives = (
  hashes: readonly string[],
  nowMs: number,
): { readonly live: number; readonly nextExpiryMs: number | undefined } => {
  const ends = hashes.map((hashed) => {
    const [, , , expiresAt] = keyHashPattern.exec(hashed) ?? [];
    return expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
  });
  const live = ends.filter((endMs) => endMs > nowMs);
  const nextMs = Math.min(...live);
  return { live: live.length, nextExpiryMs: Number.isFinite(nextMs) ? nextMs : undefined };
};

/** Knows operators' keys. */
export type Operators = {
  /** The operator's name, for the audit log; undefined when nobody has this key. */
  nameOf(key: string): string | undefined;
};

/** One operator's key. */
export type Operator = { readonly name: string; readonly hashed: string };

const readOperator = (entry: string): Operator => {
  const at = entry.indexOf('=');
  const hashed = entry.slice(at + 1);
  if (!keyHashPattern.test(hashed)) throw new Error('each operator key hash reads name=sha256$salt$hex');
  return { name: at < 0 ? 'unnamed' : entry.slice(0, at), hashed };
};

/** Reads `name=sha256$salt$hex` entries. @throws Error that quotes none of them */
export const readOperators = (entries: readonly string[]): readonly Operator[] => entries.map(readOperator);

/**
 * Knows operators by their keys; every hash is compared, whichever matches.
 *
 * @param operators those at hand, looked at anew each time.
 */
export const createOperators = (operators: () => readonly Operator[], nowMs: () => number): Operators => ({
  nameOf: (key) => operators().filter(({ hashed }) => isKeyOf([hashed], key, nowMs()))[0]?.name,
});
