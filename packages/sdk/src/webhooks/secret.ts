/** Signing secrets as they are handed out, read into keys of the Web Crypto API. */
import { WebhookError } from './failure.ts';

/** A key of the Web Crypto API, whose own name is not in every runtime's types. */
export type SigningKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const prefix = 'whsec_';
const bytesMin = 24;

const unusable = (why: string): WebhookError =>
  new WebhookError(
    'secret_unusable',
    `the signing secret ${why}; it is "whsec_" and base64, as the gateway’s operator gave it`,
  );

/** @throws WebhookError `secret_unusable` */
export const bytesOfBase64 = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
};

/** The key of a secret. White space around it, as files and terminals bring it, does not matter. @throws WebhookError */
export const keyOf = (secret: string): Promise<SigningKey> => {
  const text = typeof secret === 'string' ? secret.trim() : '';
  if (text === '') throw unusable('is empty');
  if (!text.startsWith(prefix)) throw unusable(`does not begin with "${prefix}"`);
  const bytes = bytesOfBase64(text.slice(prefix.length));
  if (bytes === undefined) throw unusable('is not base64 after its prefix');
  if (bytes.length < bytesMin) throw unusable(`has ${bytes.length} bytes, expected are at least ${bytesMin}`);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
};
