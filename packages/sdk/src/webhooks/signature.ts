/** Signatures of Standard Webhooks by the Web Crypto API, which every runtime has. */
import { WebhookError } from './failure.ts';
import { bytesOfBase64, type SigningKey } from './secret.ts';

const scheme = 'v1,';

/** What is signed: id, time and body, in bytes, since a body need not be text. */
export const signedBytes = (id: string, timestamp: string, body: Uint8Array): Uint8Array<ArrayBuffer> => {
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
};

/** @throws WebhookError `header_malformed` */
export const signaturesIn = (header: string): Uint8Array<ArrayBuffer>[] => {
  const ours = header.split(' ').filter((part) => part.startsWith(scheme));
  const signatures = ours.flatMap((part) => bytesOfBase64(part.slice(scheme.length)) ?? []);
  if (signatures.length === 0)
    throw new WebhookError('header_malformed', 'webhook-signature holds no signature of the scheme "v1,"');
  return signatures;
};

/** Whether one of the keys made one of the signatures; every pair is tried, so that the time it takes tells nothing. */
export const isSignedBy = async (
  keys: readonly SigningKey[],
  signatures: readonly Uint8Array<ArrayBuffer>[],
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> => {
  const tried = keys.flatMap((key) =>
    signatures.map((signature) => crypto.subtle.verify('HMAC', key, signature, bytes)),
  );
  return (await Promise.all(tried)).includes(true);
};

/** The header of what was signed with each key. */
export const signatureHeader = async (
  keys: readonly SigningKey[],
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> => {
  const signatures = await Promise.all(keys.map((key) => crypto.subtle.sign('HMAC', key, bytes)));
  return signatures.map((one) => scheme + btoa(String.fromCharCode(...new Uint8Array(one)))).join(' ');
};
