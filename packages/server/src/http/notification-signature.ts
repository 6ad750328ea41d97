/** The signature of a notification from 12go: HMAC-SHA-256 of the raw body in hex, checked when a secret is set. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { GatewayError } from '../errors.ts';

// Assumed: 12go does not sign today; this is the header it would use.
export const signatureHeader = 'x-12go-signature';

const hexPattern = /^[0-9a-f]{64}$/i;

/**
 * Whether the notification is signed; without a secret every notification counts as unsigned and is taken.
 *
 * @throws GatewayError `unauthorized` when a secret is set and the signature is missing or wrong.
 */
export const checkSignature = (secret: string | undefined, body: string, signature: unknown): boolean => {
  if (secret === undefined) return false;
  const given = typeof signature === 'string' && hexPattern.test(signature) ? signature : '';
  const expected = createHmac('sha256', secret).update(body).digest();
  const matches = timingSafeEqual(expected, Buffer.from(given.padEnd(64, '0'), 'hex'));
  if (given === '' || !matches)
    throw new GatewayError('unauthorized', { detail: 'The signature is missing or wrong.' });
  return true;
};
