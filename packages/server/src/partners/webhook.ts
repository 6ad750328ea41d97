/** Where changes of a partner's bookings are posted: its URL judged, its secrets read. */
import type { FieldError } from '@partner-gateway/contract';
import {
  parseWebhookSecret,
  parseWebhookUrl,
  type UrlPolicy,
  type WebhookEndpoint,
  type WebhookSecret,
} from '@partner-gateway/webhooks';
import type { ClientSettings } from './client-settings.ts';
import type { ReadSecret } from './secrets.ts';

/** How secrets are read, and which URLs may be posted to. */
export type Reading = { readonly readSecret: ReadSecret; readonly policy: UrlPolicy };

/** No endpoint where a secret is missing: what is sent without it would be refused, or believed from anybody. */
export type ReadWebhook = {
  readonly endpoint: WebhookEndpoint | undefined;
  readonly mistakes: readonly FieldError[];
};

const none: ReadWebhook = { endpoint: undefined, mistakes: [] };

/** One secret, or the old one and the new one while it is changed. */
const secretsOf = (text: string): { secrets: WebhookSecret[]; reasons: string[] } => {
  const parsed = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(parseWebhookSecret);
  return {
    secrets: parsed.flatMap((one) => (one.ok ? [one.secret] : [])),
    reasons: parsed.flatMap((one) => (one.ok ? [] : [one.reason])),
  };
};

/** What a header can hold, which Node judges likewise; a line break in it would begin another one. */
const isHeaderValue = (text: string): boolean => /^[\t\x20-\x7e]*$/.test(text);

/** Reads it; a mistake names the setting, never a URL or a secret. */
export const readWebhook = (
  webhook: ClientSettings['webhook'],
  { readSecret, policy }: Reading,
): ReadWebhook => {
  if (webhook === undefined) return none;
  const parsed = parseWebhookUrl(webhook.url, policy);
  const { signing_secret_ref: signing } = webhook;
  const value = readSecret(webhook.secret_ref);
  const signingText = signing === undefined ? '' : readSecret(signing);
  const { secrets, reasons } = secretsOf(signingText ?? '');
  const mistakes = [
    ...(parsed.ok ? [] : [{ field: 'url', message: parsed.reason }]),
    ...(isHeaderValue(value ?? '')
      ? []
      : [
          {
            field: 'secret_ref',
            message: 'the secret has a line break or another character that no header can hold',
          },
        ]),
    ...reasons.map((message) => ({ field: 'signing_secret_ref', message })),
  ];
  if (mistakes.length > 0 || !parsed.ok) return { endpoint: undefined, mistakes };
  if (value === undefined || signingText === undefined) return none;
  const authHeader = { name: webhook.auth_header, value };
  return { endpoint: { url: webhook.url, authHeader, secrets }, mistakes };
};
