/** The pages of rotations, step by step: nothing that a partner does fails meanwhile, and what is wrong changes nothing. */
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseWebhookSecret, verifySignature } from '@partner-gateway/webhooks';
import { afterEach, expect, test } from 'vitest';
import { bookThroughFunnel } from '../rotations/funnel.ts';
import { first, type Place, startPlace } from '../rotations/place.ts';
import { rotationRun } from '../rotations/run.ts';
import { startApi } from '../support/api.ts';
import { confirm } from '../support/builders.ts';
import { type Delivered, startReceiver } from '../support/receiver.ts';

let place: Place | undefined;
afterEach(async () => {
  await place?.close();
  place = undefined;
});

test('sealing keys, a client key, its 12go key and the Redis password are rotated under funnels, and none of them fails', async () => {
  const report = await rotationRun(60);
  console.info(JSON.stringify(report));
  expect(report).toMatchObject({ funnels: 60, failed: [], refusedByTwelveGo: 0 });
  expect(report.steps).toHaveLength(29);
});

test('a Redis password that is wrong is not taken over, and the right one outlives the end of the old and of every connection', async () => {
  const here = await startPlace();
  place = here;
  const funnel = (number: number) =>
    bookThroughFunnel({
      number,
      clientId: here.clientId,
      apiKey: () => first.client,
      baseUrl: (call) => here.gateways[call % 2 === 0 ? 0 : 1].baseUrl,
    });
  const secretsOf = async (index: 0 | 1) => {
    const answer = await fetch(`${here.gateways[index].baseUrl}/ready`);
    const { checks } = (await answer.json()) as { checks: { name: string; status: string }[] };
    return checks.find(({ name }) => name === 'secrets')?.status;
  };
  here.writeRedisPassword('mistaken');
  expect([await here.reload(0), await here.reload(1)]).toEqual([false, false]);
  expect([await secretsOf(0), await secretsOf(1)]).toEqual(['degraded', 'degraded']);
  expect(await funnel(1)).toBeUndefined();

  await here.ruleRedis('>second');
  here.writeRedisPassword('second');
  expect([await here.reload(0), await here.reload(1)]).toEqual([true, true]);
  await here.ruleRedis(`<${first.redis}`);
  await here.cutRedis();
  await expect.poll(() => funnel(Math.floor(Math.random() * 300))).toBeUndefined();
  expect([await secretsOf(0), await secretsOf(1)]).toEqual(['ok', 'ok']);
});

test('the secret of notifications has two values while 12go changes over, and the old one opens nothing after it', async () => {
  const here = await startPlace();
  place = here;
  const body = JSON.stringify({ event_name: 'other', bid: 1 });
  const post = async (secret: string): Promise<number> => {
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const { baseUrl } = here.gateways[0];
    const answer = await fetch(`${baseUrl}/v1/notifications/onetwogo?client_id=${here.clientId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-12go-signature': signature },
      body,
    });
    return answer.status;
  };
  const [old, fresh] = ['a secret of before', 'a secret of hereafter'];
  const seen: (readonly [number, number])[] = [];
  for (const secrets of [[old], [old, fresh], [fresh]]) {
    here.writeNotificationSecrets(secrets);
    expect(await here.reload(0)).toBe(true);
    seen.push([await post(old), await post(fresh)]);
  }
  expect(seen.map((pair) => pair.map((status) => status !== 401))).toEqual([
    [true, false],
    [true, true],
    [false, true],
  ]);
});

test('webhooks are signed with the old secret, with both while the partner changes over, and with the new one', async () => {
  const [old, fresh] = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_plJ3nmyCDGBKInavdOK15jsl1qGpOkWv'];
  const receiver = await startReceiver();
  const webhook = {
    url: receiver.url,
    auth_header: 'X-Hook-Key',
    secret_ref: 'hooks/demo',
    signing_secret_ref: 'hooks/demo-signing',
  };
  const api = await startApi({
    environment: { WEBHOOK_ALLOW_PRIVATE: 'true' },
    secrets: { 'hooks/demo': 'a word between us', 'hooks/demo-signing': old },
    clients: { demo: { webhook } },
  });
  const accepts = (text: string, { headers, body }: Delivered): boolean => {
    const parsed = parseWebhookSecret(text);
    const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
      String(headers[name]),
    );
    const given = { id: id ?? '', timestamp: timestamp ?? '', signature: signature ?? '' };
    const signed = { headers: given, rawBody: body, nowMs: api.sandbox.clock.now() };
    return parsed.ok && verifySignature([parsed.secret], signed) === 'ok';
  };
  try {
    const seen: (readonly boolean[])[] = [];
    for (const secrets of [[old], [old, fresh], [fresh]]) {
      writeFileSync(join(api.config.SECRETS_DIR, 'hooks/demo-signing'), secrets.join(','));
      expect(await api.gateway.parts.copies.clients.refresh()).toBe(true);
      const { id } = await confirm(api.as('demo'));
      const posted = () => receiver.got.filter(({ body }) => body.includes(id));
      await expect.poll(() => posted().length).toBe(2);
      for (const one of posted()) seen.push([accepts(old, one), accepts(fresh, one)]);
    }
    const [first, both, last] = [
      [true, false],
      [true, true],
      [false, true],
    ];
    expect(seen).toEqual([first, first, both, both, last, last]);
  } finally {
    await api.close();
    await receiver.close();
  }
});
