/** The search cache through the front door: who shares an answer, for how long, and what is never kept. */

import { ConfigError, readConfig } from '@partner-gateway/settings';
import { afterEach, describe, expect, test } from 'vitest';
import { type RedisServer, startRedisServer } from '../../../write-guard/test/support/redis.ts';
import { until } from '../../../write-guard/test/support/until.ts';
import { type EmbeddedGateway, type EmbeddedOptions, startEmbedded } from '../../embedded/start.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const startMs = Date.now();
const dayMs = 86_400_000;
const dayAhead = (days: number): string => new Date(startMs + days * dayMs).toISOString().slice(0, 10);
const queryOf = (from: string, to: string, days = 30, pax = 2): string =>
  `departure_poi=${from}&arrival_poi=${to}&departure_date=${dayAhead(days)}&pax=${pax}`;
const hanoiToSapa = queryOf('VNHAN', 'VNSPA');
const bangkokToKohChang = queryOf('THBKK', 'THKCG');

type Started = EmbeddedGateway & {
  clock: { ms: number };
  search(query?: string, clientId?: string): Promise<{ status: number; text: string }>;
  upstreamSearches(): number;
};

const start = async (
  environment: Readonly<Record<string, string>>,
  options: EmbeddedOptions = {},
): Promise<Started> => {
  const clock = { ms: startMs };
  const gateway = await startEmbedded({ nowMs: () => clock.ms, environment, ...options });
  closers.push(() => gateway.close());
  const search = async (query = hanoiToSapa, clientId = 'demo') => {
    const apiKey = gateway.clients.find((client) => client.clientId === clientId)?.apiKey ?? '';
    const url = `${gateway.baseUrl}/v1/${clientId}/itineraries?${query}`;
    const response = await fetch(url, { headers: { 'x-api-key': apiKey } });
    return { status: response.status, text: await response.text() };
  };
  return { ...gateway, clock, search, upstreamSearches: () => gateway.sandbox.calls('search') };
};

const startRedis = async (): Promise<RedisServer> => {
  const server = await startRedisServer();
  closers.push(() => server.remove());
  return server;
};

const metricsOf = async ({ opsBaseUrl }: EmbeddedGateway): Promise<string> =>
  (await fetch(`${opsBaseUrl}/metrics`)).text();

test('is off by default: every search asks 12go', async () => {
  const { search, upstreamSearches } = await start({});
  await search();
  await search();
  expect(upstreamSearches()).toBe(2);
});

