/** A refund whose answer does not come: 504, never a second send, and the outcome once the booking was read. */
import { bookingSchema, cancelledSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { confirm } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({
    timing: {
      writeGuard: { syncWaitMs: 250, callLimitMs: 700 },
      // Nothing is found out behind a test's back, however long it takes.
      outcomeResolver: { everyMs: 600_000 },
    },
  });
});
afterAll(() => api.close());

const demo = () => api.as('demo');

describe('a refund that nobody answers for', () => {
  const cancel = (id: string, headers = {}) => demo().post(`/bookings/${id}/cancel`, {}, headers);

  test.each(['timeout_after', 'reset_after', 'truncated', 'server_error_after'] as const)(
    'after %s is 504 unknown, and never sent again',
    async (scenario) => {
      const { id } = await confirm(demo());
      const before = api.sandbox.calls('refund');
      api.sandbox.scenarios.set({ operation: 'refund', scenario, times: 1 });
      for (let time = 0; time < 3; time += 1) expectProblem(await cancel(id), 'upstream_timeout', 'unknown');
      expect(api.sandbox.calls('refund') - before).toBe(1);
      expect((await demo().get(`/bookings/${id}`)).read(bookingSchema).status).toBe('cancelled');
    },
  );

  test('is found out by reading the booking, and told from then on', async () => {
    const { id } = await confirm(demo());
    api.sandbox.scenarios.set({ operation: 'refund', scenario: 'timeout_after', times: 1 });
    const key = { 'idempotency-key': 'c-1' };
    expectProblem(await cancel(id, key), 'upstream_timeout', 'unknown');
    api.sandbox.clock.advance(5_000);
    await api.gateway.parts.outcomes.resolver.tick();
    const replayed = await cancel(id, key);
    expect(replayed.headers['idempotent-replayed']).toBe('true');
    expect(replayed.read(cancelledSchema).refund).toEqual({ amount: '780.00', currency: 'THB' });
  });
});
