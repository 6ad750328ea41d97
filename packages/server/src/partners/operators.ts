/** Operators of the ops API, by the hashes of their keys. */
import { isKeyOf } from './api-keys.ts';
import { keyHashPattern } from './client-settings.ts';

/** Knows operators' keys. */
export type Operators = {
  /** The operator's name, for the audit log; undefined when nobody has this key. */
  nameOf(key: string): string | undefined;
};

type Operator = { readonly name: string; readonly hash: string };

const readOperator = (entry: string): Operator => {
  const at = entry.indexOf('=');
  const hash = entry.slice(at + 1);
  if (!keyHashPattern.test(hash)) throw new Error('each operator key hash reads name=sha256$salt$hex');
  return { name: at < 0 ? 'unnamed' : entry.slice(0, at), hash };
};

/** Makes the operators of `name=sha256$salt$hex` entries; every hash is compared, whichever matches. */
export const createOperators = (entries: readonly string[], nowMs: () => number): Operators => {
  const operators = entries.map(readOperator);
  return {
    nameOf: (key) => operators.filter(({ hash }) => isKeyOf([hash], key, nowMs()))[0]?.name,
  };
};
