/** Operators of the ops API, by the hashes of their keys. */
import { isKeyOf } from './api-keys.ts';
import { keyHashPattern } from './client-settings.ts';

/** Knows operators' keys. */
export type Operators = { accepts(key: string): boolean };

const readHash = (entry: string): string => {
  const hash = entry.slice(entry.indexOf('=') + 1);
  if (!keyHashPattern.test(hash)) throw new Error('each operator key hash reads name=sha256$salt$hex');
  return hash;
};

/** Makes the operators of `name=sha256$salt$hex` entries. */
export const createOperators = (entries: readonly string[], nowMs: () => number): Operators => {
  const hashes = entries.map(readHash);
  return { accepts: (key) => isKeyOf(hashes, key, nowMs()) };
};
