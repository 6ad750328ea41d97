/** Rechecks through the front door: partners see 206 until suppliers were asked, and each supplier is asked once. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { startRedisServer } from '../../../write-guard/test/support/redis.ts';
import { until } from '../../../write-guard/test/support/until.ts';
import { type EmbeddedGateway, startEmbedded } from '../../embedded/start.ts';
import { createRechecks } from '../../src/upstream/rechecks.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const query = `departures=KHPNHOFC&arrivals=KHREPOFC&departure_date=${day}&pax=1`;

type Answer = { itineraries: { number_of_available_seats: number; departure_segments: string[] }[] };

const search = async ({ baseUrl, apiKey }: EmbeddedGateway) => {
  const response = await fetch(`${baseUrl}/v1/demo/itineraries?${query}`, {
    headers: { 'x-api-key': apiKey },
  });
  return {
    status: response.status,
    recheck: response.headers.get('x-recheck'),
    body: (await response.json()) as Answer,
  };
};

const start = async (environment: Record<string, string> = {}): Promise<EmbeddedGateway> => {
  const gateway = await startEmbedded({ environment });
  closers.push(() => gateway.close());
  return gateway;
};

const idle = ({ gateway }: EmbeddedGateway): Promise<void> => gateway.parts.deps.upstream.rechecks.idle();
const countsOf = async ({ opsBaseUrl }: EmbeddedGateway): Promise<Record<string, number>> => {
  const text = await (await fetch(`${opsBaseUrl}/metrics`)).text();
  const lines = text.matchAll(/^gateway_search_recheck\w*\{[^}]*outcome="(\w+)"[^}]*\} (\d+)/gm);
  return Object.fromEntries([...lines].map(([, outcome, count]) => [outcome, Number(count)]));
};

const seatsOf = ({ itineraries }: Answer): readonly number[] =>
  itineraries.map(({ number_of_available_seats }) => number_of_available_seats);

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });

/** A server that stands where nobody may call. */
const listen = async (onRequest: (request: IncomingMessage) => number | undefined, location?: string) => {
  const urls: string[] = [];
  const server = createServer((request, response) => {
    urls.push(request.url ?? '');
    const status = onRequest(request);
    if (status === undefined) return;
    response.writeHead(status, location === undefined ? {} : { location });
    response.end('[]');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => close(server));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, urls };
};

test('206 with stale availability, then 200 with what the supplier said; ten clients cost one recheck', async () => {
  const gateway = await start();
  gateway.sandbox.scenarios.set({ operation: 'recheck', scenario: 'slow', delayMs: 2_000 });
  const answers = await Promise.all(Array.from({ length: 10 }, () => search(gateway)));
  const first = answers[0];
  expect(answers.map(({ status, recheck }) => `${status} ${recheck}`)).toEqual(Array(10).fill('206 true'));
  await until(() => expect(gateway.sandbox.calls('recheck')).toBe(1));
  await idle(gateway);
  const after = await search(gateway);
  expect([after.status, after.recheck]).toEqual([200, null]);
  expect(after.body.itineraries.length).toBe(first?.body.itineraries.length);
  expect(seatsOf(after.body)).not.toEqual(seatsOf(first?.body ?? { itineraries: [] }));
  expect(gateway.sandbox.calls('recheck')).toBe(1);
  expect(await countsOf(gateway)).toEqual({ done: 1, skipped: 9 });
});

test('two gateways on one Redis and one 12go ask a supplier once between them', async () => {
  const redis = await startRedisServer();
  closers.push(() => redis.remove());
  const shared = { STORE: 'redis', REDIS_URL: redis.url };
  const one = await start(shared);
  const upstream = { TWELVEGO_BASE_URL: one.sandboxUrl, TWELVEGO_RECHECK_HOSTS: one.sandboxUrl };
  const other = await start({ ...shared, ...upstream });
  const isConnected = async ({ baseUrl }: EmbeddedGateway): Promise<boolean> => {
    const { checks } = (await (await fetch(`${baseUrl}/ready`)).json()) as {
      checks: { name: string; status: string }[];
    };
    return checks.some(({ name, status }) => name === 'store' && status !== 'down');
  };
  await until(async () => expect(await Promise.all([one, other].map(isConnected))).toEqual([true, true]));
  one.sandbox.scenarios.set({ operation: 'recheck', scenario: 'slow', delayMs: 200 });
  await Promise.all([one, other, one, other, one, other].map(search));
  await Promise.all([idle(one), idle(other)]);
  expect(one.sandbox.calls('recheck')).toBe(1);
});

test('a recheck that fails costs the partner nothing and is counted', async () => {
  const gateway = await start();
  gateway.sandbox.scenarios.set({ operation: 'recheck', scenario: 'recheck_fails' });
  expect((await search(gateway)).status).toBe(206);
  await until(async () => expect(await countsOf(gateway)).toEqual({ failed: 1 }));
  expect(gateway.sandbox.calls('recheck')).toBe(1);
  expect((await search(gateway)).status).toBe(206);
});

