/** What the worker promises: the schedule to the second, each lane in order, and that no endpoint delays another. */
import type { RequestListener } from 'node:http';
import { createRedis } from '@partner-gateway/write-guard/redis';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AttemptResult,
  createHostGates,
  createRedisWebhookQueue,
  createSend,
  type Send,
  type WebhookEndpoint,
} from '../src/index.ts';
import {
  type Certificate,
  makeCertificate,
  type Receiver,
  toThisMachine,
  useReceivers,
} from './support/receivers.ts';
import { newSecretText, readSecret } from './support/secrets.ts';
import { webhook } from './support/webhooks.ts';
import { createWorkerBench, type WorkerBench } from './support/worker-bench.ts';

const receivers = useReceivers();
let certificate: Certificate;
beforeAll(async () => {
  certificate = await makeCertificate();
});

const secretText = newSecretText();
const placeOf = (port: number): WebhookEndpoint => ({
  url: `https://hooks.acme.test:${port}/hook`,
  authHeader: { name: 'X-Webhook-Secret', value: 's3cretword' },
  secrets: [readSecret(secretText)],
});

/** A worker that really sends, to receivers on this machine. */
const benchHere = (timeoutMs = 10_000): WorkerBench => {
  let bench: WorkerBench | undefined;
  const send = createSend({
    policy: { allowPrivate: true },
    nowMs: () => bench?.nowMs() ?? 0,
    resolve: toThisMachine,
    ca: certificate.cert,
    timeoutMs,
  });
  bench = createWorkerBench({ send });
  return bench;
};

const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(code, headers).end();

const openFor = async (bench: WorkerBench, clientId: string, answer: RequestListener): Promise<Receiver> => {
  const receiver = await receivers.open(certificate, answer);
  bench.places.set(clientId, placeOf(receiver.port));
  return receiver;
};

const fill = (bench: WorkerBench, clientId: string, lanes: readonly string[]) =>
  bench.queue.enqueue(
    clientId,
    lanes.map((lane, index) => webhook(index + 1, lane)),
    `${lanes.length}-0`,
  );

/** A partner that answers at once as it is told to, and what it was sent. */
const answering = (answer: (path: string, count: number) => AttemptResult) => {
  const bodies: string[] = [];
  const send: Send = async ({ url, body }) => answer(new URL(url).pathname, bodies.push(body));
  return { send, bodies };
};
const answered = (code: number): AttemptResult => ({ kind: 'answered', status: code, latencyMs: 5 });
const partner = (name: string): WebhookEndpoint => ({ url: `https://${name}.test/${name}`, secrets: [] });