describe('in memory', () => {
  const memory = { SEARCH_CACHE: 'memory' };

  test('answers the same search again without 12go, byte for byte, and counts the hit', async () => {
    const gateway = await start(memory);
    const first = await gateway.search();
    const second = await gateway.search();
    expect(first.status).toBe(200);
    expect(JSON.parse(first.text).itineraries).not.toEqual([]);
    expect(second).toEqual(first);
    expect(gateway.upstreamSearches()).toBe(1);
    expect(await metricsOf(gateway)).toMatch(
      /gateway_search_cache_hit\w*\{[^}]*client_id="demo"[^}]*cache_level="memory"[^}]*\} 1\b/,
    );
  });

  test.each([
    ['another day', queryOf('VNHAN', 'VNSPA', 31)],
    ['more passengers', queryOf('VNHAN', 'VNSPA', 30, 3)],
    ['the way back', queryOf('VNSPA', 'VNHAN')],
    ['another currency', `${hanoiToSapa}&currency=THB`],
  ])('asks 12go for %s', async (_what, query) => {
    const { search, upstreamSearches } = await start(memory);
    await search();
    await search(query);
    expect(upstreamSearches()).toBe(2);
  });

  test('never shares an answer between two 12go accounts', async () => {
    const { search, upstreamSearches } = await start(memory);
    await search(hanoiToSapa, 'demo');
    await search(hanoiToSapa, 'rival');
    expect(upstreamSearches()).toBe(2);
  });

  test('shares an answer between clients of one account, each with its own ids and prices', async () => {
    const { search, upstreamSearches } = await start(memory, {
      clients: { strict: { settlement_currency: 'THB' } },
    });
    const [mine, theirs] = [await search(hanoiToSapa, 'demo'), await search(hanoiToSapa, 'strict')];
    expect(upstreamSearches()).toBe(1);
    const [mineFirst, theirsFirst] = [mine, theirs].map(({ text }) => JSON.parse(text).itineraries[0]);
    expect(mineFirst.pricing.net_price.currency).toBe('USD');
    expect(theirsFirst.pricing.net_price.currency).toBe('THB');
    expect(theirsFirst.id).not.toBe(mineFirst.id);
    expect(theirsFirst.departure_segments).toEqual(mineFirst.departure_segments);
  });

  test('asks 12go once for ten equal searches at one time', async () => {
    const gateway = await start(memory);
    gateway.sandbox.scenarios.set({ operation: 'search', scenario: 'slow', delayMs: 1_000 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => gateway.search()));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(gateway.upstreamSearches()).toBe(1);
    expect(await metricsOf(gateway)).toMatch(/cache_level="flight"[^}]*\} 9\b/);
  });

  test('never gives an answer older than its life', async () => {
    const { clock, search, upstreamSearches } = await start({ ...memory, SEARCH_CACHE_SECONDS: '60' });
    await search();
    clock.ms += 60_000;
    await search();
    expect(upstreamSearches()).toBe(2);
  });

  test('in the last third of its life an answer is given and asked for anew behind it', async () => {
    const { clock, search, upstreamSearches } = await start(memory);
    await search();
    clock.ms += 59_000;
    await search();
    expect(upstreamSearches()).toBe(1);
    clock.ms += 1_000;
    await search();
    await until(() => expect(upstreamSearches()).toBe(2));
    clock.ms += 59_000;
    await search();
    expect(upstreamSearches()).toBe(2);
  });

  test('a background refresh that fails costs nobody anything', async () => {
    const { clock, sandbox, search, upstreamSearches } = await start(memory);
    const first = await search();
    clock.ms += 70_000;
    sandbox.scenarios.set({ operation: 'search', scenario: 'bad_key_401' });
    expect(await search()).toEqual(first);
    await until(() => expect(upstreamSearches()).toBe(2));
    expect(await search()).toEqual(first);
  });

  test('never keeps an answer with rechecks pending', async () => {
    const { search, upstreamSearches } = await start({
      ...memory,
      TWELVEGO_RECHECK_HOSTS: 'elsewhere.example',
    });
    expect((await search(bangkokToKohChang)).status).toBe(206);
    expect((await search(bangkokToKohChang)).status).toBe(206);
    expect(upstreamSearches()).toBe(2);
  });

  test('never keeps a 404, though partners see it as nothing found', async () => {
    const { sandbox, search, upstreamSearches } = await start(memory);
    sandbox.scenarios.set({ operation: 'search', scenario: 'not_found' });
    expect(JSON.parse((await search()).text)).toEqual({ vehicles: [], segments: [], itineraries: [] });
    sandbox.scenarios.clear();
    expect(JSON.parse((await search()).text).itineraries).not.toEqual([]);
    expect(upstreamSearches()).toBe(2);
  });

  test('never keeps an error, and an error of one search reaches all who waited for it', async () => {
    const { sandbox, search } = await start(memory);
    sandbox.scenarios.set({ operation: 'search', scenario: 'bad_key_401' });
    const [one, other] = await Promise.all([search(), search()]);
    expect([one.status, other.status]).toEqual([503, 503]);
    sandbox.scenarios.clear();
    expect((await search()).status).toBe(200);
  });
});

