/** Whether a notification is 12go's: signed where there is a secret, and from its addresses where these are known. */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { parseWebhookSecret, verifySignature, type WebhookSecret } from '@partner-gateway/webhooks';
import { GatewayError } from '../errors.ts';

// Assumed: 12go does not sign today; HMAC-SHA-256 of the raw body in hex in this header, or the headers of Standard Webhooks.
const signatureHeader = 'x-12go-signature';
const standardHeaders = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const;

const hexPattern = /^[0-9a-f]{64}$/i;

/** How sure it is that 12go sent it: by its signature, by where it came from, or not at all. */
export type Proof = 'signed' | 'listed' | 'none';

/** A notification as it came. */
export type Arrived = {
  readonly address: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly rawBody: Uint8Array;
};

/** Who sent it as far as can be told, and the name that the sender gave to this notification. */
export type Proven = { readonly proof: Proof; readonly eventId?: string };

type Trust = {
  /** Any of them signs; none where notifications are not signed. */
  readonly secrets: () => readonly string[];
  /** Addresses and ranges; empty for any. */
  readonly sources: readonly string[];
  readonly nowMs: () => number;
};

const refuse = (reason: string, detail: string): never => {
  throw new GatewayError('unauthorized', { reason, detail });
};

/** A secret that does not come in the form of Standard Webhooks signs by its letters. */
const toKey = (text: string): WebhookSecret => {
  const parsed = parseWebhookSecret(text);
  return parsed.ok ? parsed.secret : { key: createSecretKey(Buffer.from(text)) };
};

const isHexSignature = (secrets: readonly string[], rawBody: Uint8Array, signature: unknown): boolean => {
  const given = typeof signature === 'string' && hexPattern.test(signature) ? signature : '';
  const bytes = Buffer.from(given.padEnd(64, '0'), 'hex');
  // Every secret is compared, whichever fits.
  const fits = secrets.map((secret) =>
    timingSafeEqual(createHmac('sha256', secret).update(rawBody).digest(), bytes),
  );
  return given !== '' && fits.includes(true);
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const bySecret = (secrets: readonly string[], { headers, rawBody }: Arrived, nowMs: number): Proven => {
  const given = {
    id: textOf(headers[standardHeaders.id]),
    timestamp: textOf(headers[standardHeaders.timestamp]),
    signature: textOf(headers[standardHeaders.signature]),
  };
  if (given.signature === '') {
    if (isHexSignature(secrets, rawBody, headers[signatureHeader])) return { proof: 'signed' };
    return refuse('signature_wrong', 'The signature is missing or wrong.');
  }
  const verdict = verifySignature(secrets.map(toKey), { headers: given, rawBody, nowMs });
  if (verdict === 'ok') return { proof: 'signed', eventId: given.id };
  return verdict === 'stale'
    ? refuse('signature_stale', 'The signature is of another time; sign it anew when it is sent again.')
    : refuse('signature_wrong', 'The signature is missing or wrong.');
};

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

const listOf = (sources: readonly string[]): BlockList => {
  const known = new BlockList();
  for (const source of sources) {
    const [address = '', prefix] = source.split('/');
    if (prefix === undefined) known.addAddress(address, familyOf(address));
    else known.addSubnet(address, Number(prefix), familyOf(address));
  }
  return known;
};

/**
 * Makes the check: the source where there are sources, then the signature where there are secrets.
 *
 * @throws GatewayError from the check: `unauthorized` for what fails one that is set.
 */
export const createProof = ({ secrets, sources, nowMs }: Trust): ((arrived: Arrived) => Proven) => {
  const known = listOf(sources);
  // A proxy may forward any text as an address.
  const isKnown = (address: string) => isIP(address) !== 0 && known.check(address, familyOf(address));
  return (arrived) => {
    if (sources.length > 0 && !isKnown(arrived.address))
      return refuse('source_unknown', 'The source address is not one of 12go.');
    const current = secrets();
    if (current.length > 0) return bySecret(current, arrived, nowMs());
    return { proof: sources.length > 0 ? 'listed' : 'none' };
  };
};
