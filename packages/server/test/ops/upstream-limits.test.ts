/** Limits of calls to 12go in the hands of an operator: in force at once, told in the log, and gone when their time is up. */
import { upstreamLimitsSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
  expect(JSON.parse(line ?? '{}')).toMatchObject({ operator: 'demo', reason: 'a sale at noon' });
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
  expect(expectProblem(await change(misspelt), 'invalid_request').detail).toContain(
    'The body has serch_connections, which is not known; the members are',
  );
  const low = { timeouts_ms: { search: 1 }, expires_in_seconds: 60, reason: 'too low' };
  expect(expectProblem(await change(low), 'invalid_request').detail).toBe(
    'timeouts_ms.search must be at least 500.',
  );
  const asked = { search_connections: 20, expires_in_seconds: 60, reason: 'mine' };
  expectProblem(await change(asked, 'gwo_demo_wrong'), 'unauthorized');
});
