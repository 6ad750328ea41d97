/** Master data: the service's own bytes, tagged and cached, the last good copy when it is down, and readiness. */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import {
  operatingCarrierListRowSchema,
  poiListRowSchema,
  readinessSchema,
  stationListRowSchema,
} from '@partner-gateway/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { expectProblem } from '../support/problems.ts';
import { type Recorder, startRecorder } from '../support/recorder.ts';

let api: Api;
let fuji: Recorder;
const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
beforeAll(async () => {
  const [recorder, fujiPort] = await Promise.all([startRecorder(), freePort()]);
  fuji = recorder;
  fuji.forwardTo(`http://127.0.0.1:${fujiPort}`);
  api = await startApi({ fujiPort, environment: { FUJI_BASE_URL: fuji.url } });
});
afterAll(async () => {
  await api.close();
  await fuji.close();
});
afterEach(() => {
  fuji.answer(undefined);
  api.sandbox.clock.reset();
});

const get = (path: string, headers = {}) => api.as('demo').get(path, headers);
const saying = (text: string) => fuji.answer(() => (response) => response.writeHead(200).end(text));
const down = () => fuji.answer(() => (response) => response.writeHead(503).end('<html>down</html>'));
const lists = [
  '/stations/GetList?locale=en',
  '/operating_carriers/GetList?locale=en',
  '/pois/GetList?locale=en',
];
const urls = ['/stations', '/operating_carriers', '/pois'];

describe('lists', () => {
  test.each(lists)(
    '%s come byte for byte, to be kept by a CDN for an hour and for each key apart',
    async (path) => {
      const original = await sendTo(api.fuji.url, 'GET', path);
      const answer = await get(path);
      expect([answer.status, answer.text]).toEqual([200, original.text]);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'public, max-age=3600',
        vary: 'x-api-key',
        etag: expect.stringMatching(/^"[\w-]{22}"$/),
      });
    },
  );

  test('are found in whatever letter case the path is', async () => {
    expect((await get('/Stations/getlist?locale=en')).text).toBe((await get(lists[0] ?? '')).text);
  });

  test('fit the contract', async () => {
    const rows = [stationListRowSchema, operatingCarrierListRowSchema, poiListRowSchema];
    for (const [at, path] of lists.entries())
      expect((await get(path)).read(z.array(rows[at] ?? z.never())).length).toBeGreaterThan(5);
  });

  test('are not even reformatted', async () => {
    const odd = '[ {"Name" : "Ko Chang \\u00e9",\r\n "Id":"X", "extra": 1.50} ]\n';
    saying(odd);
    expect((await get('/pois/GetList?locale=odd')).text).toBe(odd);
  });

  test('are asked for with the locale and limit that were asked', async () => {
    fuji.passed.length = 0;
    await get('/stations/GetList?locale=th&top10K=true');
    await get('/pois?locale=vi');
    expect(fuji.passed.map(({ url }) => url)).toEqual([
      '/stations/GetList?locale=th&top10K=true',
      '/pois?locale=vi',
    ]);
  });

  test('need a locale, and a limit that says yes or no', async () => {
    for (const query of ['', '?locale=', '?locale=e%20n', '?locale=en&top10K=many'])
      expectProblem(await get(`/stations/GetList${query}`), 'invalid_request');
  });
});

describe('download URLs', () => {
  test.each(urls)('%s is a JSON string with a URL that works', async (path) => {
    const url = (await get(path)).read(z.url());
    const { origin, pathname, search } = new URL(url);
    expect((await sendTo(origin, 'GET', `${pathname}${search}`)).read(z.array(z.object({})))).not.toEqual([]);
  });

  test('are cached no longer than they live', async () => {
    const inTenMinutes = Math.floor(api.sandbox.clock.now() / 1000) + 600;
    saying(JSON.stringify(`https://cdn.example/stations.json?Expires=${inTenMinutes}`));
    const maxAge = Number((await get('/stations?locale=a')).headers['cache-control']?.split('=')[1]);
    expect(maxAge).toBeGreaterThan(590);
    expect(maxAge).toBeLessThanOrEqual(600);
  });
});

describe('the entity tag', () => {
  test.each([
    (tag: string) => tag,
    (tag: string) => `W/${tag}`,
    (tag: string) => `"other", ${tag}`,
    () => '*',
  ])('that is known already gets 304 without a body (%#)', async (toHeader) => {
    const { etag = '' } = (await get(lists[0] ?? '')).headers;
    const again = await get(lists[0] ?? '', { 'if-none-match': toHeader(etag) });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
  });

  test('that is not the copy’s gets the copy', async () => {
    expect((await get(lists[0] ?? '', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('changes with the bytes', async () => {
    saying('[1]');
    const first = await get('/pois/GetList?locale=tag');
    saying('[2]');
    api.sandbox.clock.advance(61_000);
    const second = await get('/pois/GetList?locale=tag', { 'if-none-match': first.headers.etag });
    expect([second.status, second.text]).toEqual([200, '[2]']);
  });
});

describe('when the service is down', () => {
  test('the last good copy is served, with its tag', async () => {
    saying('["good"]');
    const good = await get('/pois/GetList?locale=down');
    down();
    api.sandbox.clock.advance(61_000);
    const copy = await get('/pois/GetList?locale=down');
    expect([copy.status, copy.text, copy.headers.etag]).toEqual([200, good.text, good.headers.etag]);
  });

  test('a copy of a URL is not served past the URL’s end', async () => {
    const soon = Math.floor(api.sandbox.clock.now() / 1000) + 120;
    saying(JSON.stringify(`https://cdn.example/pois.json?expires=${soon}`));
    await get('/pois?locale=end');
    down();
    api.sandbox.clock.advance(100_000);
    expect((await get('/pois?locale=end')).status).toBe(200);
    api.sandbox.clock.advance(30_000);
    expectProblem(await get('/pois?locale=end'), 'upstream_error');
  });

  test('502 is answered where there is no copy', async () => {
    down();
    expectProblem(await get('/stations/GetList?locale=xx'), 'upstream_error');
    fuji.answer(() => (response) => response.destroy());
    expectProblem(await get('/stations/GetList?locale=yy'), 'upstream_error');
  });

  test('a gateway that has its tables stays ready', async () => {
    down();
    expect((await api.send('GET', '/ready')).read(readinessSchema).status).toBe('ready');
  });
});

test('a gateway without id tables is alive, not ready, refuses to search, and becomes ready by itself', async () => {
  down();
  const starting = await startApi({ fujiPort: 0, environment: { FUJI_BASE_URL: fuji.url } });
  const ready = () => starting.send('GET', '/health/ready');
  expect((await starting.send('GET', '/health/live')).status).toBe(200);
  const early = await ready();
  expect([early.status, early.read(readinessSchema).status]).toEqual([503, 'not_ready']);
  expect(early.read(readinessSchema).checks).toContainEqual({
    name: 'id_map',
    status: 'not_loaded',
    required: true,
  });
  const query = 'departure_poi=THBKK&arrival_poi=THKCG&departure_date=2026-11-14&pax=1';
  const refused = await starting.as('demo').get(`/itineraries?${query}`);
  expectProblem(refused, 'not_ready');
  expect(refused.headers['retry-after']).toBe('2');
  fuji.answer(undefined);
  await until(async () => expect((await ready()).status).toBe(200), 100);
  await starting.close();
});
