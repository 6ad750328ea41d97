/** API keys of partners and operators against their salted hashes, in constant time. */
import { hash, timingSafeEqual } from 'node:crypto';
import { type OpsScope, opsScopes } from '@partner-gateway/contract';

/** `sha256$salt$hex`, with `$` and an ISO instant after it when the key expires. */
export const keyHashPattern =
  /^sha256\$([A-Za-z0-9_-]{1,64})\$([0-9a-f]{64})(?:\$(\d{4}-\d{2}-\d{2}T[0-9:.]+Z))?$/;

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

/** Who asks, and what the key may do. */
export type KnownOperator = { readonly name: string; readonly scope: OpsScope };

/** Knows operators' keys. */
export type Operators = {
  /** The operator with this key; undefined when nobody has it. */
  find(key: string): KnownOperator | undefined;
};

/** One operator's key. */
export type Operator = KnownOperator & {
  readonly hashed: string;
  /** Whether the entry says what the key may do; one that does not may do everything. */
  readonly isScoped: boolean;
};

const entryPattern = /^(?:([^=:]*)(?::([a-z]+))?=)?(sha256\$.+)$/;

const readOperator = (entry: string): Operator => {
  const [, name = 'unnamed', given, hashed = ''] = entryPattern.exec(entry) ?? [];
  const scope = given === undefined ? 'admin' : opsScopes.find((known) => known === given);
  if (scope === undefined || !keyHashPattern.test(hashed))
    throw new Error(
      `each operator key hash reads name:scope=sha256$salt$hex; scopes are ${opsScopes.join(', ')}`,
    );
  return { name, scope, hashed, isScoped: given !== undefined };
};

/** Reads `name:scope=sha256$salt$hex` entries; without a scope it is `admin`. @throws Error that quotes none of them */
export const readOperators = (entries: readonly string[]): readonly Operator[] => entries.map(readOperator);

/**
 * Knows operators by their keys; every hash is compared, whichever matches. Of several entries of one key the first counts.
 *
 * @param operators those at hand, looked at anew each time.
 */
export const createOperators = (operators: () => readonly Operator[], nowMs: () => number): Operators => ({
  find: (key) => {
    const [found] = operators().filter(({ hashed }) => isKeyOf([hashed], key, nowMs()));
    return found && { name: found.name, scope: found.scope };
  },
});
