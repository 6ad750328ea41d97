/** Request and response headers: ids that travel, versions, caching, and the spellings of the idempotency key. */
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { addApiVersion } from '../../src/http/api-version.ts';
import { type Api, sendTo } from '../support/api.ts';
import { bangkokTrip, confirm, createBody } from '../support/builders.ts';
import { expectProblem, fieldsOf } from '../support/problems.ts';
import { type RecordedApi, startRecordedApi } from '../support/recorded-api.ts';
import type { Recorder } from '../support/recorder.ts';

let api: Api;
let recorder: Recorder;
let stack: RecordedApi;
beforeAll(async () => {
  stack = await startRecordedApi();
  ({ api, twelveGo: recorder } = stack);
});
afterAll(() => stack.close());

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const unknownBooking = '/bookings/BK-8451207-00000';
const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';

describe('the correlation id', () => {
  test.each(['c-1', '9c1f-search-77', 'AbC=09-', 'order_77', 'shop:12.4', 'a'.repeat(100)])(
    'is taken over: %s',
    async (id) => {
      const answer = await api.as('demo').get(unknownBooking, { 'x-correlation-id': id });
      expect(expectProblem(answer, 'booking_not_found').correlation_id).toBe(id);
    },
  );

  test.each([undefined, '', 'with space', 'a/b', 'a'.repeat(101), 'c-1;drop', 'ünïcode'])(
    'is replaced by a UUID v4 when it is %j',
    async (id) => {
      const answer = await api.as('demo').get(unknownBooking, { 'x-correlation-id': id });
      expect(expectProblem(answer, 'booking_not_found').correlation_id).toMatch(uuid);
    },
  );

  test('is made anew for each request', async () => {
    const [one, other] = [await api.send('GET', '/health'), await api.send('GET', '/health')];
    expect(one.headers['x-correlation-id']).not.toBe(other.headers['x-correlation-id']);
  });

  test('is returned where there is no route, and where nobody has to log in', async () => {
    for (const path of ['/nowhere', '/ready', '/openapi.json', '/docs/'])
      expect((await api.send('GET', path, { headers: { 'x-correlation-id': 'c-2' } })).headers).toMatchObject(
        {
          'x-correlation-id': 'c-2',
        },
      );
  });

  test('goes to 12go with the experiment, the request id and the trace, on every call of a request', async () => {
    recorder.passed.length = 0;
    const ids = {
      'x-correlation-id': 'travels-1',
      'x-api-experiment': 'blue button; 50 %',
      'x-request-id': 'r/77',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    };
    const answer = await api.as('demo').get(`/itineraries/${bangkokTrip()}`, ids);
    expect(answer.status).toBe(200);
    expect(recorder.passed.map(({ url }) => url.split('/')[1])).toEqual(['trip', 'cart', 'checkout']);
    for (const { headers } of recorder.passed) expect(headers).toMatchObject(ids);
    const { traceparent: _trace, ...echoed } = ids;
    expect(answer.headers).toMatchObject(echoed);
  });

  test('is in every log line of its request', async () => {
    const from = api.logLines.length;
    await api.as('demo').get(search, { 'x-correlation-id': 'logged-1' });
    await until(() => expect(api.logLines.slice(from).join('')).toContain('Request answered'));
    const lines = api.logLines.slice(from).map((line): unknown => JSON.parse(line));
    expect(lines).toEqual(lines.map(() => expect.objectContaining({ correlation_id: 'logged-1' })));
    expect(lines.length).toBeGreaterThanOrEqual(3);
  });
});

