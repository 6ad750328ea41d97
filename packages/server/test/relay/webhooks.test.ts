/** Webhooks to partners, end to end: posted in the contract's shape, signed, in order, tried again, told in the story. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { inspectionSchema, partnerNotificationSchema, testWebhookSchema } from '@partner-gateway/contract';
import { parseWebhookSecret, verifySignature } from '@partner-gateway/webhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Api, startApi } from '../support/api.ts';
import { confirm } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';
import { type Delivered, type Reaction, type Receiver, startReceiver } from '../support/receiver.ts';

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
      rival: { webhook: { url: receiver.url, auth_header: 'X-Hook-Key', secret_ref: 'hooks/nowhere' } },
    },
  });
});
afterAll(async () => {
  await api.close();
  await receiver.close();
});

/** What each secret alone says of the signature. */
const verdictsOf = (headers: Delivered['headers'], rawBody: string) =>
  signing.map((text) => {
    const parsed = parseWebhookSecret(text);
    if (!parsed.ok) throw new Error(parsed.reason);
    const given = {
      id: String(headers['webhook-id']),
      timestamp: String(headers['webhook-timestamp']),
      signature: String(headers['webhook-signature']),
    };
    return verifySignature([parsed.secret], { headers: given, rawBody, nowMs: api.sandbox.clock.now() });
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
    expect(verdictsOf(headers, body)).toEqual(['ok', 'ok']);
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

describe('a sample that a partner asks for', () => {
  const path = '/webhooks/test';

  test('is posted to its endpoint by the relay, in the shape of a change, signed, with the id of the answer', async () => {
    const answer = await api.as('demo').post(path);
    const { id } = answer.read(testWebhookSchema);
    expect([answer.status, answer.headers['cache-control']]).toEqual([202, 'no-store']);
    await until(() => expect(delivered('BK-0-TEST')).toHaveLength(1));
    const [{ headers = {}, body = '' } = {}] = delivered('BK-0-TEST');
    expect(partnerNotificationSchema.parse(JSON.parse(body))).toEqual({
      booking_id: 'BK-0-TEST',
      status: 'approved',
      previous_status: 'pending',
      ticket_url: null,
      updated_at: expect.stringMatching(/^2026-10-28T/),
    });
    expect(headers).toMatchObject({
      'webhook-id': id,
      'x-hook-key': 'a word between us',
      'x-correlation-id': answer.headers['x-correlation-id'],
    });
    expect(verdictsOf(headers, body)).toEqual(['ok', 'ok']);
  });

  test('is another event each time, and none of the feed', async () => {
    const ids = [await api.as('demo').post(path), await api.as('demo').post(path)];
    expect(new Set(ids.map((answer) => answer.read(testWebhookSchema).id)).size).toBe(2);
    const feed = await api.as('demo').get('/events?limit=500');
    expect(feed.text).not.toContain('BK-0-TEST');
  });

  test('is refused where it would be sent nowhere, with what to do', async () => {
    const none = expectProblem(await api.as('native').post(path), 'unprocessable');
    expect(none.detail).toContain('give the operator of the gateway a URL');
    const incomplete = expectProblem(await api.as('rival').post(path), 'unprocessable');
    expect(incomplete.detail).toContain('a secret of it is missing');
    const { endpoints } = api.gateway.parts.deps.events.webhooks;
    await endpoints.disable('demo', 'operator');
    const disabled = expectProblem(await api.as('demo').post(path), 'unprocessable');
    expect(disabled.detail).toContain('is disabled');
    await endpoints.enable('demo');
  });
});

describe('while the secret of a webhook is missing', () => {
  test('its webhooks wait, and go out in order once it is there', async () => {
    const { SECRETS_DIR } = api.config;
    const [file, aside] = [join(SECRETS_DIR, 'hooks/demo'), join(SECRETS_DIR, 'hooks/aside')];
    const reload = () => api.gateway.parts.copies.clients.refresh();
    renameSync(file, aside);
    expect(await reload()).toBe(true);
    const { id } = await confirm(api.as('demo'));
    const sorted = async () => {
      const { queue } = api.gateway.parts.deps.events.webhooks;
      expect(await queue.backlog('demo')).toMatchObject({ waiting: 2, dead: 0 });
    };
    await until(sorted);
    expect(delivered(id)).toEqual([]);
    renameSync(aside, file);
    expect(await reload()).toBe(true);
    await until(() => expect(receiver.statusesOf(id)).toEqual(['reserved', 'approved']));
  });
});
