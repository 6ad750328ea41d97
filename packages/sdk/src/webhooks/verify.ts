/** Whether a webhook is genuine and of now, and what it says. */
import type { PartnerNotification } from '../../generated/schemas.ts';
import { WebhookError } from './failure.ts';
import { bytesOf, headerOf, type WebhookBody, type WebhookHeaders } from './request.ts';
import { keyOf } from './secret.ts';
import { isSignedBy, signaturesIn, signedBytes } from './signature.ts';

/**
 * What came, and what it is checked against.
 *
 * @example
 * ```ts
 * const check = (arrived: WebhookRequest) => verifyWebhook({ ...arrived, toleranceSeconds: 60 });
 * console.log((await check({ ...(await signSample({ secret })), secret })).id);
 * ```
 */
export type WebhookRequest = {
  /** In any form that servers and frameworks hand over. */
  headers: WebhookHeaders;
  /** The raw body. */
  body: WebhookBody;
  /** The signing secret, or several while one is replaced: any of them will do. */
  secret: string | readonly string[];
  /**
   * How far the time of the webhook may be from this machine's, either way, in seconds.
   *
   * @defaultValue 300
   */
  toleranceSeconds?: number | undefined;
  /**
   * The time, in Unix milliseconds, for tests.
   *
   * @defaultValue now
   */
  nowMs?: number | undefined;
};

/**
 * A webhook that may be acted on.
 *
 * @example
 * ```ts
 * const { id, sentAtMs, notification }: Webhook = await verifyWebhook({ ...(await signSample({ secret })), secret });
 * console.log(id, new Date(sentAtMs), notification.booking_id);
 * ```
 */
export type Webhook = {
  /** The same in every attempt: drop one that you have seen. */
  id: string;
  /** When this attempt was sent, Unix milliseconds. */
  sentAtMs: number;
  /** What happened to which booking. */
  notification: PartnerNotification;
};

/** @throws WebhookError `header_malformed` */
const secondsIn = (header: string): number => {
  if (!/^\d{1,12}$/.test(header))
    throw new WebhookError('header_malformed', 'webhook-timestamp is not a number of Unix seconds');
  return Number(header);
};

const demandTime = (
  sentAtMs: number,
  { toleranceSeconds = 300, nowMs = Date.now() }: WebhookRequest,
): void => {
  const lateSeconds = Math.round((nowMs - sentAtMs) / 1000);
  if (lateSeconds > toleranceSeconds)
    throw new WebhookError(
      'timestamp_old',
      `the webhook is genuine but was sent ${lateSeconds} s ago, ${toleranceSeconds} s are allowed: it was sent again by somebody, or waited in a queue of yours; each attempt of the gateway has a time of its own`,
    );
  if (-lateSeconds > toleranceSeconds)
    throw new WebhookError(
      'timestamp_ahead',
      `the webhook is genuine but was sent ${-lateSeconds} s ahead of this machine’s clock, which is slow: set it by a time server`,
    );
};

/** @throws WebhookError `body_unreadable` */
const notificationIn = (body: Uint8Array): PartnerNotification => {
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(body));
    if (typeof read === 'object' && read !== null && 'booking_id' in read) return read as PartnerNotification;
  } catch {
    // Told below, without the text.
  }
  throw new WebhookError(
    'body_unreadable',
    'the webhook is genuine, but its body is no notification of a booking',
  );
};

/**
 * Checks a webhook and reads it. Nothing of an unproven one is read; what is compared is compared in constant time.
 *
 * @returns its id, by which a repetition is known, and what it says. The booking itself is the truth: read it when it matters
 * @throws WebhookError whose `failure` and message name the one cause: a header that is missing or malformed, a body that was
 * read before, a wrong signature, a time too far from now, a secret that cannot be one
 * @example
 * ```ts
 * const { id, notification } = await verifyWebhook({
 *   headers: arrived.headers,
 *   body: await arrived.text(),
 *   secret,
 * });
 * console.log(id, notification.booking_id, notification.status);
 * ```
 */
export const verifyWebhook = async (request: WebhookRequest): Promise<Webhook> => {
  const secrets = typeof request.secret === 'string' ? [request.secret] : request.secret;
  if (secrets.length === 0) throw new WebhookError('secret_unusable', 'no signing secret was given');
  const keys = await Promise.all(secrets.map(keyOf));
  const body = bytesOf(request.body);
  const id = headerOf(request.headers, 'webhook-id');
  const timestamp = headerOf(request.headers, 'webhook-timestamp');
  const signatures = signaturesIn(headerOf(request.headers, 'webhook-signature'));
  const sentAtMs = secondsIn(timestamp) * 1000;
  if (!(await isSignedBy(keys, signatures, signedBytes(id, timestamp, body))))
    throw new WebhookError(
      'signature_wrong',
      'no secret given makes this signature: the secret is another one or was replaced, the body was changed on its way (parsed and written anew, another encoding, a line break added), or somebody else sent it',
    );
  demandTime(sentAtMs, request);
  return { id, sentAtMs, notification: notificationIn(body) };
};
