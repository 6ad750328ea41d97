/** Writes whose answer does not come: 202 and polling, never a second send, and the outcome once a read can tell. */
import { bookingSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Answer, type Api, startApi } from '../support/api.ts';
import { createBody, reserve, settled } from '../support/builders.ts';
import { expectProblem, expectStoredProblem } from '../support/problems.ts';

const timing = { writeGuard: { syncWaitMs: 350, callLimitMs: 800, joinMs: 200, joinPollMs: 50 } };
let api: Api;
let blind: Api;
beforeAll(async () => {
  [api, blind] = await Promise.all([
    startApi({ timing }),
    startApi({ timing, environment: { RESERVE_LOOK_UP: 'none' } }),
  ]);
});
afterAll(() => Promise.all([api.close(), blind.close()]));
beforeEach(() => {
  api.sandbox.scenarios.clear();
  api.sandbox.clock.reset();
});

const demo = () => api.as('demo');
const poll = (location: string, clientId = 'demo', at = api) => at.as(clientId).get(location);
/** Lets time pass, and the resolver look once. */
const pass = async (ms: number, at = api): Promise<void> => {
  at.sandbox.clock.advance(ms);
  await at.gateway.parts.outcomes.resolver.tick();
};
const settleMs = 121_000;

const expectPending = (answer: Answer, retryAfter = '2'): string => {
  expect([answer.status, answer.text]).toEqual([202, '']);
  expect(answer.headers).toMatchObject({
    'retry-after': retryAfter,
    'x-outcome': 'unknown',
    'cache-control': 'no-store',
  });
  const { location = '' } = answer.headers;
  expect(location).toMatch(/^\/incomplete_results\/k1\.[A-Za-z0-9_-]+$/);
  return location;
};

/** A create whose reserve hangs, and where to poll. */
const hang = async (scenario: 'timeout_after' | 'timeout_before', at = api) => {
  const body = await createBody(at.as('demo'));
  at.sandbox.scenarios.set({ operation: 'reserve', scenario, times: 1 });
  const location = expectPending(await at.as('demo').post('/bookings', body));
  return { body, location };
};

