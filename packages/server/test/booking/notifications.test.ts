/** Notifications of 12go: taken in any spelling, attributed, counted, and signed where a secret is set. */
import { createHmac } from 'node:crypto';
import { inspectionSchema } from '@partner-gateway/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Sending, startApi } from '../support/api.ts';
import { confirm } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

const secret = 'a secret of the notifications';
const nextSecret = 'the secret that comes after it';
let api: Api;
let signing: Api;
beforeAll(async () => {
  [api, signing] = await Promise.all([
    startApi({ isNotified: true }),
    startApi({ environment: { NOTIFICATION_SECRET: `${secret}, ${nextSecret}` } }),
  ]);
});
afterAll(() => Promise.all([api.close(), signing.close()]));

const base = '/v1/notifications/onetwogo';
const notify = (path: string, body: Sending['body'] = { bid: 8451207 }, headers = {}, at = api) =>
  at.send('POST', path, { body, headers });
const received = async (at: Api, signed: boolean): Promise<number> => {
  const { text } = await at.ops('/metrics');
  const line = new RegExp(`gateway_notification_received\\w*\\{[^}]*signed="${signed}"[^}]*\\} (\\d+)`).exec(
    text,
  );
  return Number(line?.[1] ?? 0);
};

describe('a notification', () => {
  test.each([
    `${base}?client_id=demo`,
    '/v1/notifications/OneTwoGo?client_id=demo',
    '/V1/Notifications/ONETWOGO?client_id=demo',
    '/v1.0/notifications/onetwogo?client_id=demo',
    `${base}/booking/changed?client_id=demo`,
    `${base}/?client_id=demo`,
  ])('is taken at %s with an empty 200, without any key', async (path) => {
    const answer = await notify(path);
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  test.each([
    { bid: 8451207 },
    { bid: '8451207' },
    {
      bid: 1,
      type: 'booking_confirmed',
      stamp: 1761644475.5,
      previous_data: null,
      new_data: { status: 'x', a: [1] },
    },
    { bid: 1, added_by_12go: { any: 'thing' } },
  ])('may be %j', async (body) => {
    expect((await notify(`${base}?client_id=demo`, body)).status).toBe(200);
  });

  test.each([
    'application/json',
    'text/plain',
    'nonsense',
    '',
    'application/json; charset=utf-16',
    undefined,
  ])('is read whatever it says it is: %s', async (type) => {
    const answer = await notify(`${base}?client_id=demo`, '{"bid":8451207}', { 'content-type': type });
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  test.each([{}, [], { bid: 'BK-1' }, { bid: -1 }, { bid: 1.5 }, { bid: null }, { bid: 1, new_data: 'x' }])(
    'that says %j is 400',
    async (body) => {
      expectProblem(await notify(`${base}?client_id=demo`, body), 'invalid_request');
    },
  );

  test('for a client that is not configured is answered as for one that is, and an error in the log', async () => {
    const known = await notify(`${base}?client_id=demo`);
    for (const id of ['nobody', 'Demo', ' ']) {
      const from = api.logLines.length;
      const unknown = await notify(`${base}?client_id=${encodeURIComponent(id)}`);
      expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
      expect(Object.keys(unknown.headers)).toEqual(Object.keys(known.headers));
      const line = api.logLines.slice(from).find((one) => one.includes('for an unknown client'));
      expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'error', integration_id: '8451207' });
    }
  });

  test('for nobody in particular is acknowledged, and an error in the log', async () => {
    const from = api.logLines.length;
    expect((await notify(base)).status).toBe(200);
    const line = api.logLines.slice(from).find((one) => one.includes('without a client id'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'error', integration_id: '8451207' });
  });

  test('arrives when a booking changes at 12go', async () => {
    const before = await received(api, false);
    await confirm(api.as('demo'));
    await api.sandbox.settle();
    expect(api.sandbox.pendingWebhooks()).toBe(0);
    expect(await received(api, false)).toBeGreaterThan(before);
  });

  test('changes nothing by itself: a forged one confirms no booking', async () => {
    const before = api.upstreamCalls();
    await notify(`${base}?client_id=demo`, { bid: 8451207, new_data: { status: 'confirmed' } });
    expect(api.upstreamCalls()).toBe(before);
  });
});

describe('the story of a booking', () => {
  const stepsOf = async (id: string | number): Promise<string[]> => {
    const { timeline } = (await api.ops(`/ops/v1/bookings/${id}/inspection`)).read(inspectionSchema);
    return (timeline ?? []).map(({ step }) => step);
  };

  test('has the notifications of a booking that this gateway made, 50 of them', async () => {
    const { id } = await confirm(api.as('demo'));
    await api.sandbox.settle();
    const bid = Number(/\d+/.exec(id)?.[0]);
    const own = (await stepsOf(id)).filter((step) => step !== 'webhook_in');
    expect(own).toContain('answer');
    for (let times = 0; times < 60; times += 1) await notify(`${base}?client_id=demo`, { bid });
    const steps = await stepsOf(id);
    expect(steps.filter((step) => step !== 'webhook_in')).toEqual(own);
    expect(steps.filter((step) => step === 'webhook_in')).toHaveLength(50);
  });

  test('is not begun by a notification, though that is counted', async () => {
    const { journal } = api.gateway.parts.deps.writes;
    const before = await received(api, false);
    expect((await notify(`${base}?client_id=demo`, { bid: 990_000_001 })).status).toBe(200);
    expect(await received(api, false)).toBe(before + 1);
    expect(await journal.read({ clientId: 'demo', id: '990000001' })).toEqual([]);
  });
});

describe('where a secret is set', () => {
  const text = '{"bid": 8451207}';
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  const json = { 'content-type': 'application/json' };
  const send = (body: string, signed?: string) =>
    notify(
      `${base}?client_id=demo`,
      body,
      { ...json, ...(signed && { 'x-12go-signature': signed }) },
      signing,
    );

  test('the right signature of the raw bytes, by the old secret or the new one, is taken and counted as signed', async () => {
    const next = createHmac('sha256', nextSecret).update(text).digest('hex');
    for (const spelled of [signature, signature.toUpperCase(), next])
      expect((await send(text, spelled)).status).toBe(200);
    expect([await received(signing, true), await received(signing, false)]).toEqual([3, 0]);
  });

  test.each([
    ['none', text, undefined],
    ['another', text, createHmac('sha256', 'other').update(text).digest('hex')],
    ['one of other bytes', '{"bid":8451207}', signature],
    ['a part of it', text, signature.slice(0, 32)],
    ['no hex', text, 'g'.repeat(64)],
    ['one behind a word', text, `sha256=${signature}`],
    ['one in base64', text, Buffer.from(signature, 'hex').toString('base64')],
  ])('%s is 401', async (_what, body, signed) => {
    expectProblem(await send(body, signed), 'unauthorized');
  });
});

describe('where source addresses are set', () => {
  const text = '{"bid": 8451207}';
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  const opened: Api[] = [];
  const start = async (environment: Record<string, string>): Promise<Api> => {
    const started = await startApi({ environment });
    opened.push(started);
    return started;
  };
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  const send = (at: Api, headers: Record<string, string> = {}) =>
    notify(`${base}?client_id=demo`, text, { 'content-type': 'application/json', ...headers }, at);

  test.each(['127.0.0.1', '127.0.0.0/8, 2001:db8::1', '::1,127.0.0.0/30'])(
    'one from %s is taken, and counted as unsigned',
    async (NOTIFICATION_SOURCES) => {
      const at = await start({ NOTIFICATION_SOURCES });
      expect((await send(at)).status).toBe(200);
      expect([await received(at, true), await received(at, false)]).toEqual([0, 1]);
    },
  );

  test('one from elsewhere is 401 and not counted, whatever it says about itself', async () => {
    const at = await start({ NOTIFICATION_SOURCES: '192.0.2.0/24' });
    expectProblem(await send(at), 'unauthorized');
    expectProblem(await send(at, { 'x-forwarded-for': '192.0.2.7' }), 'unauthorized');
    expect(await received(at, false)).toBe(0);
  });

  test('the address is the one that a trusted proxy forwards', async () => {
    const at = await start({ NOTIFICATION_SOURCES: '192.0.2.0/24,2001:db8::/32', TRUST_PROXY: '127.0.0.1' });
    for (const address of ['192.0.2.7', '2001:db8::7', '::ffff:192.0.2.7'])
      expect((await send(at, { 'x-forwarded-for': address })).status).toBe(200);
    for (const address of ['198.51.100.7', '2001:db9::7', 'unknown', 'fe80::1%eth0', ''])
      expectProblem(await send(at, { 'x-forwarded-for': address }), 'unauthorized');
  });

  test('a secret has to be right as well', async () => {
    const signed = { 'x-12go-signature': signature };
    const near = await start({ NOTIFICATION_SOURCES: '127.0.0.1', NOTIFICATION_SECRET: secret });
    expectProblem(await send(near), 'unauthorized');
    expect((await send(near, signed)).status).toBe(200);
    const far = await start({ NOTIFICATION_SOURCES: '192.0.2.7', NOTIFICATION_SECRET: secret });
    expectProblem(await send(far, signed), 'unauthorized');
    expect([await received(near, true), await received(far, true)]).toEqual([1, 0]);
  });
});
