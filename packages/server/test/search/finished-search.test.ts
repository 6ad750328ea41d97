/** Search answers that are sent again: the bytes that would be made now, or none; and all that is said beside them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRedis, type RedisClient } from '@partner-gateway/write-guard/redis';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keysOf, startRedisServer, untilReady } from '../../../write-guard/test/support/redis.ts';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { besideSettings } from '../support/beside-settings.ts';

const clock = { ms: Date.parse('2026-10-28T14:00:00Z') };

const contract = (percentage: string, valid: { valid_from?: string; valid_until?: string } = {}) => ({
  ...{ contract_code: 'DEMO', countries: [], ...valid },
  markup: { percentage, fixed_fee: '0.00', fixed_fee_currency: 'USD' },
});

const contractEnd = '2026-10-28T14:40:00.500Z';

/**
 * Moments in which something about the bus of tomorrow 22:00 in Hanoi, free to cancel until today 22:00, becomes another, and the
 * time of the rates then; later ones never go by rates of before.
 */
const turns = [
  ['a contract ends and the next begins', contractEnd, '2026-10-28T14:30:00Z'],
  ['it is no longer free to cancel', '2026-10-28T15:00:00Z', '2026-10-28T14:50:00Z'],
  ['rates are too old', '2026-10-28T16:00:00Z', '2026-10-28T15:00:00Z'],
  ['it departs', '2026-10-29T15:00:00Z', '2026-10-29T14:45:10Z'],
  ['its day is over', '2026-10-29T17:00:00Z', '2026-10-29T16:59:00Z'],
] as const;

const rates = (thb: string, asOf: string) => ({
  source: 'test',
  asOf,
  rates: [
    { from: 'USD', to: 'THB', rate: thb },
    { from: 'EUR', to: 'USD', rate: '1.0850' },
  ],
});

const demo = (percentage: string) => ({
  contracts: [
    contract(percentage, { valid_until: contractEnd }),
    contract('0.25', { valid_from: contractEnd }),
  ],
  settlement_currency: 'THB',
  rate_limits: { search_per_min: 1_000_000 },
});

/** `kept` sends answers again; `anew` is the same gateway, on the same 12go, settings and clock, that makes each anew. */
let kept: Api;
let anew: Api;
let overRedis: Api;
let claims: RedisClient;
const folder = mkdtempSync(join(tmpdir(), 'finished-search-'));
const ratesFile = join(folder, 'rates.json');
const closers: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true })];

/** The clock is another; claims of two seconds in Redis, which has its own, lapsed with it. */
const setClock = async (ms: number): Promise<void> => {
  clock.ms = ms;
  const lapsed = await keysOf(claims, '*:load');
  if (lapsed.length > 0) await claims.del(lapsed);
};

const writeRates = (thb: string, asOf: string): void =>
  writeFileSync(ratesFile, JSON.stringify(rates(thb, asOf)));
const writeMarkup = (percentage: string): void => {
  const { CLIENTS_FILE } = kept.config;
  const { clients } = JSON.parse(readFileSync(CLIENTS_FILE, 'utf8')) as { clients: { client_id: string }[] };
  const changed = clients.map((client) =>
    client.client_id === 'demo' ? { ...client, ...demo(percentage) } : client,
  );
  writeFileSync(CLIENTS_FILE, JSON.stringify({ clients: changed }));
};
const reload = async (copy: 'clients' | 'rates'): Promise<void> => {
  for (const { gateway } of [kept, anew, overRedis])
    expect(await gateway.parts.copies[copy].refresh()).toBe(true);
};

const start = async (environment: Readonly<Record<string, string>>): Promise<Api> => {
  const api = await startApi({
    now: '2026-10-28T09:41:00Z',
    nowMs: () => clock.ms,
    environment: { RATES_FILE: ratesFile, RATES_URL: '', ...environment },
    clients: { demo: demo('0.10') },
  });
  closers.push(() => api.close());
  return api;
};

