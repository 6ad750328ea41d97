/** Tells whether two requests under one key are the same request, without keeping what they said. */
import { createHash, createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';

export type FingerprintInput = {
  operation: string;
  /** The route's template, not its path. */
  route: string;
  clientId: string;
  contractVersion: string;
  /** Whatever else names the target, such as the booking id in the path. */
  target: string;
  /** The validated body; key order and number spelling do not matter. */
  body: unknown;
};

/** HMAC rather than a bare hash: bodies hold guessable personal data. */
export const toFingerprint = (secret: Uint8Array, input: FingerprintInput): string => {
  const { operation, route, clientId, contractVersion, target, body } = input;
  const parts = [operation, route, clientId, contractVersion, target, canonicalize(body ?? null)];
  return createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url');
};

/** The name of a key's record: hashing bounds its length and keeps the client's characters out of the store's keys. */
export const toRecordKey = (idempotencyKey: string): string =>
  createHash('sha256').update(idempotencyKey).digest('base64url');
