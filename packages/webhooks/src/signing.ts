/** Signatures of Standard Webhooks: those that go out with a webhook, and whether one that came in is genuine. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookSecret } from './secret.ts';

export type SignedHeaders = {
  readonly 'webhook-id': string;
  /** Unix seconds. */
  readonly 'webhook-timestamp': string;
  /** `v1,<base64>` for each secret, separated by blanks. */
  readonly 'webhook-signature': string;
};

export type UnsignedWebhook = { readonly id: string; readonly payload: string; readonly atMs: number };

/** What a request brought: its three headers, the body as it came, and the time on our clock. */
export type SignedRequest = {
  readonly headers: { readonly id: string; readonly timestamp: string; readonly signature: string };
  readonly rawBody: string | Uint8Array;
  readonly nowMs: number;
  /** How far its time may be from ours, either way. Default 5 min. */
  readonly toleranceMs?: number;
};

/**
 * `wrong`: signed by none of the secrets. `stale`: genuine, and of another time. `malformed`: a header is missing or is not of the
 * scheme `v1`.
 */
export type SignatureVerdict = 'ok' | 'wrong' | 'stale' | 'malformed';

const scheme = 'v1,';
const toleranceMsDefault = 300_000;

// The bytes and not a text made of them: what is no UTF-8 was signed as well.
const signatureOf = (
  { key }: WebhookSecret,
  signed: { id: string; timestamp: string; body: string | Uint8Array },
): Buffer =>
  createHmac('sha256', key).update(`${signed.id}.${signed.timestamp}.`).update(signed.body).digest();

/**
 * Signs with every active secret; while a secret is rotated there are several, and the receiver needs to know one of them.
 *
 * @throws RangeError without a secret
 * @example
 * ```ts
 * signWebhook([secret], { id: 'evt_1', payload: '{}', atMs: 1_614_265_330_000 })['webhook-timestamp']; // '1614265330'
 * ```
 */
export const signWebhook = (
  secrets: readonly WebhookSecret[],
  { id, payload, atMs }: UnsignedWebhook,
): SignedHeaders => {
  if (secrets.length === 0) throw new RangeError('a webhook needs a secret to be signed with');
  const timestamp = String(Math.floor(atMs / 1_000));
  const signatures = secrets.map(
    (secret) => scheme + signatureOf(secret, { id, timestamp, body: payload }).toString('base64'),
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
};

/**
 * Whether a request was signed with one of the secrets, in constant time.
 *
 * @example
 * ```ts
 * verifySignature(secrets, { headers: { id, timestamp, signature }, rawBody, nowMs: Date.now() }); // 'ok'
 * ```
 */
export const verifySignature = (
  secrets: readonly WebhookSecret[],
  { headers, rawBody, nowMs, toleranceMs = toleranceMsDefault }: SignedRequest,
): SignatureVerdict => {
  const { id, timestamp, signature } = headers;
  const given = signature
    .split(' ')
    .filter((part) => part.startsWith(scheme))
    .map((part) => Buffer.from(part.slice(scheme.length), 'base64'));
  if (id === '' || !/^\d{1,12}$/.test(timestamp) || given.length === 0) return 'malformed';
  const expected = secrets.map((secret) => signatureOf(secret, { id, timestamp, body: rawBody }));
  // No early end: how long it takes must not tell which of them was near.
  const matches = expected.flatMap((one) =>
    given.filter((other) => other.length === one.length && timingSafeEqual(one, other)),
  );
  if (matches.length === 0) return 'wrong';
  return Math.abs(nowMs - Number(timestamp) * 1_000) > toleranceMs ? 'stale' : 'ok';
};
