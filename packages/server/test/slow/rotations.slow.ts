/** The pages of rotations, step by step: nothing that a partner does fails meanwhile, and what is wrong changes nothing. */
import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { bookThroughFunnel } from '../rotations/funnel.ts';
import { first, type Place, startPlace } from '../rotations/place.ts';
import { rotationRun } from '../rotations/run.ts';

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
