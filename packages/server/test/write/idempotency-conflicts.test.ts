/** Idempotency keys that meet another request, another key of the same cart, or a request that was never sent. */
import { bookingSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { bangkokData, createBody } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const demo = () => api.as('demo');
let count = 0;
const newKey = () => {
  count += 1;
  return { 'idempotency-key': `key-${count}` };
};
const create = (body: object, headers = {}) => demo().post('/bookings', body, headers);

describe('the same key and another request', () => {
  test('is 422, nothing is executed, and the outcome is that of its own cart or booking', async () => {
    const [body, key] = [await createBody(demo()), newKey()];
    const { id } = (await create(body, key)).read(bookingSchema);
    const done = await api.executedDuring('reserve', async () => {
      const spelledOtherwise = await create({ ...body, booking_data: bangkokData('Other') }, key);
      expectProblem(spelledOtherwise, 'idempotency_key_reused', 'executed');
      const anotherCart = await create(await createBody(demo()), key);
      expectProblem(anotherCart, 'idempotency_key_reused', 'not_executed');
      const confirmed = await demo().post(`/bookings/${id}/confirm`, undefined, key);
      expectProblem(confirmed, 'idempotency_key_reused', 'not_executed');
    });
    expect(done).toBe(0);
  });

  test('of another client is that client’s own', async () => {
    const key = newKey();
    const done = await api.executedDuring('reserve', async () => {
      for (const clientId of ['demo', 'rival']) {
        const answer = await api.as(clientId).post('/bookings', await createBody(api.as(clientId)), key);
        expect([answer.status, answer.headers['idempotent-replayed']]).toEqual([200, undefined]);
      }
    });
    expect(done).toBe(2);
  });
});

describe('the same cart', () => {
  test.each([
    ['another key', () => newKey()],
    ['no key', () => ({})],
  ])('under %s is 409 and names the booking', async (_what, headers) => {
    const body = await createBody(demo());
    const { id } = (await create(body, newKey())).read(bookingSchema);
    const problem = expectProblem(await create(body, headers()), 'already_reserved', 'executed');
    expect(problem.booking_id).toBe(id);
  });

  test('under many keys at once is executed once', async () => {
    const body = await createBody(demo());
    const done = await api.executedDuring('reserve', async () => {
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, at) => create(body, at < 3 ? newKey() : {})),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      for (const { status } of answers) expect([200, 409]).toContain(status);
    });
    expect(done).toBe(1);
  });
});

describe('what was refused before anything was sent', () => {
  test('is not kept: the key may be used for the corrected request', async () => {
    const [body, key] = [await createBody(demo()), newKey()];
    const { email: _email, ...incomplete } = body.booking_data;
    const wrong = await create({ ...body, booking_data: incomplete }, key);
    expectProblem(wrong, 'missing_parameter', 'not_executed');
    api.creditLine.set('demo', { balance: '0.00', currency: 'USD' });
    expectProblem(await create(body, key), 'credit_line_insufficient', 'not_executed');
    api.creditLine.set('demo', { balance: '100000.00', currency: 'USD' });
    const answer = await create(body, key);
    expect([answer.status, answer.headers['idempotent-replayed']]).toEqual([200, undefined]);
  });
});

describe('a client that has to send a key', () => {
  const strict = () => api.as('strict');
  test('is refused without one at create, confirm and cancel, and served with one', async () => {
    const body = await createBody(strict());
    expectProblem(await strict().post('/bookings', body), 'invalid_request', 'not_executed');
    const { id } = (await strict().post('/bookings', body, newKey())).read(bookingSchema);
    for (const path of ['confirm', 'cancel']) {
      expectProblem(await strict().post(`/bookings/${id}/${path}`), 'invalid_request', 'not_executed');
      expect((await strict().post(`/bookings/${id}/${path}`, undefined, newKey())).status).toBe(200);
    }
  });

  test('may ask what a cancel would give without one', async () => {
    const { id } = (await strict().post('/bookings', await createBody(strict()), newKey())).read(
      bookingSchema,
    );
    await strict().post(`/bookings/${id}/confirm`, undefined, newKey());
    expect((await strict().post(`/bookings/${id}/cancel`, { preview: true })).status).toBe(200);
  });
});
