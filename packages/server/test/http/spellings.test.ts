/** Every spelling of what is meant is taken, and what cannot be meant is refused by its name. */
import { bookingSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { createBody, reserve } from '../support/builders.ts';
import { expectProblem, fieldsOf } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
const demo = () => api.as('demo');

const create = async (
  change: (text: string) => string | Uint8Array,
  headers: Record<string, string> = {},
) => {
  const text = JSON.stringify(await createBody(demo()));
  return demo().post('/bookings', change(text), { 'content-type': 'application/json', ...headers });
};

describe('a body', () => {
  test.each([
    [
      'first_name',
      '"first_name":"Mali"',
      '"first_name":"x\\ud83dx"',
      'booking_data.passengers[0].first_name',
    ],
    ['last_name', '"last_name":"Chai"', '"last_name":"\\ude00"', 'booking_data.passengers[0].last_name'],
    ['a member’s name', '"email"', '"\\ud83d"', 'booking_data'],
  ])('with half of a character in %s is 400 with the field', async (_what, part, bent, field) => {
    const answer = await create((text) => {
      expect(text).toContain(part);
      return text.replace(part, bent);
    });
    const problem = expectProblem(answer, 'invalid_request', 'not_executed');
    expect(fieldsOf(problem)).toEqual([field]);
  });

  test('with a whole emoji in pairs of escapes is read', async () => {
    const answer = await create((text) => text.replace('{', '{"note":"\\ud83d\\ude00",'));
    expect(answer.status).toBe(200);
  });

  test('behind a byte order mark is read', async () => {
    expect((await create((text) => `\uFEFF${text}`)).status).toBe(200);
  });

  test('that is not UTF-8 is 400, and no letter of it reaches 12go', async () => {
    const answer = await create((text) => Buffer.from(text.replace('Mali', 'José'), 'latin1'));
    expect(expectProblem(answer, 'invalid_request', 'not_executed').detail).toBe('The body is not UTF-8.');
  });

  test.each(['application/json; charset=iso-8859-1', 'application/json;charset="utf-16"'])(
    'labelled %s is 415',
    async (type) => {
      const answer = await create((text) => text, { 'content-type': type });
      expectProblem(answer, 'unsupported_media_type', 'not_executed');
    },
  );

  test.each(['gzip', 'br'])('said to be %s is 415', async (encoding) => {
    const answer = await create((text) => text, { 'content-encoding': encoding });
    expectProblem(answer, 'unsupported_media_type', 'not_executed');
  });

  test.each([
    'application/json; charset=UTF8',
    'application/json;charset="utf-8"',
    'text/json',
    'application/problem+json',
  ])('labelled %s is read', async (type) => {
    const answer = await create((text) => text, { 'content-type': type });
    expect(answer.read(bookingSchema).status).toBe('reserved');
  });

  test.each(['application/x-www-form-urlencoded', 'text/plain', 'application/xml'])(
    'that is empty is none, labelled %s or not at all',
    async (type) => {
      const { id } = await reserve(demo());
      const answer = await demo().post(`/bookings/${id}/confirm`, '', { 'content-type': type });
      expect(answer.read(bookingSchema).status).toBe('approved');
    },
  );

  test('of 12go’s notification is read whatever its label', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', undefined]) {
      const headers = type === undefined ? {} : { 'content-type': type };
      const sending = { body: '{"bid":8451207,"type":"booking_updated"}', headers };
      const answer = await api.send('POST', '/v1/notifications/onetwogo?client_id=demo', sending);
      expect([type, answer.status]).toEqual([type, 200]);
    }
  });
});

describe('an idempotency key', () => {
  test.each([
    ['joined by a proxy', 'k-1,k-1', 'k-1'],
    ['joined with a space', 'k-2, k-2', 'k-2'],
    ['joined and quoted', '"k-3", "k-3"', 'k-3'],
    ['sent in two lines', ['k-4', 'k-4'], 'k-4'],
  ] as const)('%s is one key', async (_how, doubled, key) => {
    const body = await createBody(demo());
    const first = await demo().send('POST', '/v1/demo/bookings', {
      body,
      headers: { 'idempotency-key': doubled },
    });
    expect(first.status).toBe(200);
    const again = await demo().post('/bookings', body, { 'idempotency-key': key });
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([200, 'true']);
  });

  test('of two different halves stays what it is', async () => {
    const body = await createBody(demo());
    expect((await demo().post('/bookings', body, { 'idempotency-key': 'k-5,k-6' })).status).toBe(200);
    expectProblem(
      await demo().post('/bookings', body, { 'idempotency-key': 'k-5' }),
      'already_reserved',
      'executed',
    );
  });
});

describe('a version', () => {
  test.each(['2023-07-01', '2023-07-01T00:00:00', '2023-07-01 00:00:00Z', '2023-07-01T00:00:00.000+07:00'])(
    'written %s is the one of that day',
    async (version) => {
      const answer = await demo().get('/stations', { 'x-travelier-version': version });
      expect(answer.status).toBe(200);
    },
  );

  test('that is not supported is told which are', async () => {
    const answer = await demo().get('/stations', { 'travelier-version': '2024-01-01' });
    expect(expectProblem(answer, 'unsupported_version').detail).toContain('2023-07-01');
  });
});

describe('currency and locale', () => {
  test('are checked on every route of a booking, and empty ones are none', async () => {
    const { id } = await reserve(demo());
    for (const path of [`/bookings/${id}`, `/bookings/${id}/ticket`]) {
      expectProblem(await demo().get(`${path}?currency=usd`), 'invalid_request');
      expectProblem(await demo().get(`${path}?currency=ZZZ`), 'invalid_request');
      expectProblem(await demo().get(`${path}?locale=%20`), 'invalid_request');
    }
    const body = await createBody(demo());
    expectProblem(await demo().post('/bookings?currency=usd', body), 'invalid_request', 'not_executed');
    expectProblem(
      await demo().post(`/bookings/${id}/confirm?currency=usd`),
      'invalid_request',
      'not_executed',
    );
    expectProblem(
      await demo().post(`/bookings/${id}/cancel?currency=usd`),
      'invalid_request',
      'not_executed',
    );
    expect((await demo().get(`/bookings/${id}?currency=&locale=`)).status).toBe(200);
    expect((await demo().get(`/bookings/${id}?currency=USD&locale=th`)).status).toBe(200);
  });
});