beforeAll(async () => {
  writeRates('35.20', '2026-10-28T14:00:00Z');
  kept = await start({ SEARCH_CACHE: 'memory' });
  const redis = await startRedisServer();
  closers.push(() => redis.remove());
  claims = createRedis({ url: redis.url });
  closers.push(async () => claims.disconnect());
  await untilReady(claims);
  const beside = {
    ...besideSettings(kept.config),
    RATES_URL: '',
  };
  anew = await start({ ...beside, SEARCH_CACHE: 'memory', SEARCH_CACHE_ANSWERS_MIB: '0' });
  overRedis = await start({ ...beside, SEARCH_CACHE: 'redis', SEARCH_CACHE_REDIS_URL: redis.url });
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

const hanoiToSapa = 'departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-10-29&pax=1';

const searchAt = async ({ baseUrl }: Api, query: string, clientId = 'demo') => {
  const key = kept.clients.find((client) => client.clientId === clientId)?.apiKey;
  const path = `/v1/${clientId}/itineraries?${query}`;
  const { status, headers, text } = await sendTo(baseUrl, 'GET', path, { headers: { 'x-api-key': key } });
  const told = status === 200 ? text : (JSON.parse(text) as { code?: string }).code;
  return { status, told, ignored: headers['x-ignored'], type: headers['content-type'] };
};

const countOf = async (api: Api, metric: string): Promise<number> => {
  const lines = (await api.ops('/metrics')).text.split('\n').filter((line) => line.startsWith(metric));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
};
const sentAgain = (api: Api): Promise<number> => countOf(api, 'gateway_search_sent_again_total');

type Step =
  | { readonly kind: 'search'; readonly client: string; readonly query: string }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'markup' | 'rates'; readonly text: string };

const query = fc.constantFrom(
  hanoiToSapa,
  `${hanoiToSapa}&currency=EUR`,
  hanoiToSapa.replace('pax=1', 'pax=2'),
  'departures=VNHANMYD&arrivals=VNSPASPT&departure_date=2026-10-29&pax=1',
  'departure_poi=THBKK&arrival_poi=THXXX&departure_date=2026-10-29&pax=1',
);
const search = fc.record({
  kind: fc.constant('search' as const),
  client: fc.constantFrom('demo', 'strict'),
  query,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: search },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 40_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('markup' as const), text: fc.constantFrom('0.10', '0.20') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('rates' as const), text: fc.constantFrom('35.20', '36') }),
  },
);
const take = async (one: Step, asOf: string): Promise<void> => {
  if (one.kind === 'wait') await setClock(clock.ms + one.ms);
  else if (one.kind === 'search') {
    const wanted = await searchAt(anew, one.query, one.client);
    for (const api of [kept, kept, overRedis, overRedis])
      expect(await searchAt(api, one.query, one.client)).toEqual(wanted);
  } else if (one.kind === 'rates') {
    writeRates(one.text, asOf);
    await reload('rates');
  } else {
    writeMarkup(one.text);
    await reload('clients');
  }
};

describe('an answer that is sent again is the one that would be made now', () => {
  test.each(turns)(
    'when %s, whoever asks for whatever, and whatever is changed',
    async (_what, turn, asOf) => {
      const before = await Promise.all([kept, overRedis].map(sentAgain));
      clock.ms = Date.parse(turn) - 60_000;
      writeRates('35.20', asOf);
      await reload('rates');
      const moment = fc.integer({ min: -40_000, max: 0 }).map((ms) => Date.parse(turn) + ms);
      const steps = fc.array(step, { minLength: 3, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(moment, search, steps, async (startMs, asked, between) => {
          await setClock(startMs);
          for (const one of [asked, ...between, asked]) await take(one, asOf);
        }),
        { numRuns: 8 },
      );
      const after = await Promise.all([kept, overRedis, anew].map(sentAgain));
      for (const [at, count] of before.entries()) expect(after[at], `at ${at}`).toBeGreaterThan(count);
      expect(after[2]).toBe(0);
      expect(await countOf(kept, 'gateway_search_answers_bytes')).toBeGreaterThan(0);
    },
  );
});

test('answers are sent again after settings and rates were read anew and are what they were', async () => {
  clock.ms = Date.parse('2026-10-29T17:02:00Z');
  const later = hanoiToSapa.replace('2026-10-29', '2026-11-20');
  await searchAt(kept, later);
  const before = await sentAgain(kept);
  await reload('clients');
  await reload('rates');
  await searchAt(kept, later);
  expect(await sentAgain(kept)).toBe(before + 1);
});

describe('all that is said beside an answer is said each time', () => {
  const partlyUnknown =
    'departures=VNHANMYD&departures=VNNOWHERE&arrivals=VNSPASPT&arrivals=VNSPASPT&departure_date=2026-11-20&pax=1';
  const told = [
    'gateway_search_result_count_count',
    'gateway_search_dropped_total',
    'gateway_search_cache_hit_total',
    'gateway_pricing_markup_applied_total',
    'gateway_mapping_missing_total',
    'gateway_request_ignored_total',
  ];

  test('in metrics, in X-Ignored and in the log', async () => {
    clock.ms = Date.parse('2026-10-29T17:00:30Z');
    const gains = async (api: Api) => {
      await searchAt(api, partlyUnknown);
      const [before, lines] = [
        await Promise.all(told.map((name) => countOf(api, name))),
        api.logLines.length,
      ];
      const { ignored } = await searchAt(api, partlyUnknown);
      const after = await Promise.all(told.map((name) => countOf(api, name)));
      const completed = api.logLines.slice(lines).find((line) => line.includes('Search completed')) ?? '{}';
      const { result_count } = JSON.parse(completed) as { result_count?: number };
      return { gained: after.map((count, at) => count - (before[at] ?? 0)), ignored, result_count };
    };
    const [again, wanted] = [await gains(kept), await gains(anew)];
    expect(again).toEqual(wanted);
    expect(again.ignored).toContain('VNNOWHERE');
    expect(again.result_count).toBeGreaterThan(0);
    for (const [at, gained] of again.gained.entries())
      if (told[at] !== 'gateway_search_dropped_total') expect(gained).toBeGreaterThan(0);
  });
});