test('a host that is not on the list is never called, whatever 12go lists', async () => {
  const gateway = await start({ TWELVEGO_RECHECK_HOSTS: 'recheck.elsewhere.example' });
  expect((await search(gateway)).status).toBe(206);
  await until(async () => expect(await countsOf(gateway)).toEqual({ failed: 1 }));
  expect(gateway.sandbox.calls('recheck')).toBe(0);
});

test('a redirect of a recheck is never followed', async () => {
  const inside = await listen(() => 200);
  const door = await listen(() => 302, `${inside.url}/internal`);
  const gateway = await start({ TWELVEGO_RECHECK_HOSTS: door.url });
  const partner = gateway.gateway.parts.deps.callers.partners.find('demo');
  if (partner === undefined) throw new Error('the demo client is gone');
  const client = gateway.gateway.parts.deps.upstream.twelveGo.as(partner, { correlationId: 'c' });
  gateway.gateway.parts.deps.upstream.rechecks.fire([`${door.url}/searchr?i=1`], client);
  await idle(gateway);
  await until(() => expect(door.urls).toEqual(['/searchr?i=1']));
  await idle(gateway);
  expect(inside.urls).toEqual([]);
  expect(await countsOf(gateway)).toEqual({ failed: 1 });
});

test('a partner is answered before any supplier, however slow that is', async () => {
  const gateway = await start();
  gateway.sandbox.scenarios.set({ operation: 'recheck', scenario: 'slow', delayMs: 8_000 });
  const startedMs = performance.now();
  expect((await search(gateway)).status).toBe(206);
  expect(performance.now() - startedMs).toBeLessThan(6_000);
});

describe('bounds', () => {
  /** Suppliers that answer when told to. */
  const createSuppliers = () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    let running = 0;
    const called: string[] = [];
    return {
      called,
      mostAtOnce: () => most,
      running: () => running,
      client: {
        recheck: async (url: string) => {
          called.push(url);
          running += 1;
          most = Math.max(most, running);
          await new Promise<void>((resolve) => waiting.push(resolve));
          running -= 1;
          return { tripKeys: [] };
        },
      },
      async answerAll() {
        while (waiting.length > 0) {
          for (const answer of waiting.splice(0)) answer();
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
    };
  };
  const counting = () => {
    const counts: Record<string, number> = {};
    const metrics = {
      count: (_name: string, labels: object, by = 1) => {
        const { outcome } = labels as { outcome: string };
        counts[outcome] = (counts[outcome] ?? 0) + by;
      },
      record: () => {},
      observe: () => {},
    };
    return { counts, metrics };
  };
  const everybody = () => Promise.resolve(true);
  const urls = (count: number, search: number) =>
    Array.from({ length: count }, (_, index) => `https://recheck.example/searchr?i=${search}-${index}`);
  const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

  test('at most four of one search and thirty-two of an instance run at once', async () => {
    const { counts, metrics } = counting();
    const suppliers = createSuppliers();
    const rechecks = createRechecks(everybody, metrics);
    rechecks.fire(urls(10, 0), suppliers.client);
    await turn();
    expect(suppliers.running()).toBe(4);
    for (let search = 1; search <= 11; search += 1) rechecks.fire(urls(10, search), suppliers.client);
    await turn();
    expect(suppliers.running()).toBe(32);
    const idleAgain = rechecks.idle();
    await suppliers.answerAll();
    await idleAgain;
    expect(suppliers.mostAtOnce()).toBe(32);
    expect(counts).toEqual({ done: 120 });
  });

  test('what does not fit the queue is dropped and counted, never kept waiting', async () => {
    const { counts, metrics } = counting();
    const suppliers = createSuppliers();
    const rechecks = createRechecks(everybody, metrics, { perInstance: 1, queued: 5 });
    rechecks.fire(urls(9, 0), suppliers.client);
    expect(counts).toEqual({ dropped: 4 });
    await turn();
    const idleAgain = rechecks.idle();
    await suppliers.answerAll();
    await idleAgain;
    expect(counts).toEqual({ dropped: 4, done: 5 });
    expect(suppliers.called).toHaveLength(5);
  });

  test('a URL listed twice in one search is called once', async () => {
    const { counts, metrics } = counting();
    const suppliers = createSuppliers();
    const rechecks = createRechecks(everybody, metrics);
    rechecks.fire([...urls(1, 0), ...urls(1, 0)], suppliers.client);
    await turn();
    await suppliers.answerAll();
    await rechecks.idle();
    expect([suppliers.called.length, counts]).toEqual([1, { done: 1 }]);
  });

  test('a claim that cannot be made counts as failed and breaks nothing', async () => {
    const { counts, metrics } = counting();
    const suppliers = createSuppliers();
    const rechecks = createRechecks(() => Promise.reject(new Error('away')), metrics);
    rechecks.fire(urls(3, 0), suppliers.client);
    await turn();
    await rechecks.idle();
    expect([suppliers.called.length, counts]).toEqual([0, { failed: 3 }]);
  });
});
