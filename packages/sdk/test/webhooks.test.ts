/** Webhooks: those that the gateway signs are taken in every form that servers hand them over in, and each failure has a message of its own. */
import {
  isWebhookError,
  signSample,
  verifyWebhook,
  type WebhookFailure,
  type WebhookRequest,
  webhookFailures,
} from '@partner-gateway/sdk/webhooks';
import { parseWebhookSecret, signWebhook, verifySignature } from '@partner-gateway/webhooks';
import { describe, expect, test } from 'vitest';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const nextSecret = `whsec_${btoa('another secret of 32 characters.')}`;
const nowMs = Date.UTC(2026, 9, 28, 9, 42);
const payload =
  '{"booking_id":"BK-1-AAAAA","status":"approved","previous_status":"pending","ticket_url":null,"updated_at":"2026-10-28T09:42:00","note":"Đà Nẵng"}';

const keyOf = (text: string) => {
  const parsed = parseWebhookSecret(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.secret;
};
/** As the gateway's relay signs. */
const signed = (secrets = [secret], body = payload, atMs = nowMs) => ({
  headers: signWebhook(secrets.map(keyOf), { id: 'evt_7', payload: body, atMs }),
  body,
});

const check = (changes: Partial<WebhookRequest> = {}) =>
  verifyWebhook({ ...signed(), secret, nowMs, ...changes });

describe('a genuine webhook', () => {
  const { headers } = signed();
  const bytes = new TextEncoder().encode(payload);
  const entries = Object.entries(headers);

  test.each<[string, Partial<WebhookRequest>]>([
    ['headers of Node and a Buffer', { headers: { ...headers }, body: Buffer.from(payload) }],
    [
      'headers of Node with lists',
      { headers: Object.fromEntries(entries.map(([name, one]) => [name, [one]])) },
    ],
    ['headers of Fetch and text', { headers: new Headers(headers) }],
    ['pairs and bytes', { headers: entries, body: bytes }],
    ['a map and a buffer of memory', { headers: new Map(entries), body: bytes.buffer }],
    ['bytes in the middle of others', { body: Buffer.concat([Buffer.from('x'), bytes]).subarray(1) }],
    [
      'names in any case',
      { headers: Object.fromEntries(entries.map(([name, one]) => [name.toUpperCase(), one])) },
    ],
    ['a secret with a line break after it', { secret: `${secret}\n` }],
    ['one of several secrets', { secret: [nextSecret, secret] }],
    ['signed with two, of which one is known', { ...signed([nextSecret, secret]) }],
    ['five minutes late', { nowMs: nowMs + 300_000 }],
    ['five minutes early', { nowMs: nowMs - 300_000 }],
  ])('is taken from %s', async (_how, changes) => {
    await expect(check(changes)).resolves.toEqual({
      id: 'evt_7',
      sentAtMs: nowMs,
      notification: JSON.parse(payload),
    });
  });

  test('signed by the sample maker is taken here and by the gateway’s own check', async () => {
    const sample = await signSample({ secret: [secret, nextSecret], notification: { status: 'cancelled' } });
    const { notification } = await verifyWebhook({ ...sample, secret: nextSecret });
    expect(notification).toMatchObject({ booking_id: 'BK-0-TEST', status: 'cancelled' });
    const {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    } = sample.headers;
    const request = { headers: { id, timestamp, signature }, rawBody: sample.body, nowMs: Date.now() };
    expect(verifySignature([keyOf(secret)], request)).toBe('ok');
  });
});

const failing: Record<WebhookFailure, readonly [words: RegExp, work: () => Promise<unknown>]> = {
  secret_unusable: [
    /does not begin with "whsec_"/,
    () => check({ secret: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }),
  ],
  header_missing: [
    /no header webhook-signature/,
    () => check({ headers: { 'webhook-id': 'evt_7', 'webhook-timestamp': '1' } }),
  ],
  header_malformed: [
    /no signature of the scheme "v1,"/,
    () => check({ headers: { ...signed().headers, 'webhook-signature': 'sha256=abc' } }),
  ],
  body_not_raw: [/read before the check.*raw body/, () => check({ body: JSON.parse(payload) as string })],
  signature_wrong: [/the body was changed on its way/, () => check({ body: `${payload}\n` })],
  timestamp_old: [/sent 301 s ago, 300 s are allowed/, () => check({ nowMs: nowMs + 301_000 })],
  timestamp_ahead: [/301 s ahead of this machine’s clock/, () => check({ nowMs: nowMs - 301_000 })],
  body_unreadable: [/genuine, but its body is no notification/, () => check(signed([secret], '[]'))],
};

describe('a webhook that must not be acted on', () => {
  test.each(webhookFailures)('%s has a message of its own, without secret or body', async (failure) => {
    const [words, work] = failing[failure];
    const thrown = await work().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!isWebhookError(thrown)) throw new Error('it was taken');
    expect([thrown.failure, thrown.message]).toEqual([failure, expect.stringMatching(words)]);
    expect(`${thrown.message}${JSON.stringify(thrown)}`).not.toMatch(/MfKQ9r8|BK-1-AAAAA/);
  });

  test.each<[string, Partial<WebhookRequest>]>([
    ['another secret', { secret: nextSecret }],
    ['another id', { headers: { ...signed().headers, 'webhook-id': 'evt_8' } }],
    ['another time', { headers: { ...signed().headers, 'webhook-timestamp': String(nowMs / 1000 + 1) } }],
    ['another body', { body: payload.replace('approved', 'cancelled') }],
    ['a signature cut short', { headers: { ...signed().headers, 'webhook-signature': 'v1,AAAA' } }],
  ])('is one with %s', async (_what, changes) => {
    await expect(check(changes)).rejects.toMatchObject({ failure: 'signature_wrong' });
  });

  test.each([[], '', 'whsec_', 'whsec_!', 'whsec_AAAA'])('is refused for the secret %j', async (unusable) => {
    await expect(check({ secret: unusable })).rejects.toMatchObject({ failure: 'secret_unusable' });
  });
});