describe('the worker', () => {
  it('sends a webhook with its headers, signed so that any Standard Webhooks library accepts it', async () => {
    const bench = benchHere();
    const { received } = await openFor(bench, 'acme', status(204));
    await fill(bench, 'acme', ['BK-1']);
    await bench.finish();
    const { payload } = webhook(1, 'BK-1');
    const [{ body, headers } = { body: '', headers: undefined }] = received;
    expect(body).toBe(payload);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'partner-gateway',
      'x-correlation-id': 'c-1',
      'x-webhook-secret': 's3cretword',
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(bench.nowMs() / 1_000),
    });
    const expected = new Webhook(secretText).sign('evt_1', new Date(bench.nowMs()), payload);
    expect(headers?.['webhook-signature']).toBe(expected);
    expect(bench.events).toEqual([
      {
        kind: 'attempt',
        clientId: 'acme',
        eventId: 'evt_1',
        lane: 'BK-1',
        correlationId: 'c-1',
        attempt: 1,
        result: { kind: 'answered', status: 204, latencyMs: 0 },
        next: { kind: 'delivered' },
      },
    ]);
  });

  it.each<[string, string, RequestListener]>([
    ['hangs', 'timeout', () => {}],
    ['resets', 'reset', ({ socket }) => void socket.destroy()],
    ['fails', '500', status(500)],
    ['knows nothing', '404', status(404)],
  ])('follows the schedule for an endpoint that %s', async (_name, outcome, answer) => {
    const bench = benchHere(outcome === 'timeout' ? 50 : undefined);
    await openFor(bench, 'acme', answer);
    await fill(bench, 'acme', ['BK-1']);
    await bench.finish();
    expect(bench.attemptsOf('acme')).toEqual(
      [0, 30_000, 330_000, 2_130_000].map((ms) => `evt_1 ${ms} ${outcome}`),
    );
    expect(await bench.queue.deadLetters('acme', { limit: 10 })).toMatchObject([
      { eventId: 'evt_1', lane: 'BK-1', reason: 'exhausted', attempts: 4, outcome },
    ]);
  });

  it('follows the schedule for one that redirects, and the redirect never', async () => {
    const bench = benchHere();
    const inner = await receivers.openListener();
    await openFor(bench, 'acme', status(301, { location: `http://127.0.0.1:${inner.port}/` }));
    await fill(bench, 'acme', ['BK-1']);
    await bench.finish();
    expect(bench.attemptsOf('acme').length).toBe(4);
    expect(inner.connections()).toBe(0);
  });

  it('waits as long as Retry-After says, and goes on with the lane then', async () => {
    const bench = benchHere();
    let count = 0;
    await openFor(bench, 'acme', (request, response) => {
      count += 1;
      status(count === 1 ? 429 : 200, { 'retry-after': '120' })(request, response);
    });
    await fill(bench, 'acme', ['BK-1', 'BK-1']);
    await bench.finish();
    expect(bench.attemptsOf('acme')).toEqual(['evt_1 0 429', 'evt_1 120000 200', 'evt_2 120000 200']);
  });

  it('disables an endpoint that is gone, and buries what else waits for it unsent', async () => {
    const bench = benchHere();
    const { received } = await openFor(bench, 'acme', status(410));
    await fill(bench, 'acme', ['BK-1', 'BK-1', 'BK-1']);
    await bench.finish();
    expect(received.length).toBe(1);
    expect(bench.events.filter(({ kind }) => kind !== 'attempt')).toMatchObject([
      { kind: 'endpoint_disabled', clientId: 'acme', reason: 'gone' },
      { kind: 'buried', eventId: 'evt_2', reason: 'endpoint_disabled' },
      { kind: 'buried', eventId: 'evt_3', reason: 'endpoint_disabled' },
    ]);
    expect(await bench.queue.deadLetters('acme', { limit: 10 })).toMatchObject([
      { reason: 'endpoint_disabled', attempts: 0 },
      { reason: 'endpoint_disabled', attempts: 0 },
      { reason: 'gone', attempts: 1, outcome: '410' },
    ]);
  });

  it('delivers to the others while one endpoint hangs, without any time passing', async () => {
    const bench = benchHere();
    const hung: (() => void)[] = [];
    const hanging = await openFor(bench, 'slow', ({ socket }) => void hung.push(() => socket.destroy()));
    const quick = await openFor(bench, 'quick', status(200));
    const lanes = Array.from({ length: 20 }, (_, index) => `BK-${index % 7}`);
    await fill(bench, 'slow', lanes);
    await fill(bench, 'quick', lanes);
    const attempts: Promise<void>[] = [];
    while (bench.attemptsOf('quick').length < lanes.length || hung.length < 5) {
      attempts.push(...(await bench.worker.tick()).attempts);
      await new Promise(setImmediate);
    }
    expect(hanging.connections()).toBe(5);
    expect(bench.attemptsOf('slow')).toEqual([]);
    expect(bench.attemptsOf('quick').every((text) => text.endsWith(' 0 200'))).toBe(true);
    expect(quick.received.length).toBe(20);
    for (const hangUp of hung) hangUp();
    await Promise.all(attempts);
    expect(bench.attemptsOf('slow').length).toBe(5);
  });

  it('tells neither URLs nor secrets nor payloads', async () => {
    const bench = benchHere();
    await openFor(bench, 'acme', status(500, { 'x-note': 's3cretword' }));
    bench.places.set('beta', { ...placeOf(1), url: 'https://hooks.acme.test:1/s3cretword' });
    bench.places.set('gamma', { ...placeOf(1), url: 'https://user:s3cretword@hooks.acme.test/' });
    for (const clientId of ['acme', 'beta', 'gamma']) await fill(bench, clientId, ['BK-1']);
    await bench.finish();
    expect(bench.attemptsOf('gamma')[0]).toBe('evt_1 0 url_forbidden');
    const told = JSON.stringify(bench.events);
    for (const word of ['s3cretword', 'whsec_', 'hooks.acme', 'booking_id']) expect(told).not.toContain(word);
  });
});

