/** A booking write that 12go answers with 429: nothing was executed, the partner is told so, and the same key works afterwards. */
import { bookingSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type Api, startApi } from '../support/api.ts';
import { confirm, createBody, ownKey, reserve } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(() => api.sandbox.scenarios.clear());

const demo = () => api.as('demo');

const create = async (): Promise<() => Promise<Answer>> => {
  const body = await createBody(demo());
  const key = ownKey();
  return () => demo().post('/bookings', body, key);
};
const writeTo = (path: (id: string) => string, make: () => Promise<{ id: string }>) => async () => {
  const { id } = await make();
  const key = ownKey();
  return () => demo().post(path(id), undefined, key);
};

describe.each([
  ['reserve', create],
  [
    'confirm',
    writeTo(
      (id) => `/bookings/${id}/confirm`,
      () => reserve(demo()),
    ),
  ],
  [
    'refund',
    writeTo(
      (id) => `/bookings/${id}/cancel`,
      () => confirm(demo()),
    ),
  ],
] as const)('a throttled %s', (operation, prepare) => {
  test.each([
    ['rate_limited', '7'],
    ['rate_limited_bare', '5'],
  ] as const)(
    'is 503 with Retry-After, not executed, and done once by the same key afterwards: %s',
    async (scenario, seconds) => {
      const write = await prepare();
      const calls = api.sandbox.calls(operation);
      const executed = api.executed(operation);
      api.sandbox.scenarios.set({ operation, scenario, times: 1 });

      const throttled = await write();
      expectProblem(throttled, 'upstream_rate_limited', 'not_executed');
      expect(throttled.headers['retry-after']).toBe(seconds);
      expect([api.sandbox.calls(operation), api.executed(operation)]).toEqual([calls + 1, executed]);

      const done = await write();
      expect(done.status).toBe(200);
      expect(done.headers['x-outcome']).toBe('executed');
      expect((await write()).text).toBe(done.text);
      expect(api.executed(operation)).toBe(executed + 1);
    },
  );
});

test('a throttled reserve leaves its token to another key', async () => {
  const body = await createBody(demo());
  api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'rate_limited', times: 1 });
  expectProblem(await demo().post('/bookings', body, ownKey()), 'upstream_rate_limited', 'not_executed');
  const made = await api.executedDuring('reserve', async () => {
    (await demo().post('/bookings', body, ownKey())).read(bookingSchema);
  });
  expect(made).toBe(1);
});
