/** The entity tag of bytes. */
import { createHash } from 'node:crypto';

/** A strong one: other bytes, another tag. */
export const tagOf = (bytes: Buffer): string =>
  `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