describe('the version', () => {
  test.each([
    {},
    { 'travelier-version': '2023-07-01' },
    { 'x-travelier-version': '2023-07-01' },
    { 'x-travelier-version': '2023-07-01', 'travelier-version': 'nonsense' },
  ])('is taken from %j', async (headers) => {
    const answer = await api.as('demo').get(unknownBooking, headers);
    expectProblem(answer, 'booking_not_found');
    expect([answer.headers.deprecation, answer.headers.sunset]).toEqual([undefined, undefined]);
  });

  test('is refused when the winning header names none', async () => {
    const headers = { 'x-travelier-version': '2022-01-01', 'travelier-version': '2023-07-01' };
    expectProblem(await api.as('demo').get(unknownBooking, headers), 'unsupported_version');
  });

  test('announces its end as a date and as an HTTP date', async () => {
    const app = fastify();
    addApiVersion(app, [{ date: '2027-01-01' }, { date: '2023-07-01', endsOn: '2027-06-30' }]);
    const metadata = {
      endpoint: 'e',
      auth: 'partner',
      scope: null,
      idempotent: false,
      readOnly: false,
      copyable: false,
      cost: 'none',
      unknownMembers: 'ignored',
      synonyms: [],
      aliases: [],
    };
    app.get('/', { config: { metadata } as object }, (_request, reply) => reply.send('ok'));
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const ask = (version: string) => sendTo(url, 'GET', '/', { headers: { 'travelier-version': version } });
    expect((await ask('2023-07-01')).headers).toMatchObject({
      deprecation: '2027-06-30',
      sunset: 'Wed, 30 Jun 2027 00:00:00 GMT',
    });
    expect((await ask('2027-01-01')).headers).not.toHaveProperty('sunset');
    await app.close();
  });
});

describe('every answer', () => {
  test.each([search, '/itineraries/nonsense', unknownBooking, `${unknownBooking}/ticket`])(
    'of %s forbids caching and sniffing',
    async (path) => {
      const { headers } = await api.as('demo').get(path);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    },
  );

  test('is JSON in UTF-8', async () => {
    expect((await api.as('demo').get(search)).headers['content-type']).toBe(
      'application/json; charset=utf-8',
    );
  });
});

describe('the idempotency key', () => {
  const ask = (headers: Readonly<Record<string, string | readonly string[]>>) =>
    api.as('demo').post(`${unknownBooking}/confirm`, undefined, headers);

  test.each([
    [{ 'idempotency-key': 'abc' }],
    [{ 'x-idempotency-key': 'abc' }],
    [{ 'idempotency-key': '"abc"', 'x-idempotency-key': 'abc' }],
    [{ 'idempotency-key': '!#$%&()*+,-./:;<=>?@[]^_`{|}~' }],
    [{ 'idempotency-key': 'k'.repeat(255) }],
    [{ 'idempotency-key': `"${'k'.repeat(255)}"` }],
  ])('may be spelled %j', async (headers) => {
    expectProblem(await ask(headers), 'booking_not_found', 'not_executed');
  });

  test.each([
    [{ 'idempotency-key': '' }],
    [{ 'idempotency-key': '""' }],
    [{ 'idempotency-key': 'two words' }],
    [{ 'idempotency-key': 'clé' }],
    [{ 'idempotency-key': '"half' }],
    [{ 'idempotency-key': 'k'.repeat(256) }],
    [{ 'idempotency-key': 'abc,abd, abc' }],
    [{ 'x-idempotency-key': ['abc', 'abd'] }],
    [{ 'idempotency-key': 'abc', 'x-idempotency-key': 'abd' }],
  ])('may not be spelled %j', async (headers) => {
    const problem = expectProblem(await ask(headers), 'invalid_request', 'not_executed');
    expect(fieldsOf(problem)).toEqual(['idempotency-key']);
  });

  test('is the same bare and in quotes, under either name', async () => {
    const body = await createBody(api.as('demo'));
    const first = await api.as('demo').post('/bookings', body, { 'idempotency-key': '"same-1"' });
    const again = await api.as('demo').post('/bookings', body, { 'x-idempotency-key': 'same-1' });
    expect(first.status).toBe(200);
    expect([again.text, again.headers['idempotent-replayed']]).toEqual([first.text, 'true']);
  });

  test('means nothing to routes that change no booking', async () => {
    const { id } = await confirm(api.as('demo'));
    const answer = await api.as('demo').get(`/bookings/${id}`, { 'idempotency-key': 'two words' });
    expect(answer.status).toBe(200);
  });
});
