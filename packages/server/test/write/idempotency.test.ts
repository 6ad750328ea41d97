/** The same idempotency key with the same request: executed once, and the same bytes again however often it is sent. */
import { request } from 'node:http';
import { bookingSchema, refundOptionsSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Answer, type Api, startApi } from '../support/api.ts';
import { createBody, nameOf, reserve } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
let hasty: Api;
beforeAll(async () => {
  [api, hasty] = await Promise.all([startApi(), startApi({ timing: { writeGuard: { joinMs: 100 } } })]);
});
afterAll(() => Promise.all([api.close(), hasty.close()]));
beforeEach(() => {
  api.sandbox.scenarios.clear();
  api.sandbox.clock.reset();
});

const demo = () => api.as('demo');
let count = 0;
const newKey = () => {
  count += 1;
  return { 'idempotency-key': `key-${count}` };
};
const create = (body: object, headers = {}) => demo().post('/bookings', body, headers);
const expectReplay = (again: Answer, first: Answer): void => {
  expect([again.status, again.text, again.headers['x-outcome']]).toEqual([
    first.status,
    first.text,
    first.headers['x-outcome'],
  ]);
  expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([
    undefined,
    'true',
  ]);
};

describe('the same key and the same request', () => {
  test('get the same bytes from create, confirm and cancel, each executed once', async () => {
    const [body, keys] = [await createBody(demo()), [newKey(), newKey(), newKey()]];
    const done = await api.executedDuring('reserve', async () => {
      const created = await create(body, keys[0]);
      expectReplay(await create(body, keys[0]), created);
      const { id } = created.read(bookingSchema);
      for (const [operation, path, key] of [
        ['confirm', 'confirm', keys[1]],
        ['refund', 'cancel', keys[2]],
      ] as const) {
        const send = () => demo().post(`/bookings/${id}/${path}`, undefined, key);
        const times = await api.executedDuring(operation, async () => {
          const first = await send();
          expect(first.headers['x-outcome']).toBe('executed');
          expectReplay(await send(), first);
        });
        expect(times).toBe(1);
      }
    });
    expect(done).toBe(1);
  });

  test('are the same in every spelling of the JSON and of the path', async () => {
    const [body, key] = [await createBody(demo()), newKey()];
    const first = await create(body, key);
    const reversed = Object.fromEntries(Object.entries(body).reverse());
    const escaped = JSON.stringify(body).replace('Mali', '\\u004dali');
    const json = { 'content-type': 'application/json', ...key };
    for (const again of [
      await create(reversed, key),
      await demo().post('/bookings', JSON.stringify(body, null, 4), json),
      await demo().post('/bookings', escaped, json),
      await demo().send('POST', '/demo/bookings', { body, headers: key }),
    ])
      expectReplay(again, first);
  });

  test('sent at once are executed once, and all get the one answer', async () => {
    const [body, key] = [await createBody(demo()), newKey()];
    const done = await api.executedDuring('reserve', async () => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => create(body, key)));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    });
    expect(done).toBe(1);
  });

  test('while the first still runs wait a moment, then get 409 with Retry-After', async () => {
    const [caller, key] = [hasty.as('demo'), newKey()];
    const body = await createBody(caller);
    hasty.sandbox.scenarios.set({ operation: 'reserve', scenario: 'slow', delayMs: 1_000, times: 1 });
    const first = caller.post('/bookings', body, key);
    await until(() => expect(hasty.sandbox.calls('reserve')).toBe(1));
    const early = await caller.post('/bookings', body, key);
    expectProblem(early, 'idempotency_in_progress', 'unknown');
    expect(early.headers['retry-after']).toBe('1');
    const answer = await first;
    expectReplay(await caller.post('/bookings', body, key), answer);
  });

  test('get the same refusal of 12go again, without asking it again', async () => {
    const [body, key] = [await createBody(demo(), nameOf('sold_out')), newKey()];
    const first = await create(body, key);
    expectProblem(first, 'trip_unavailable', 'not_executed');
    const before = api.sandbox.calls('reserve');
    expectReplay(await create(body, key), first);
    expect(api.sandbox.calls('reserve')).toBe(before);
  });

  test('are remembered for 24 hours', async () => {
    const [{ id }, key] = [await reserve(demo()), newKey()];
    const send = () => demo().post(`/bookings/${id}/confirm`, undefined, key);
    const first = await send();
    api.sandbox.clock.advance(23.9 * 3_600_000);
    expectReplay(await send(), first);
    api.sandbox.clock.advance(0.2 * 3_600_000);
    expectProblem(await send(), 'already_confirmed', 'executed');
  });

  test('are answered from memory although booking token and refund option have ended', async () => {
    const [body, keys] = [await createBody(demo()), [newKey(), newKey()]];
    const created = await create(body, keys[0]);
    const { id } = created.read(bookingSchema);
    await demo().post(`/bookings/${id}/confirm`);
    const { refund_options: options } = (await demo().post(`/bookings/${id}/cancel`, { preview: true })).read(
      refundOptionsSchema,
    );
    const cancel = () =>
      demo().post(`/bookings/${id}/cancel`, { refund_option: options[0]?.refund_option }, keys[1]);
    const cancelled = await cancel();
    api.sandbox.clock.advance(21 * 60_000);
    expectReplay(await create(body, keys[0]), created);
    expectReplay(await cancel(), cancelled);
    expectProblem(await create(body, newKey()), 'already_reserved', 'executed');
  });

  test('find the answer of a request whose caller hung up', async () => {
    const [body, key] = [await createBody(demo()), newKey()];
    api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'slow', delayMs: 250, times: 1 });
    const before = api.sandbox.calls('reserve');
    const text = JSON.stringify(body);
    const headers = { ...key, 'x-api-key': api.apiKey, 'content-type': 'application/json' };
    const hungUp = request(`${api.baseUrl}/v1/demo/bookings`, { method: 'POST', headers }).once(
      'error',
      () => {},
    );
    hungUp.end(text);
    await until(() => expect(api.sandbox.calls('reserve')).toBe(before + 1));
    hungUp.destroy();
    const answer = await until(async () => {
      const again = await create(body, key);
      expect(again.headers['idempotent-replayed']).toBe('true');
      return again;
    });
    expect(answer.read(bookingSchema).status).toBe('reserved');
    expect(api.sandbox.calls('reserve')).toBe(before + 1);
  });
});
