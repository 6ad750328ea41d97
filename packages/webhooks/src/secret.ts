/** A signing secret of Standard Webhooks, read from its text and kept so that it is never printed. */
import { createSecretKey, type KeyObject } from 'node:crypto';

/** A checked secret; what it holds shows neither in a log line nor as JSON. */
export type WebhookSecret = { readonly key: KeyObject };

export type ParsedSecret =
  | { readonly ok: true; readonly secret: WebhookSecret }
  /** What is wrong and what is expected, without the text. */
  | { readonly ok: false; readonly reason: string };

const prefix = 'whsec_';
const bytesMin = 24;
const bytesMax = 64;

const refused = (reason: string): ParsedSecret => ({ ok: false, reason });

/**
 * Reads `whsec_` and the base64 of 24 to 64 bytes.
 *
 * @example
 * ```ts
 * parseWebhookSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'); // { ok: true, secret: … }
 * ```
 */
export const parseWebhookSecret = (text: string): ParsedSecret => {
  if (!text.startsWith(prefix)) return refused(`the secret does not begin with ${prefix}`);
  const base64 = text.slice(prefix.length);
  const bytes = Buffer.from(base64, 'base64');
  const isBase64 = bytes.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '');
  if (!isBase64) return refused(`what follows ${prefix} in the secret is not base64`);
  if (bytes.length < bytesMin || bytes.length > bytesMax)
    return refused(`the secret is of ${bytes.length} bytes, expected are ${bytesMin} to ${bytesMax}`);
  return { ok: true, secret: { key: createSecretKey(bytes) } };
};