describe('a host', () => {
  it('gets five attempts at a time at most, of all its clients together', async () => {
    const { send } = answering(() => answered(200));
    let open = 0;
    let most = 0;
    const bench = createWorkerBench({
      send: async (request) => {
        open += 1;
        most = Math.max(most, open);
        await new Promise(setImmediate);
        open -= 1;
        return send(request);
      },
    });
    for (const clientId of ['one', 'two']) {
      bench.places.set(clientId, partner('shared'));
      await fill(
        bench,
        clientId,
        Array.from({ length: 12 }, (_, index) => `BK-${index}`),
      );
    }
    await bench.finish();
    expect(most).toBe(5);
    expect(bench.attemptsOf('one').length + bench.attemptsOf('two').length).toBe(24);
  });

  it('rests after ten failures in a row, which costs no webhook an attempt, and is tried by one', async () => {
    let code = 503;
    const { send, bodies } = answering(() => answered(code));
    const bench = createWorkerBench({ send });
    bench.places.set('acme', partner('acme'));
    const lanes = Array.from({ length: 20 }, (_, index) => `BK-${index}`);
    await fill(bench, 'acme', lanes);
    expect(await bench.settle()).toBe(10_000);
    expect(bodies.length).toBe(10);
    bench.pass(9_999);
    expect(await bench.settle()).toBe(1);
    bench.pass(1);
    expect(await bench.settle()).toBe(20_000);
    expect(bodies.length).toBe(11);
    code = 200;
    bench.pass(20_000);
    await bench.finish();
    expect(bodies.length).toBe(11 + 20);
    expect(bench.events.every((event) => event.kind === 'attempt' && event.attempt <= 2)).toBe(true);
    expect(await bench.queue.backlog('acme')).toMatchObject({ waiting: 0, dead: 0 });
  });

  it('does not rest for answers that tell that it is well', async () => {
    const { send, bodies } = answering(() => answered(404));
    const bench = createWorkerBench({ send });
    bench.places.set('acme', partner('acme'));
    await fill(
      bench,
      'acme',
      Array.from({ length: 20 }, (_, index) => `BK-${index}`),
    );
    await bench.settle();
    expect(bodies.length).toBe(20);
  });

  it('that rests takes no room from others, and all of them together have a limit', () => {
    let ms = 0;
    const gates = createHostGates({ nowMs: () => ms, failuresMax: 1, totalMax: 6, restMsMax: 15_000 });
    const leave = (verdict: 'good' | 'bad') => {
      const [pass, ...others] = gates.enter('dead');
      for (const other of others) other.leave('nothing');
      pass?.leave(verdict);
    };
    leave('bad');
    expect([gates.enter('dead').length, gates.restsForMs('dead')]).toEqual([0, 10_000]);
    expect([gates.enter('well').length, gates.enter('fine').length, gates.enter('good').length]).toEqual([
      5, 1, 0,
    ]);
    ms = 10_000;
    expect(gates.enter('dead').length).toBe(0);
  });
});

describe('an endpoint', () => {
  it('is disabled after five days without a success, told once, and serves again once it is enabled', async () => {
    let code = 500;
    const { send, bodies } = answering(() => answered(code));
    const bench = createWorkerBench({ send });
    bench.places.set('acme', partner('acme'));
    for (let day = 0; day <= 5; day += 1) {
      await bench.queue.enqueue('acme', [webhook(day + 1, 'BK-1')], `${day + 1}-0`);
      await bench.finish();
      bench.pass(86_400_000);
    }
    const disabled = bench.events.filter(({ kind }) => kind === 'endpoint_disabled');
    expect(disabled).toEqual([{ kind: 'endpoint_disabled', clientId: 'acme', reason: 'failing' }]);
    // Four attempts on each of five days, and one on the sixth.
    expect(bodies.length).toBe(21);
    code = 200;
    await bench.endpoints.enable('acme');
    expect(await bench.queue.replay('acme', 'all')).toBe(6);
    await bench.finish();
    expect(
      bench
        .attemptsOf('acme')
        .slice(-6)
        .map((text) => text.split(' ')[0]),
    ).toEqual([1, 2, 3, 4, 5, 6].map((number) => `evt_${number}`));
  });

  it('that is no more has its webhooks buried', async () => {
    const bench = createWorkerBench({ send: answering(() => answered(200)).send, clientIds: () => ['acme'] });
    await fill(bench, 'acme', ['BK-1', 'BK-1', 'BK-2']);
    await bench.worker.tick();
    await bench.worker.tick();
    expect(bench.events).toMatchObject([
      { kind: 'buried', reason: 'endpoint_missing' },
      { kind: 'buried', reason: 'endpoint_missing' },
      { kind: 'buried', eventId: 'evt_2', reason: 'endpoint_missing' },
    ]);
  });
});

