/** Limits and state in the hands of an operator: in force at once, told in the log, and gone when their time is up. */
import { clientLimitsSchema, serviceStateSchema, upstreamLimitsSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ environment: { TWELVEGO_CONNECTIONS: '50' } });
});
afterAll(() => api.close());

const path = '/ops/v1/upstream/limits';
const read = async () => (await api.ops(path)).read(upstreamLimitsSchema);
const change = (body: object, key = api.opsKey) =>
  sendTo(api.opsBaseUrl, 'POST', path, { body, headers: { 'x-ops-key': key } });
const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';

test('a timeout that an operator lowers holds for the next call, until its time is up', async () => {
  expect(await read()).toMatchObject({ timeouts_ms: { search: 10_000 }, changed_until: null });
  api.sandbox.scenarios.set({ operation: 'search', scenario: 'timeout_before' });
  const asked = {
    timeouts_ms: { search: 500 },
    search_connections: 10,
    expires_in_seconds: 60,
    reason: 'slow',
  };
  expect((await change(asked)).read(upstreamLimitsSchema)).toMatchObject({
    timeouts_ms: { search: 500, booking: 8_000 },
    search_connections: 10,
    connections: 50,
  });
  const startedMs = performance.now();
  expectProblem(await api.as('demo').get(search), 'upstream_timeout');
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  api.sandbox.scenarios.clear();
  api.sandbox.clock.advance(60_000);
  expect(await read()).toMatchObject({
    timeouts_ms: { search: 10_000 },
    search_connections: 30,
    changed_until: null,
  });
});

test('who changed them and why is in the log', async () => {
  await change({ search_connections: 20, expires_in_seconds: 1, reason: 'a sale at noon' });
  const line = api.logLines.find((one) => one.includes('a sale at noon'));
  expect(line).toContain('Limits of calls to 12go were changed');
  expect(JSON.parse(line ?? '{}')).toMatchObject({ operator: 'demo', note: 'a sale at noon' });
});

test('searches cannot take what is for bookings, and nothing is changed without a time or by a stranger', async () => {
  expectProblem(
    await change({ search_connections: 46, expires_in_seconds: 60, reason: 'more' }),
    'unprocessable',
  );
  expectProblem(await change({ search_connections: 20, reason: 'for ever' }), 'invalid_request');
  const named = { timeouts_ms: { serach: 900 }, expires_in_seconds: 60, reason: 'a slip' };
  const slip = expectProblem(await change(named), 'invalid_request');
  expect(slip.detail).toContain('has serach, which is not known; the calls are search, trip,');
  const misspelt = {
    serch_connections: 20,
    search_connections: 20,
    expires_in_seconds: 60,
    reason: 'a slip',
  };
  expect(expectProblem(await change(misspelt), 'invalid_request').detail).toBe(
    'Nothing was done: serch_connections is not a member of this request; did you mean search_connections?',
  );
  const within = {
    client_id: 'rival',
    limits: { serch_per_min: 5 },
    expires_in_seconds: 60,
    reason: 'a slip',
  };
  const nested = { body: within, headers: { 'x-ops-key': api.opsKey } };
  const inLimits = await sendTo(api.opsBaseUrl, 'POST', '/ops/v1/clients/limits', nested);
  expect(expectProblem(inLimits, 'invalid_request').detail).toContain(
    'limits has serch_per_min, which is not known.',
  );
  const low = { timeouts_ms: { search: 1 }, expires_in_seconds: 60, reason: 'too low' };
  expect(expectProblem(await change(low), 'invalid_request').detail).toBe(
    'timeouts_ms.search must be at least 500.',
  );
  const asked = { search_connections: 20, expires_in_seconds: 60, reason: 'mine' };
  expectProblem(await change(asked, 'gwo_demo_wrong'), 'unauthorized');
});

describe('rate limits of a client', () => {
  const limit = (body: object) =>
    sendTo(api.opsBaseUrl, 'POST', '/ops/v1/clients/limits', { body, headers: { 'x-ops-key': api.opsKey } });
  const ofState = async () => {
    const { clients } = (await api.ops('/ops/v1/state?client_id=rival')).read(serviceStateSchema);
    return clients[0]?.limits.find((one) => one.class === 'search');
  };

  test('that an operator lowers or raises count at once, are seen in the state, and end by themselves', async () => {
    const before = await ofState();
    expect(before).toMatchObject({ changed_until: null, left: before?.per_minute });
    const asked = { client_id: 'rival', expires_in_seconds: 60, reason: 'a runaway script' };
    const answer = await limit({ ...asked, limits: { search_per_min: 2 } });
    expect(answer.read(clientLimitsSchema).limits).toMatchObject({ search_per_min: 2 });
    const rival = api.as('rival');
    const policies = [await rival.get(search), await rival.get(search)].map(
      ({ headers }) => headers['ratelimit-policy'],
    );
    expect(policies).toEqual(['"search";q=2;w=60', '"search";q=2;w=60']);
    expectProblem(await rival.get(search), 'rate_limited');
    expect(await ofState()).toMatchObject({ per_minute: 2, left: 0, changed_until: expect.any(String) });
    await limit({ ...asked, limits: { search_per_min: 4 } });
    expect(await ofState()).toMatchObject({ per_minute: 4, left: 2 });
    api.sandbox.clock.advance(60_000);
    expect(await ofState()).toMatchObject({ per_minute: before?.per_minute, changed_until: null });
  });

  test('are changed with who and why in the log, and looking at them takes none', async () => {
    const line = api.logLines.find((one) => one.includes('Rate limits of a client were changed'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      operator: 'demo',
      client_id: 'rival',
      reason: 'search_per_min=2',
      note: 'a runaway script',
    });
    expect(await ofState()).toEqual(await ofState());
  });

  test('are refused without a limit, with one that is none, and for a client that is not there', async () => {
    const asked = { client_id: 'rival', expires_in_seconds: 60, reason: 'a slip' };
    for (const limits of [{}, { search_per_min: 0 }, { serch_per_min: 5 }])
      expectProblem(await limit({ ...asked, limits }), 'invalid_request');
    expectProblem(
      await limit({ ...asked, client_id: 'nobody', limits: { search_per_min: 5 } }),
      'client_not_found',
    );
  });
});

test('the state tells every circuit and lane, the id tables, the rates and the contracts of clients', async () => {
  const state = (await api.ops('/ops/v1/state?client_id=demo')).read(serviceStateSchema);
  expect(state.circuits.map(({ name, state: is }) => `${name} ${is}`)).toEqual(
    ['search', 'reads', 'cart', 'reserve', 'confirm', 'refund'].map((name) => `${name} closed`),
  );
  expect(state.lanes).toContainEqual({ lane: 'search', running: 0, waiting: 0, room: 30, connections: 30 });
  expect(state.id_map).toMatchObject({ source: 'master_data', has_failed: false });
  expect(state.id_map?.stations).toBeGreaterThan(0);
  expect(state.rates.oldest_age_seconds).toEqual(expect.any(Number));
  expect(state.clients[0]?.contracts).toContainEqual(
    expect.objectContaining({ is_default: true, is_in_force: true }),
  );
});
