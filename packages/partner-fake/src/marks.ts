/** Ids and references: the same calls give the same ones, and nobody can read anything in them. */
import { createHash } from 'node:crypto';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** So many letters and digits that belong to a text. */
export const mark = (text: string, length: number): string =>
  [...createHash('sha256').update(text).digest().subarray(0, length)]
    .map((byte) => crockford[byte % 32])
    .join('');

/** A longer one, as tokens are: `k1.` and base64url. */
export const token = (text: string): string => `k1.${createHash('sha512').update(text).digest('base64url')}`;