describe('a working worker', () => {
  it('delivers what it is woken for, goes on down the lane, and waits for what is under way when it is stopped', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { send, bodies } = answering(() => answered(200));
    const bench = createWorkerBench({
      send: async (request) => {
        if (bodies.length === 2) await held;
        return send(request);
      },
    });
    bench.places.set('acme', partner('acme'));
    bench.worker.start();
    await fill(bench, 'acme', ['BK-1', 'BK-1', 'BK-1', 'BK-1']);
    bench.worker.wake('acme');
    await expect.poll(() => bodies.length).toBe(2);
    await new Promise(setImmediate);
    const stopped = bench.worker.stop();
    release();
    await stopped;
    expect(bodies.length).toBe(3);
    expect(await bench.queue.backlog('acme')).toMatchObject({ waiting: 1, dead: 0 });
  });

  it('tells of a store that is away, and keeps no room that it did not use', async () => {
    const redis = createRedis({ url: 'redis://127.0.0.1:1' });
    const { send } = answering(() => answered(200));
    const bench = createWorkerBench({
      send,
      queue: createRedisWebhookQueue(redis),
      gateOptions: { totalMax: 5 },
    });
    bench.places.set('acme', partner('acme'));
    bench.places.set('beta', partner('beta'));
    await bench.worker.tick();
    expect(bench.events).toMatchObject([
      { kind: 'failed', clientId: 'acme', error: { name: 'StoreUnavailable' } },
      { kind: 'failed', clientId: 'beta', error: { name: 'StoreUnavailable' } },
    ]);
    redis.disconnect();
  });
});

const results = fc.constantFrom<AttemptResult>(
  answered(200),
  answered(200),
  answered(500),
  answered(302),
  { kind: 'answered', status: 429, retryAfterMs: 3_600_000, latencyMs: 5 },
  { kind: 'failed', reason: 'timeout', latencyMs: 10_000 },
);

it('delivers each lane in its order whatever fails, each webhook within its attempts or dead', async () => {
  const lanes = fc.array(fc.constantFrom('BK-1', 'BK-2', 'BK-3'), { minLength: 1, maxLength: 10 });
  const scripts = fc.array(results, { maxLength: 60 });
  const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  await fc.assert(
    fc.asyncProperty(lanes, scripts, chances, async (laneOfEach, script, chance) => {
      const { send } = answering((_path, count) => script[count - 1] ?? answered(200));
      const bench = createWorkerBench({ send, random: () => chance });
      bench.places.set('acme', partner('acme'));
      await fill(bench, 'acme', laneOfEach);
      await bench.finish();
      const ended = bench.events.flatMap((event) =>
        event.kind === 'attempt' && event.next.kind !== 'retry' ? [event] : [],
      );
      expect(ended.every(({ attempt }) => attempt <= 4)).toBe(true);
      for (const lane of new Set(laneOfEach)) {
        const wanted = laneOfEach.flatMap((one, index) => (one === lane ? [`evt_${index + 1}`] : []));
        expect(ended.filter((event) => event.lane === lane).map(({ eventId }) => eventId)).toEqual(wanted);
      }
      const dead = await bench.queue.deadLetters('acme', { limit: 100 });
      expect(dead.length).toBe(ended.filter(({ next }) => next.kind === 'dead').length);
      expect(await bench.queue.backlog('acme')).toMatchObject({ waiting: 0 });
    }),
    { numRuns: 60 },
  );
});