describe('a reserve that never answers', () => {
  test('is 202, to be polled after 2, 3, and then every 5 seconds', async () => {
    const { location } = await hang('timeout_after');
    for (const [waitMs, retryAfter] of [
      [0, '2'],
      [2_000, '3'],
      [3_000, '5'],
      [60_000, '5'],
    ] as const) {
      api.sandbox.clock.advance(waitMs);
      expect(expectPending(await poll(location), retryAfter)).toBe(location);
    }
  });

  test('can be polled at its Location as it stands, by the key of its client and no other', async () => {
    const { location } = await hang('timeout_after');
    const follow = (apiKey: string) => api.send('GET', location, { headers: { 'x-api-key': apiKey } });
    expect(expectPending(await follow(demo().apiKey))).toBe(location);
    expectProblem(await follow('guess'), 'unauthorized');
    expectProblem(await api.send('GET', location), 'unauthorized');
    expectProblem(await follow(api.as('rival').apiKey), 'incomplete_result_not_found');
    await pass(3_000);
    const answer = await follow(demo().apiKey);
    expect(answer.read(bookingSchema).status).toBe('reserved');
    expect(answer.text).toBe((await poll(location)).text);
  });

  test('although executed is found by reading, and told as create would have told it', async () => {
    const before = api.executed('reserve');
    const { location } = await hang('timeout_after');
    await pass(3_000);
    const answer = await poll(location);
    expect([answer.status, answer.headers['x-outcome']]).toEqual([200, 'executed']);
    const booking = answer.read(bookingSchema);
    expect(booking).toMatchObject({ status: 'reserved', total_price: { amount: '858.00', currency: 'THB' } });
    expect((await demo().post(`/bookings/${booking.id}/confirm`)).read(bookingSchema).status).toBe(
      'approved',
    );
    expect((await poll(location)).text).toBe(answer.text);
    expect(api.executed('reserve')).toBe(before + 1);
  });

  test('and was not executed is called so only once no late execution can come', async () => {
    const { location } = await hang('timeout_before');
    await pass(60_000);
    expectPending(await poll(location), '5');
    await pass(settleMs);
    expectStoredProblem(await poll(location), 'reserve_not_executed', 'not_executed');
  });

  test('is never sent again by asking again, and its cart is nobody else’s meanwhile', async () => {
    const { body } = await hang('timeout_after');
    const sent = api.sandbox.calls('reserve');
    expectPending(await demo().post('/bookings', body));
    const other = await demo().post('/bookings', body, { 'idempotency-key': 'other' });
    expectProblem(other, 'idempotency_in_progress', 'unknown');
    expect(other.headers['retry-after']).toBe('1');
    expect(api.sandbox.calls('reserve')).toBe(sent);
  });

  test('may be tried again with the same token once it is known not to have happened', async () => {
    const { body, location } = await hang('timeout_before');
    await pass(settleMs);
    await pass(30_000);
    expectStoredProblem(await poll(location), 'reserve_not_executed', 'not_executed');
    const before = api.executed('reserve');
    const again = await settled(demo(), await demo().post('/bookings', body));
    expect(again.read(bookingSchema).status).toBe('reserved');
    expect(api.executed('reserve')).toBe(before + 1);
  });

  test('stays 202 when 12go cannot be asked, until the result expires', async () => {
    const { location } = await hang('timeout_after', blind);
    await pass(settleMs, blind);
    expectPending(await poll(location, 'demo', blind), '5');
    await pass(13 * 60_000, blind);
    expectProblem(await poll(location, 'demo', blind), 'result_expired', 'unknown');
  });
});

test.each(['reset_after', 'truncated', 'html_answer', 'server_error_after', 'wrong_types'] as const)(
  'a reserve answered by %s is 202 too, because it may have happened',
  async (scenario) => {
    const body = await createBody(demo());
    api.sandbox.scenarios.set({ operation: 'reserve', scenario, times: 1 });
    const location = expectPending(await demo().post('/bookings', body));
    await pass(3_000);
    expect((await poll(location)).read(bookingSchema).status).toBe('reserved');
  },
);

test('a reserve that answers late is told as soon as it answers', async () => {
  const body = await createBody(demo());
  const looked = api.sandbox.calls('bookingByCart');
  api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'slow', delayMs: 400, times: 1 });
  const location = expectPending(await demo().post('/bookings', body));
  const answer = await until(async () => {
    const polled = await poll(location);
    expect(polled.status).toBe(200);
    return polled;
  });
  expect(answer.read(bookingSchema).status).toBe('reserved');
  expect(api.sandbox.calls('bookingByCart')).toBe(looked);
});

describe('a confirm that never answers', () => {
  const hangConfirm = async (scenario: 'timeout_after' | 'timeout_before') => {
    const { id } = await reserve(demo());
    api.sandbox.scenarios.set({ operation: 'confirm', scenario, times: 1 });
    return { id, location: expectPending(await demo().post(`/bookings/${id}/confirm`)) };
  };

  test('is 202, and the booking itself tells when it happened', async () => {
    const { id, location } = await hangConfirm('timeout_after');
    expect((await poll(location)).read(bookingSchema)).toMatchObject({ id, status: 'approved' });
  });

  test('and did not happen is 409 once that is certain, and may then be sent again', async () => {
    const { id, location } = await hangConfirm('timeout_before');
    await pass(20_000);
    expectPending(await poll(location), '5');
    await pass(settleMs);
    await pass(30_000);
    expectProblem(await poll(location), 'confirm_failed', 'not_executed');
    const again = await settled(demo(), await demo().post(`/bookings/${id}/confirm`));
    expect(again.read(bookingSchema).status).toBe('approved');
  });
});

