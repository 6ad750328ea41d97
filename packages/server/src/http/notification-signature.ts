/** Whether a notification is 12go's: HMAC-SHA-256 of the raw body in hex and the source address, each where it is configured. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { GatewayError } from '../errors.ts';

// Assumed: 12go does not sign today; this is the header it would use.
export const signatureHeader = 'x-12go-signature';

const hexPattern = /^[0-9a-f]{64}$/i;

/**
 * Whether the notification is signed, by any of the secrets; without one every notification counts as unsigned and is taken.
 *
 * @throws GatewayError `unauthorized` when there are secrets and the signature is missing or none of theirs.
 */
export const checkSignature = (secrets: readonly string[], body: string, signature: unknown): boolean => {
  if (secrets.length === 0) return false;
  const given = typeof signature === 'string' && hexPattern.test(signature) ? signature : '';
  const bytes = Buffer.from(given.padEnd(64, '0'), 'hex');
  // Every secret is compared, whichever fits.
  const fits = secrets.map((secret) =>
    timingSafeEqual(createHmac('sha256', secret).update(body).digest(), bytes),
  );
  if (given === '' || !fits.includes(true))
    throw new GatewayError('unauthorized', {
      reason: 'signature_wrong',
      detail: 'The signature is missing or wrong.',
    });
  return true;
};

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

/**
 * Makes the check of source addresses; without any, every address is taken.
 *
 * @throws GatewayError from the check: `unauthorized` for an address that is not among them.
 */
export const createSourceCheck = (sources: readonly string[]): ((address: string) => void) => {
  const known = new BlockList();
  for (const source of sources) {
    const [address = '', prefix] = source.split('/');
    if (prefix === undefined) known.addAddress(address, familyOf(address));
    else known.addSubnet(address, Number(prefix), familyOf(address));
  }
  return (address) => {
    // A proxy may forward any text as an address.
    if (sources.length === 0 || (isIP(address) !== 0 && known.check(address, familyOf(address)))) return;
    throw new GatewayError('unauthorized', {
      reason: 'source_unknown',
      detail: 'The source address is not one of 12go.',
    });
  };
};
