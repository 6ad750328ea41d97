/** Webhooks to partners, end to end: posted in the contract's shape, signed, in order, tried again, told in the story. */
import { inspectionSchema, partnerNotificationSchema } from '@partner-gateway/contract';
import { parseWebhookSecret, verifySignature } from '@partner-gateway/webhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Api, startApi } from '../support/api.ts';
import { confirm } from '../support/builders.ts';
import { type Reaction, type Receiver, startReceiver } from '../support/receiver.ts';

const signing = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_plJ3nmyCDGBKInavdOK15jsl1qGpOkWv'];
let reaction: Reaction = () => 204;
let receiver: Receiver;
let api: Api;
beforeAll(async () => {
  receiver = await startReceiver((delivered) => reaction(delivered));
  api = await startApi({
    environment: { WEBHOOK_ALLOW_PRIVATE: 'true', WEBHOOK_RETRY_SECONDS: '30,300' },
    secrets: { 'hooks/demo': 'a word between us', 'hooks/demo-signing': signing.join('\n') },
    clients: {
      demo: {
        webhook: {
          url: receiver.url,
          auth_header: 'X-Hook-Key',
          secret_ref: 'hooks/demo',
          signing_secret_ref: 'hooks/demo-signing',
        },
      },
    },
  });
});
afterAll(async () => {
  await api.close();
  await receiver.close();
});

const delivered = (id: string) => receiver.got.filter(({ body }) => body.includes(id));

describe('a change of a booking', () => {
  test('is posted to its partner in the shape and with the headers of the contract, signed by both secrets', async () => {
    const { id } = await confirm(api.as('demo'));
    await until(() => expect(delivered(id)).toHaveLength(2));
    expect(receiver.statusesOf(id)).toEqual(['reserved', 'approved']);
    const [, last] = delivered(id);
    const { headers = {}, body = '' } = last ?? {};
    expect(partnerNotificationSchema.parse(JSON.parse(body))).toEqual({
      booking_id: id,
      status: 'approved',
      previous_status: 'reserved',
      ticket_url: expect.stringContaining('http'),
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
    });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-hook-key': 'a word between us',
      'x-correlation-id': expect.any(String),
      'webhook-id': expect.stringMatching(/^evt_/),
    });
    for (const text of signing) {
      const parsed = parseWebhookSecret(text);
      if (!parsed.ok) throw new Error(parsed.reason);
      const given = {
        id: String(headers['webhook-id']),
        timestamp: String(headers['webhook-timestamp']),
        signature: String(headers['webhook-signature']),
      };
      const nowMs = api.sandbox.clock.now();
      expect(verifySignature([parsed.secret], { headers: given, rawBody: body, nowMs })).toBe('ok');
    }
  });

  test('is not posted for a client without a URL', async () => {
    const { id } = await confirm(api.as('native'));
    expect(delivered(id)).toEqual([]);
  });

  test('is tried again on schedule, later ones of the booking waiting behind it, those of others not', async () => {
    const held: { id: string | undefined } = { id: undefined };
    reaction = ({ body }) => (held.id !== undefined && body.includes(held.id) ? 500 : 204);
    const first = await confirm(api.as('demo'));
    await until(() => expect(delivered(first.id)).toHaveLength(2));
    held.id = first.id;
    api.sandbox.withdraw(first.integration_booking_id);
    await api.as('demo').get(`/bookings/${first.id}`);
    await until(() => expect(delivered(first.id)).toHaveLength(3));
    const other = await confirm(api.as('demo'));
    await until(() => expect(receiver.statusesOf(other.id)).toHaveLength(2));
    expect(delivered(first.id)).toHaveLength(3);
    held.id = undefined;
    api.sandbox.clock.advance(37_000);
    await until(() => expect(delivered(first.id)).toHaveLength(4));
    const ids = delivered(first.id).map(({ headers }) => headers['webhook-id']);
    expect(ids[3]).toBe(ids[2]);
    expect(receiver.statusesOf(first.id)).toEqual(['reserved', 'approved', 'cancelled']);
  });

  test('is told in the story of the booking, delivered or not', async () => {
    const { id } = await confirm(api.as('demo'));
    await until(() => expect(delivered(id)).toHaveLength(2));
    const told = async () => {
      const { timeline } = (await api.ops(`/ops/v1/bookings/${id}/inspection`)).read(inspectionSchema);
      return (timeline ?? []).filter(({ step }) => step === 'webhook_out').map(({ detail }) => detail);
    };
    await until(async () => expect(await told()).toHaveLength(2));
    expect(await told()).toEqual([
      expect.objectContaining({ state: 'delivered', kind: 'attempt_1', reason: '204' }),
      expect.objectContaining({ state: 'delivered', kind: 'attempt_1', reason: '204' }),
    ]);
    expect((await api.ops('/metrics')).text).toMatch(
      /gateway_notification_delivered_total\{[^}]*client_id="demo"[^}]*success="true"/,
    );
  });
});