describe('an incomplete result', () => {
  test('is found with and without a version in the path', async () => {
    const { location } = await hang('timeout_after');
    for (const base of ['/v1/demo', '/v1.0/demo', '/demo'])
      expectPending(await demo().send('GET', `${base}${location}`));
  });

  test('is nobody’s but its own client’s', async () => {
    const { location } = await hang('timeout_after');
    for (const foreign of [await poll(location, 'rival'), await poll('/incomplete_results/nonsense')])
      expectProblem(foreign, 'incomplete_result_not_found');
  });

  const expiry = 15 * 60_000 + 1_000;

  test.each([
    ['timeout_after', 'executed'],
    ['timeout_before', 'not_executed'],
  ] as const)('of a create by %s expires after fifteen minutes and says “%s”', async (scenario, outcome) => {
    const { location } = await hang(scenario);
    await pass(settleMs);
    const before = await poll(location);
    api.sandbox.clock.advance(expiry);
    const { booking_id, detail } = expectProblem(await poll(location), 'result_expired', outcome);
    expect(booking_id).toBe(outcome === 'executed' ? JSON.parse(before.text).id : undefined);
    expect(detail).toContain('Repeat the same request, with the same key');
  });

  test('of a create that nobody could settle says “unknown”, and the repeated request gives another to poll', async () => {
    const body = await createBody(blind.as('demo'));
    blind.sandbox.scenarios.set({ operation: 'reserve', scenario: 'timeout_after', times: 1 });
    const key = { 'idempotency-key': 'expires-1' };
    const location = expectPending(await blind.as('demo').post('/bookings', body, key));
    await pass(expiry, blind);
    const problem = expectProblem(await poll(location, 'demo', blind), 'result_expired', 'unknown');
    expect(problem.detail).toContain('not known yet whether the booking was made');
    const again = expectPending(await blind.as('demo').post('/bookings', body, key));
    expectPending(await poll(again, 'demo', blind));
  });

  test.each([
    ['timeout_after', 'executed'],
    ['timeout_before', 'not_executed'],
  ] as const)(
    'of a confirm by %s expires as “unknown” until it is settled as “%s”',
    async (scenario, outcome) => {
      const { id } = await reserve(demo());
      api.sandbox.scenarios.set({ operation: 'confirm', scenario, times: 1 });
      const location = expectPending(await demo().post(`/bookings/${id}/confirm`));
      api.sandbox.scenarios.set({ operation: 'booking', scenario: 'server_error' });
      api.sandbox.clock.advance(expiry);
      expectProblem(await poll(location), 'result_expired', 'unknown');
      api.sandbox.scenarios.clear();
      await until(async () => {
        await pass(30_000);
        const { booking_id } = expectProblem(await poll(location), 'result_expired', outcome);
        expect(booking_id).toBe(outcome === 'executed' ? id : undefined);
      }, 100);
    },
  );

  test('is 503 “unknown” at any age while the records are out of reach', async () => {
    const { location } = await hang('timeout_after');
    const { SEALING_KEYS, BOOKING_ID_SECRET } = api.config;
    const away = await startApi({
      environment: { STORE: 'redis', REDIS_URL: 'redis://127.0.0.1:1', SEALING_KEYS, BOOKING_ID_SECRET },
    });
    try {
      expectProblem(await poll(location, 'demo', away), 'idempotency_unavailable', 'unknown');
      away.sandbox.clock.advance(expiry);
      expectProblem(await poll(location, 'demo', away), 'idempotency_unavailable', 'unknown');
    } finally {
      await away.close();
    }
  });

  test('that has expired is still nobody’s but its own client’s', async () => {
    const { location } = await hang('timeout_after');
    api.sandbox.clock.advance(expiry);
    expectProblem(await poll(location, 'rival'), 'incomplete_result_not_found');
  });
});