describe('in Redis', () => {
  const onRedis = ({ url }: RedisServer) => ({ SEARCH_CACHE: 'redis', SEARCH_CACHE_REDIS_URL: url });

  test('two gateways with the same 12go share an answer, byte for byte', async () => {
    const redis = await startRedis();
    const sealing = { SEALING_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}` };
    const one = await start({ ...onRedis(redis), ...sealing });
    const other = await start({ ...onRedis(redis), ...sealing });
    const first = await one.search();
    expect(await other.search()).toEqual(first);
    expect([one.upstreamSearches(), other.upstreamSearches()]).toEqual([1, 0]);
    expect(await metricsOf(other)).toMatch(/cache_level="redis"[^}]*\} 1\b/);
  });

  test('in the last third of its life it is asked for anew once, whoever gives it meanwhile', async () => {
    const redis = await startRedis();
    const gateways = [await start(onRedis(redis)), await start(onRedis(redis))];
    const asked = (): number => gateways.reduce((sum, { upstreamSearches }) => sum + upstreamSearches(), 0);
    const searchEach = () => Promise.all([...gateways, ...gateways].map(({ search }) => search()));
    await gateways[0]?.search();
    for (const { clock } of gateways) clock.ms += 60_000;
    await searchEach();
    await until(() => expect(asked()).toBe(2));
    await searchEach();
    expect(asked()).toBe(2);
  });

  test('of two gateways that miss at one time one asks 12go, and the other tells that it waited', async () => {
    const redis = await startRedis();
    const gateways = [await start(onRedis(redis)), await start(onRedis(redis))];
    for (const { sandbox } of gateways)
      sandbox.scenarios.set({ operation: 'search', scenario: 'slow', delayMs: 300 });
    const answers = await Promise.all(gateways.map(({ search }) => search()));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(gateways.map(({ upstreamSearches }) => upstreamSearches()).toSorted()).toEqual([0, 1]);
    const metrics = (await Promise.all(gateways.map(metricsOf))).join('');
    expect(metrics).toMatch(/cache_level="flight_elsewhere"[^}]*\} 1\b/);
    expect(metrics).toMatch(/gateway_search_waited_total\{[^}]*outcome="answered"[^}]*\} 1\b/);
  });

  test('searches go past it while it is down, and /ready says so without failing', async () => {
    const redis = await startRedis();
    const gateway = await start(onRedis(redis));
    await gateway.search();
    await redis.kill();
    expect((await gateway.search()).status).toBe(200);
    expect(gateway.upstreamSearches()).toBe(2);
    const ready = await fetch(`${gateway.baseUrl}/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      status: 'degraded',
      checks: expect.arrayContaining([expect.objectContaining({ name: 'search_cache', status: 'down' })]),
    });
  });

  test('a hanging Redis costs one search its timeout, not each of them', async () => {
    const redis = await startRedis();
    const gateway = await start(onRedis(redis));
    await gateway.search();
    redis.pause();
    const startedMs = performance.now();
    for (let times = 0; times < 50; times += 1) expect((await gateway.search()).status).toBe(200);
    // Fifty timeouts would take ten seconds.
    expect(performance.now() - startedMs).toBeLessThan(8_000);
    redis.resume();
  });
});

describe('settings', () => {
  const problemsOf = (environment: Record<string, string>): readonly string[] => {
    try {
      readConfig(environment);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems;
    }
  };
  const complete = {
    CLIENTS_FILE: 'clients.json',
    SECRETS_DIR: 'secrets',
    SEALING_KEYS: 'k1:x',
    BOOKING_ID_SECRET: Buffer.alloc(32).toString('base64'),
    REDIS_URL: 'redis://cache.example',
    TWELVEGO_BASE_URL: 'https://upstream.example',
    FUJI_BASE_URL: 'https://fuji.example',
    RATES_FILE: 'rates.json',
    CREDIT_LINE_URL: 'https://credit.example',
    SEARCH_CACHE: 'redis',
  };

  test.each([
    ['redis://cache.example'],
    ['redis://cache.example:6379/0'],
    ['rediss://user:secret@CACHE.example/'],
  ])('refuses the database of the booking writes: %s', (url) => {
    const problems = problemsOf({ ...complete, SEARCH_CACHE_REDIS_URL: url });
    expect(problems).toEqual([expect.stringContaining('another instance or database than REDIS_URL')]);
  });

  test('refuses the database of the journal, said or not', () => {
    const refused = [expect.stringContaining('another instance or database than JOURNAL_REDIS_URL')];
    const url = { SEARCH_CACHE_REDIS_URL: 'redis://cache.example/1' };
    expect(problemsOf({ ...complete, ...url })).toEqual(refused);
    expect(problemsOf({ ...complete, ...url, JOURNAL_REDIS_URL: 'redis://cache.example/2' })).toEqual([]);
    expect(problemsOf({ ...complete, ...url, JOURNAL_REDIS_URL: 'redis://CACHE.example?db=1' })).toEqual(
      refused,
    );
  });

  test.each([['redis://cache.example/2'], ['redis://cache.example:6380'], ['redis://other.example']])(
    'takes another instance or database: %s',
    (url) => {
      expect(problemsOf({ ...complete, SEARCH_CACHE_REDIS_URL: url })).toEqual([]);
    },
  );

  test('refuses a life outside of 60 to 120 seconds, and Redis without a URL', () => {
    expect(
      problemsOf({ ...complete, SEARCH_CACHE_REDIS_URL: 'redis://x/1', SEARCH_CACHE_SECONDS: '59' }),
    ).toEqual(['SEARCH_CACHE_SECONDS: must be between 60 and 120']);
    expect(problemsOf(complete)).toEqual(['SEARCH_CACHE_REDIS_URL is required with SEARCH_CACHE=redis']);
  });
});
