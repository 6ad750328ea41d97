/** Requests that nobody should send, partners that leave, sides that break: nothing is lost, and the router stays. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { readRouterConfig } from '@partner-gateway/settings';
import { createLog } from '@partner-gateway/telemetry';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../write-guard/test/support/until.ts';
import { type Router, startRouter } from '../src/router.ts';

type Seen = { readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: string };

let answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => {
  response.end('{}');
};
const seen: Seen[] = [];
const old = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    seen.push({ url: request.url ?? '', headers: request.headers, body });
    answer(request, response);
  });
});
let router: Router;
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
  const { port: oldPort } = old.address() as AddressInfo;
  const config = readRouterConfig({
    HOST: '127.0.0.1',
    PORT: '0',
    OPS_PORT: '0',
    DRAIN_SECONDS: '0',
    METRICS_ACCESS: 'open',
    LEGACY_BASE_URL: `http://127.0.0.1:${oldPort}`,
    GATEWAY_BASE_URL: 'http://127.0.0.1:9',
    LEGACY_TIMEOUT_SECONDS: '1',
  });
  router = await startRouter(config, { log: createLog('silent'), version: '0.0.0', nowMs: Date.now });
  port = Number(new URL(router.baseUrl).port);
});
afterAll(async () => {
  await router.stop();
  old.closeAllConnections();
  old.close();
});

/** Sends bytes as they are, and gives everything that comes until the connection ends. */
const raw = async (text: string): Promise<string> => {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write(text);
  let answered = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answered += chunk;
  });
  await once(socket, 'close');
  return answered;
};

const head = (line: string, ...more: string[]): string =>
  `${[`${line} HTTP/1.1`, 'host: partner.example', 'connection: close', ...more].join('\r\n')}\r\n\r\n`;

test.each([
  ['/v1/acme/bookings/..%2f..%2fitineraries%2fx', 'GET'],
  ['/v1/acme/itineraries?q=%zz&r=%', 'GET'],
  ['//evil.example/v1/acme/itineraries', 'GET'],
  ['/v1/acme/itineraries/a%20b|c', 'GET'],
])('the path %s arrives as it is', async (path, method) => {
  seen.length = 0;
  const answered = await raw(head(`${method} ${path}`));

  expect(answered).toMatch(/^HTTP\/1\.1 200/);
  expect(seen.map(({ url }) => url)).toStrictEqual([path]);
});

test('a GET with a body, a header twice and one of the connection: the body stays behind, the rest goes through', async () => {
  seen.length = 0;
  await raw(
    `${head('GET /v1/acme/stations', 'content-length: 5', 'x-twice: a', 'x-twice: b', 'te: trailers', 'expect: 100-continue')}hello`,
  );

  expect(seen).toHaveLength(1);
  expect(seen[0]?.headers).toMatchObject({ 'x-twice': 'a, b', 'x-forwarded-host': 'partner.example' });
  expect(seen[0]?.headers).not.toHaveProperty('te');
});

test('a body of any kind goes on byte for byte, in chunks or whole', async () => {
  for (const path of ['/v1/acme/bookings', '/v1/acme/bookings/aZ09bY18cX/confirm', '/v1/acme/elsewhere']) {
    seen.length = 0;
    const answered = await raw(
      `${head(`POST ${path}`, 'transfer-encoding: chunked', 'content-type: text/odd')}5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n`,
    );

    expect(answered).toMatch(/^HTTP\/1\.1 200/);
    expect(seen.map(({ body }) => body)).toStrictEqual(['{"a":1}']);
    expect(seen[0]?.headers['content-type']).toBe('text/odd');
  }
});

test('a body too large to be read for its token is refused, and not sent on', async () => {
  seen.length = 0;
  const response = await fetch(`${router.baseUrl}/v1/acme/bookings`, {
    method: 'POST',
    body: `{"booking_token":"${'x'.repeat(1_100_000)}"}`,
  });

  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ code: 'payload_too_large' });
  expect(seen).toStrictEqual([]);
});

test('a side that is silent is 504, one that breaks off is 502, and of a write nobody knows', async () => {
  answer = () => undefined;
  const late = await fetch(`${router.baseUrl}/v1/acme/bookings/aZ09bY18cX/confirm`, { method: 'POST' });
  expect(late.status).toBe(504);
  expect(late.headers.get('x-outcome')).toBe('unknown');
  answer = (_request, response) => void response.destroy();
  const broken = await fetch(`${router.baseUrl}/v1/acme/bookings/aZ09bY18cX/confirm`, { method: 'POST' });
  expect(broken.status).toBe(502);
  expect(await broken.json()).toMatchObject({ outcome: 'unknown', retryable: true });
  answer = (_request, response) => void response.end('{}');
});

test('an answer that breaks off in the middle ends as a broken connection, not as a whole answer', async () => {
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setTimeout(() => response.destroy(), 20);
  };
  const response = await fetch(`${router.baseUrl}/v1/acme/stations`);

  await expect(response.text()).rejects.toThrow('terminated');
  answer = (_request, response) => void response.end('{}');
});

test('a partner that leaves is no failure of the side that it asked', async () => {
  answer = (_request, response) => {
    response.write('x'.repeat(1_000));
  };
  const leaving = new AbortController();
  const response = await fetch(`${router.baseUrl}/v1/acme/pois`, { signal: leaving.signal });
  expect(response.status).toBe(200);
  leaving.abort();
  await until(async () => {
    const scraped = await (await fetch(`${router.opsBaseUrl}/metrics`)).text();
    expect(scraped).toMatch(/router_request_duration_count\{[^}]*endpoint="pois"[^}]*status_code="499"/);
  });
  answer = (_request, response) => void response.end('{}');
});
