/** Secrets for tests. */
import { randomBytes } from 'node:crypto';
import { parseWebhookSecret, type WebhookSecret } from '../../src/index.ts';

export const readSecret = (text: string): WebhookSecret => {
  const parsed = parseWebhookSecret(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.secret;
};

export const newSecretText = (bytes = 32): string => `whsec_${randomBytes(bytes).toString('base64')}`;
