/** Webhooks signed as the gateway signs them, for the tests of those who receive them. */
import type { PartnerNotification } from '../../generated/schemas.ts';
import { keyOf } from './secret.ts';
import { signatureHeader, signedBytes } from './signature.ts';

/**
 * What a sample says; everything has a default.
 *
 * @example
 * ```ts
 * const sample: WebhookSample = { secret, notification: { status: 'approved' } };
 * console.log((await signSample(sample)).body);
 * ```
 */
export type WebhookSample = {
  /** What it is signed with; by each of several. */
  secret: string | readonly string[];
  /** Members that replace those of the sample. */
  notification?: Partial<PartnerNotification> | undefined;
  /**
   * Id of the event.
   *
   * @defaultValue a new one
   */
  id?: string | undefined;
  /** Unix milliseconds. @defaultValue now */
  sentAtMs?: number | undefined;
};

/**
 * A webhook as the gateway posts it.
 *
 * @example
 * ```ts
 * const { headers, body }: SignedWebhook = await signSample({ secret });
 * console.log(headers['webhook-id'], body.length);
 * ```
 */
export type SignedWebhook = {
  /** What it is posted with. */
  headers: {
    /** Always JSON. */
    'content-type': 'application/json';
    /** Of the event; the same in every attempt. */
    'webhook-id': string;
    /** Unix seconds of the attempt. */
    'webhook-timestamp': string;
    /** One signature for each secret. */
    'webhook-signature': string;
  };
  /** JSON, to be posted as it is. */
  body: string;
};

const sampleOf = (sentAtMs: number): PartnerNotification => ({
  booking_id: 'BK-0-TEST',
  status: 'approved',
  previous_status: 'pending',
  ticket_url: null,
  updated_at: new Date(sentAtMs).toISOString().slice(0, 19),
});

/**
 * A webhook signed as the gateway signs, to test a receiver with.
 *
 * @throws WebhookError `secret_unusable`
 * @example
 * ```ts
 * const { headers, body } = await signSample({ secret, notification: { status: 'cancelled' } });
 * const { notification } = await verifyWebhook({ headers, body, secret });
 * console.log(notification.status);
 * ```
 */
export const signSample = async (sample: WebhookSample): Promise<SignedWebhook> => {
  const { id = `evt_test_${crypto.randomUUID()}`, sentAtMs = Date.now() } = sample;
  const body = JSON.stringify({ ...sampleOf(sentAtMs), ...sample.notification });
  const timestamp = String(Math.floor(sentAtMs / 1000));
  const keys = await Promise.all([sample.secret].flat().map(keyOf));
  const bytes = signedBytes(id, timestamp, new TextEncoder().encode(body));
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': await signatureHeader(keys, bytes),
    },
    body,
  };
};
