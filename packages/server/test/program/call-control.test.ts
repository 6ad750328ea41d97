/** What 12go does to itself stays with it: calls that hang, fail or are too many are held back, and writes are never tried out. */
import { readinessSchema, searchResponseSchema } from '@partner-gateway/contract';
import { afterEach, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import type { EmbeddedOptions } from '../../embedded/start.ts';
import type { Answer } from '../support/api.ts';
import { bendAnswers } from '../support/bend.ts';
import { createBody, hanoiSapa, ownKey } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';
import { type RecordedApi, startRecordedApi } from '../support/recorded-api.ts';

let stack: RecordedApi | undefined;
afterEach(() => stack?.close());

const openMs = 400;
const start = async (options: EmbeddedOptions = {}): Promise<RecordedApi> => {
  stack = await startRecordedApi({
    ...options,
    environment: { TWELVEGO_CONNECTIONS: '50', ...options.environment },
    timing: { callControl: { openMs, reopenMs: 600 }, ...options.timing },
  });
  return stack;
};

const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';
const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const scraped = async ({ api }: RecordedApi, line: RegExp) => line.test((await api.ops('/metrics')).text);
const state = (endpoint: string, value: number) =>
  new RegExp(`^gateway_12go_circuit_state\\{[^}]*upstream_endpoint="${endpoint}"[^}]*\\} ${value}\\b`, 'm');
const callsTo = ({ twelveGo }: RecordedApi, path: RegExp, method = 'GET') =>
  twelveGo.passed.filter((one) => one.method === method && path.test(one.url)).length;

test('searches that hang hold their thirty connections and no more, and bookings go on', async () => {
  const world = await start();
  const { api, twelveGo } = world;
  let open = 0;
  let most = 0;
  twelveGo.answer((_method, url) =>
    url.startsWith('/search/')
      ? (response) => {
          open += 1;
          most = Math.max(most, open);
          response.on('close', () => {
            open -= 1;
          });
        }
      : undefined,
  );
  const answers: Promise<Answer>[] = [];
  const tookMs: number[] = [];
  for (let sent = 0; sent < 200; sent += 1) {
    const date = `2026-12-${String(1 + (sent % 28)).padStart(2, '0')}`;
    const startedMs = performance.now();
    answers.push(api.as('demo').get(search.replace('2026-12-05', date)));
    answers.at(-1)?.then(({ status }) => status === 503 && tookMs.push(performance.now() - startedMs));
    await pass(10);
  }
  const body = await createBody(api.as('demo'));
  expect((await api.as('demo').post('/bookings', body)).status).toBe(200);
  await pass(600);
  expect(most).toBe(30);
  expect(tookMs.length).toBeGreaterThanOrEqual(160);
  // Those that wait for 12go take ten seconds.
  expect(Math.max(...tookMs)).toBeLessThan(5_000);
  twelveGo.answer(undefined);
  const refused = (await Promise.all(answers)).filter(({ status }) => status === 503);
  for (const answer of refused.slice(0, 5)) {
    expectProblem(answer, 'overloaded');
    expect(answer.headers['retry-after']).toMatch(/^[123]$/);
  }
});

test('a flood of searches is turned away unread and told of once a second; another client gets its turn', async () => {
  const world = await start({ environment: { TWELVEGO_SEARCH_CONNECTIONS: '5' } });
  const { api, twelveGo } = world;
  const nothing = JSON.stringify({ trips: [], stations: {}, operators: {}, classes: {}, recheck: [] });
  twelveGo.answer((_method, url) =>
    url.startsWith('/search/')
      ? (response) => void setTimeout(() => response.writeHead(200).end(nothing), 200)
      : undefined,
  );
  const flood = Array.from({ length: 60 }, (_, number) =>
    api.as('demo').get(search, {
      'x-correlation-id': `flood-of-one-${number}`,
      'x-request-id': 'r-7',
      'x-api-experiment': 'blue',
    }),
  );
  await until(() => expect(callsTo(world, /^\/search\//)).toBeGreaterThanOrEqual(5));
  // Whoever comes while the door is shut is told to come again, which unread requests all are.
  await until(async () => expect((await api.as('rival').get(search)).status).toBe(200));
  const refused = (await Promise.all(flood)).filter(({ status }) => status === 503);
  const unread = refused.filter(({ headers }) => headers.ratelimit === undefined);
  expect(unread.length).toBeGreaterThanOrEqual(20);
  for (const answer of unread.slice(0, 3)) {
    expect(expectProblem(answer, 'overloaded').correlation_id).toMatch(/^flood-of-one-\d+$/);
    expect(answer.headers['retry-after']).toMatch(/^[123]$/);
    expect(answer.headers).toMatchObject({ 'x-request-id': 'r-7', 'x-api-experiment': 'blue' });
  }
  const told = api.logLines.filter((line) => line.includes('Searches were turned away'));
  expect(told.length).toBeGreaterThan(0);
  expect(told.length).toBeLessThan(unread.length / 2);
  expect(await scraped(world, /^gateway_load_shed_total\{[^}]*endpoint="search"[^}]*\} \d{2}/m)).toBe(true);
});

test('a search that keeps failing is asked no more, /ready says so, and it is asked again when it is well', async () => {
  const world = await start({ timing: { callControl: { openMs: 1_500, reopenMs: 600 } } });
  const { api, twelveGo } = world;
  twelveGo.answer((_method, url) =>
    url.startsWith('/search/') ? (response) => response.writeHead(502).end() : undefined,
  );
  const asked = 25;
  for (let times = 0; times < asked; times += 1)
    expectProblem(await api.as('demo').get(search), 'upstream_error');
  expect(await scraped(world, state('search', 2))).toBe(true);
  // Twenty tell enough; two of them were tried again.
  const before = callsTo(world, /^\/search\//);
  expect(before).toBeLessThanOrEqual(23);
  expect(before / asked).toBeLessThanOrEqual(1.1);
  const refused = await api.as('demo').get(search);
  expectProblem(refused, 'upstream_error');
  expect(refused.headers['retry-after']).toMatch(/^[12]$/);
  expect(callsTo(world, /^\/search\//)).toBe(before);
  const ready = await api.send('GET', '/ready');
  const { status, checks } = ready.read(readinessSchema);
  expect([ready.status, status]).toEqual([200, 'degraded']);
  expect(checks.find(({ name }) => name === '12go')).toMatchObject({
    status: 'degraded',
    required: false,
    detail: 'open circuits: search',
  });
  twelveGo.answer(undefined);
  await until(async () => expect((await api.as('demo').get(search)).status).toBe(200));
  expect(await scraped(world, state('search', 0))).toBe(true);
  for (const word of ['opened', 'closed'])
    expect(api.logLines.some((line) => line.includes(`A circuit to 12go ${word}`))).toBe(true);
});

test('searches that are answered, but so late that most are about to be given up, open their circuit', async () => {
  const world = await start({
    timing: { twelveGoTimeoutsMs: { search: 2_500 }, callControl: { openMs: 60_000 } },
  });
  const { api, twelveGo } = world;
  const nothing = JSON.stringify({ trips: [], stations: {}, operators: {}, classes: {}, recheck: [] });
  // An attempt has 2,000 ms, of which four fifths are slow.
  twelveGo.answer((_method, url) =>
    url.startsWith('/search/')
      ? (response) => void setTimeout(() => response.writeHead(200).end(nothing), 1_700)
      : undefined,
  );
  const answers = await Promise.all(Array.from({ length: 24 }, () => api.as('demo').get(search)));
  expect(answers.some(({ status }) => status === 200)).toBe(true);
  expect(await scraped(world, state('search', 2))).toBe(true);
  const before = callsTo(world, /^\/search\//);
  expectProblem(await api.as('demo').get(search), 'upstream_error');
  expect(callsTo(world, /^\/search\//)).toBe(before);
});

test('while reserves fail, none is sent to find out whether they still do: a read finds out', async () => {
  const world = await start();
  const { api, twelveGo } = world;
  const demo = api.as('demo');
  const bodies = [];
  for (let made = 0; made < 7; made += 1) bodies.push(await createBody(demo));
  twelveGo.answer((method, url) =>
    method === 'POST' && url.startsWith('/reserve/')
      ? (response) => response.writeHead(500).end()
      : undefined,
  );
  for (const body of bodies.slice(0, 5)) await demo.post('/bookings', body, ownKey());
  expect(await scraped(world, state('reserve', 2))).toBe(true);
  const sent = callsTo(world, /^\/reserve\//, 'POST');
  expect(sent).toBe(5);
  const key = ownKey();
  const refused = await demo.post('/bookings', bodies[5], key);
  expectProblem(refused, 'upstream_error', 'not_executed');
  expect(refused.headers['retry-after']).toBe('1');
  expect(callsTo(world, /^\/reserve\//, 'POST')).toBe(sent);
  twelveGo.answer(undefined);
  await pass(openMs * 1.3);
  expect((await demo.post('/bookings', bodies[5], key)).status).toBe(200);
  expect(callsTo(world, /^\/reserve\//, 'POST')).toBe(sent + 1);
  expect(await scraped(world, state('reserve', 0))).toBe(true);
});

test('what one client did wrong opens nothing: its key, its trips', async () => {
  const world = await start();
  const { api, twelveGo } = world;
  twelveGo.answer((_method, url) =>
    url.startsWith('/search/') ? (response) => response.writeHead(401).end('{}') : undefined,
  );
  for (let asked = 0; asked < 30; asked += 1)
    expectProblem(await api.as('demo').get(search), 'client_misconfigured');
  expect(await scraped(world, state('search', 0))).toBe(true);
});

test('after a 429 nothing of the kind is asked for as long as 12go said, and the partner is told', async () => {
  const world = await start();
  const { api } = world;
  api.sandbox.scenarios.set({ operation: 'search', scenario: 'rate_limited', times: 1 });
  await api.as('demo').get(search);
  const before = callsTo(world, /^\/search\//);
  const answer = await api.as('demo').get(search);
  expectProblem(answer, 'upstream_rate_limited');
  expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(4);
  expect(callsTo(world, /^\/search\//)).toBe(before);
  expect((await api.as('demo').get(`/itineraries/${hanoiSapa}?pax=1`)).status).toBe(200);
});

test('a write whose request has run out of time is not sent, and the same request books later', async () => {
  const world = await start();
  const { api, twelveGo } = world;
  const demo = api.as('demo');
  const body = await createBody(demo);
  const { clock } = api.sandbox;
  twelveGo.answer((_method, url) => {
    if (!url.startsWith('/checkout/')) return undefined;
    clock.advance(19_990);
    twelveGo.answer(undefined);
    return undefined;
  });
  const key = ownKey();
  const late = await demo.post('/bookings', body, key);
  expectProblem(late, 'upstream_timeout', 'not_executed');
  expect(callsTo(world, /^\/reserve\//, 'POST')).toBe(0);
  expect((await demo.post('/bookings', body, key)).status).toBe(200);
});

test('what the budget of all clients refuses was no probe: the circuit is as it was, and the next call is one', async () => {
  const { api, twelveGo } = await start({ environment: { TWELVEGO_CALLS_PER_MIN: '40' } });
  const failing = () => api.as('demo').get(search);
  twelveGo.answer((_method, url) =>
    url.startsWith('/search/') ? (response) => response.writeHead(500).end() : undefined,
  );
  for (let times = 0; times < 20; times += 1) expectProblem(await failing(), 'upstream_error');
  const { limits } = api.gateway.parts.deps.admission;
  await limits.take({ name: '12go', quota: { units: 40, seconds: 60 }, units: 20 });
  expectProblem(await failing(), 'upstream_error');
  await pass(openMs * 1.3);
  for (let times = 0; times < 3; times += 1) expectProblem(await failing(), 'upstream_rate_limited');
  twelveGo.answer(undefined);
  api.sandbox.clock.advance(70_000);
  expect((await failing()).status).toBe(200);
});

test('a try that is not made again is not counted against what all clients may ask', async () => {
  const world = await start({ environment: { TWELVEGO_CALLS_PER_MIN: '60' } });
  const { api, twelveGo } = world;
  twelveGo.answer((_method, url) =>
    url.startsWith('/search/') ? (response) => response.writeHead(502).end() : undefined,
  );
  for (let times = 0; times < 15; times += 1) await api.as('demo').get(search);
  const { limits } = api.gateway.parts.deps.admission;
  const { remaining } = await limits.take({ name: '12go', quota: { units: 60, seconds: 60 }, units: 0 });
  expect(60 - remaining).toBe(callsTo(world, /^\/search\//));
});

test('a write that waited to be counted until its request had ended is not sent', async () => {
  const { api } = await start();
  const demo = api.as('demo');
  const body = await createBody(demo);
  const { limits } = api.gateway.parts.deps.admission;
  const { take } = limits;
  let counted = 0;
  const before = api.upstreamCalls();
  limits.take = async (taking) => {
    const verdict = await take(taking);
    // None are counted ahead, as where the budget is nearly spent.
    if ((taking.units ?? 1) > 1) return { ...verdict, isAdmitted: false };
    if (taking.name === '12go') counted += 1;
    // The first is the form.
    if (counted === 2) api.sandbox.clock.advance(21_000);
    return verdict;
  };
  expectProblem(await demo.post('/bookings', body, ownKey()), 'upstream_timeout', 'not_executed');
  expect(api.upstreamCalls() - before).toBe(1);
});

test('what an earlier round of a search found is not lost when a later one fails: it is answered as 206', async () => {
  const { api, twelveGo } = await start();
  let searches = 0;
  twelveGo.answer((_method, url) => {
    if (!url.startsWith('/search/')) return undefined;
    searches += 1;
    return searches === 1 ? undefined : (response) => response.writeHead(500).end();
  });
  const checked =
    '/itineraries?departure_poi=THBKK&arrival_poi=THKCG&departure_date=2026-11-14&pax=2&timeout=10';
  const answer = await api.as('demo').get(checked);
  expect(searches).toBeGreaterThan(1);
  expect(answer.status).toBe(206);
  expect(answer.read(searchResponseSchema).itineraries.length).toBeGreaterThan(0);
});

test('a search that ran out of time asks for nothing more, and answers with what it has', async () => {
  const { api, twelveGo } = await start();
  let searches = 0;
  twelveGo.answer((_method, url) => {
    if (!url.startsWith('/search/')) return undefined;
    searches += 1;
    if (searches === 1) api.sandbox.clock.advance(21_000);
    return undefined;
  });
  const answer = await api
    .as('demo')
    .get('/itineraries?departure_poi=THBKK&arrival_poi=THKCG&departure_date=2026-11-14&pax=2&timeout=20');
  expect([searches, answer.status]).toEqual([1, 206]);
});

test('a search of many pairs of places whose time ends between them answers with what it has', async () => {
  const { api, twelveGo } = await start({ environment: { SEARCH_PLACE_MODE: 'station' } });
  let searches = 0;
  twelveGo.answer((_method, url) => {
    if (!url.startsWith('/search/')) return undefined;
    searches += 1;
    if (searches === 4) api.sandbox.clock.advance(21_000);
    return undefined;
  });
  const places =
    'departures[]=4101&arrivals[]=5688&departures[]=100&arrivals[]=900&arrivals[]=901&arrivals[]=902';
  const answer = await api.as('native').get(`/itineraries?${places}&departure_date=2026-11-14&pax=1`);
  expect(answer.status).toBe(206);
  expect(answer.read(searchResponseSchema).itineraries.length).toBeGreaterThan(0);
  expect(searches).toBeLessThan(8);
});

test('an itinerary that costs nothing is not opened, and no cart is made for it', async () => {
  const world = await start();
  const { api } = world;
  bendAnswers(world, /^\/trip\//, (body) => {
    const [trip] = body.trips as { travel_options: Record<string, { value: unknown }>[] }[];
    for (const { price, netprice } of trip?.travel_options ?? [])
      for (const amount of [price, netprice]) if (amount !== undefined) amount.value = 0;
  });
  const refused = await api.as('demo').get(`/itineraries/${hanoiSapa}?pax=1`);
  expectProblem(refused, 'unprocessable');
  expect(callsTo(world, /^\/cart\//, 'POST')).toBe(0);
});
