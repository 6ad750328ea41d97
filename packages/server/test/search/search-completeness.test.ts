/** How complete a search is: 206 and 200, waiting for more, and what a failing 12go leaves of an answer. */
import { searchResponseSchema } from '@partner-gateway/contract';
import type { ScenarioName } from '@partner-gateway/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
let impatient: Api;
let round = 0;
beforeAll(async () => {
  [api, impatient] = await Promise.all([
    startApi(),
    startApi({ timing: { twelveGoTimeoutsMs: { search: 300 } } }),
  ]);
});
afterAll(() => Promise.all([api.close(), impatient.close()]));
beforeEach(() => {
  round += 1;
  api.sandbox.reset();
  api.sandbox.clock.advance(round * 20_000); // the gateway remembers for 15 s which rechecks it called
  impatient.sandbox.reset();
});

const when = 'departure_date=2026-11-14&pax=2';
const checked = `departure_poi=THBKK&arrival_poi=THKCG&${when}`;
const settledRoute = `departure_poi=VNHAN&arrival_poi=VNSPA&${when}`;
const twoRoutes = `departures=THBKKEKM&departures=VNHANMYD&arrivals=THKCGASP&arrivals=VNSPASPT&${when}`;

const search = (query: string, at = api) => at.as('demo').get(`/itineraries?${query}`);
const fail = (scenario: ScenarioName, times?: number, at = api): void =>
  at.sandbox.scenarios.set({ operation: 'search', scenario, times });
const idle = () => api.gateway.parts.deps.upstream.rechecks.idle();

describe('while suppliers are being refreshed', () => {
  test('the answer is 206 with x-recheck, and 200 once they were', async () => {
    const first = await search(checked);
    expect([first.status, first.headers['x-recheck']]).toEqual([206, 'true']);
    await idle();
    const second = await search(checked);
    expect([second.status, second.headers['x-recheck']]).toEqual([200, undefined]);
    expect(second.read(searchResponseSchema).itineraries).toHaveLength(3);
  });

  test('nobody waits without asking to, and a recheck URL is called once', async () => {
    await Promise.all([search(checked), search(checked), search(checked)]);
    await idle();
    expect([api.sandbox.calls('search'), api.sandbox.calls('recheck')]).toEqual([3, 1]);
  });

  test('timeout= waits for them and then answers 200', async () => {
    const answer = await search(`${checked}&timeout=10`);
    expect([answer.status, api.sandbox.calls('search')]).toEqual([200, 2]);
  });

  test('timeout= gives up when no time is left for another round', async () => {
    expect((await search(`${checked}&timeout=2`)).status).toBe(206);
    expect(api.sandbox.calls('search')).toBe(1);
  });

  test('timeout= asks at most five times', async () => {
    api.sandbox.scenarios.set({ operation: 'recheck', scenario: 'recheck_fails' });
    expect((await search(`${checked}&timeout=20`)).status).toBe(206);
    expect(api.sandbox.calls('search')).toBe(5);
  });

  test('a complete search does not wait', async () => {
    expect((await search(`${settledRoute}&timeout=20`)).status).toBe(200);
    expect(api.sandbox.calls('search')).toBe(1);
  });

  test('a failing recheck spoils nothing', async () => {
    api.sandbox.scenarios.set({ operation: 'recheck', scenario: 'recheck_fails' });
    expect((await search(checked)).read(searchResponseSchema).itineraries).toHaveLength(3);
    await idle();
    expect((await search(checked)).status).toBe(206);
  });
});

describe('when 12go fails', () => {
  test('its 404 is an empty answer', async () => {
    fail('not_found');
    const answer = await search(settledRoute);
    expect([answer.status, answer.read(searchResponseSchema).itineraries]).toEqual([200, []]);
  });

  test.each([
    ['server_error', 'upstream_error', 1],
    ['html_answer', 'upstream_error', 1],
    ['truncated', 'upstream_error', 2],
    ['reset_before', 'upstream_error', 2],
    ['redirect', 'upstream_error', 1],
    ['bad_key_401', 'client_misconfigured', 1],
  ] as const)('%s becomes %s after %i calls', async (scenario, code, calls) => {
    fail(scenario);
    expectProblem(await search(settledRoute), code);
    expect(api.sandbox.calls('search')).toBe(calls);
  });

  test('no answer in time becomes 504', async () => {
    fail('timeout_before', undefined, impatient);
    expectProblem(await search(settledRoute, impatient), 'upstream_timeout');
  });

  test('an answer without one readable trip is 502, and its trips are counted', async () => {
    fail('wrong_types');
    expectProblem(await search(settledRoute), 'upstream_unreadable');
    expect((await api.ops('/metrics')).text).toMatch(/gateway_search_dropped\w*\{[^}]*reason="unreadable/);
  });

  test.each([
    ['rate_limited', '7'],
    ['rate_limited_bare', /^[1-9]\d?$/],
  ] as const)('%s becomes 503 with Retry-After and is not repeated', async (scenario, retryAfter) => {
    fail(scenario);
    const answer = await search(settledRoute);
    expectProblem(answer, 'upstream_rate_limited');
    expect(answer.headers['retry-after']).toMatch(retryAfter);
    expect(api.sandbox.calls('search')).toBe(1);
  });

  test('a failure that passes is not seen', async () => {
    fail('reset_before', 1);
    expect((await search(settledRoute)).status).toBe(200);
    expect(api.sandbox.calls('search')).toBe(2);
  });

  test('one pair of several leaves the others, as 206', async () => {
    fail('redirect', 1);
    const answer = await search(twoRoutes);
    expect([answer.status, answer.headers['x-recheck']]).toEqual([206, 'true']);
    expect(answer.read(searchResponseSchema).itineraries.length).toBeGreaterThan(0);
    expect(api.sandbox.calls('search')).toBe(2);
  });

  test('one pair of several that cannot be read leaves the others, as 206', async () => {
    await search(checked);
    await idle();
    fail('wrong_types', 1);
    const answer = await search(twoRoutes);
    expect([answer.status, answer.headers['x-recheck']]).toEqual([206, 'true']);
    expect(answer.read(searchResponseSchema).itineraries.length).toBeGreaterThan(0);
  });

  test('a pair that 12go does not know is no failure', async () => {
    fail('not_found', 1);
    await search(checked);
    await idle();
    fail('not_found', 1);
    expect((await search(twoRoutes)).status).toBeLessThan(300);
  });

  test.each([
    [['redirect', 'timeout_before'], 'upstream_timeout', () => impatient],
    [['rate_limited', 'redirect'], 'upstream_error', () => api],
    [['timeout_before', 'rate_limited'], 'upstream_timeout', () => impatient],
  ] as const)('all pairs are answered by the worst of %j: %s', async (scenarios, code, at) => {
    for (const scenario of scenarios) fail(scenario, 1, at());
    expectProblem(await search(twoRoutes, at()), code);
  });
});
