/** Reads from 12go over kept connections: bounded, decompressed, never redirected, and not broken by a stale connection. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  createTwelveGoClient,
  type TransportOptions,
  TwelveGoError,
  toBookingId,
  toCartId,
} from '@partner-gateway/twelvego-client';
import { afterEach, expect, test } from 'vitest';
import { createLeanTransport } from '../../src/upstream/read-exchange.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});

const listen = async (listener: RequestListener): Promise<{ url: string; server: Server }> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
};

const bookingId = toBookingId('8451207');
const booking = JSON.stringify({
  bid: 8451207,
  status: 'confirmed',
  from_id: 61020,
  to_id: 61388,
  dep_date_time: '2026-12-05 22:00:00',
  seats: 2,
  netprice: { value: 37, fxcode: 'USD' },
});
const clientOf = (baseUrl: string, options: Partial<TransportOptions> = {}) =>
  createTwelveGoClient(
    createLeanTransport({ baseUrl, sleep: () => Promise.resolve(), random: () => 0, ...options }),
    'the-key',
  );
const errorOf = (promise: Promise<unknown>): Promise<TwelveGoError> =>
  promise.then(
    () => Promise.reject(new Error('it should have failed')),
    (error: unknown) => {
      if (TwelveGoError.isInstance(error)) return error;
      throw error;
    },
  );

test.each([
  ['identity', (text: string) => Buffer.from(text)],
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const)('reads a body in %s', async (encoding, encode) => {
  const { url } = await listen((_request, response) => {
    response.writeHead(200, { 'content-encoding': encoding }).end(encode(booking));
  });
  expect((await clientOf(url).booking(bookingId)).status).toBe('confirmed');
});

/** A connection is free for the next read one turn after its answer. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('keeps the connection for the next read', async () => {
  const ports = new Set<number | undefined>();
  const { url } = await listen((request, response) => {
    ports.add(request.socket.remotePort);
    response.end(booking);
  });
  const client = clientOf(url);
  for (let times = 0; times < 5; times += 1) {
    await client.booking(bookingId);
    await turn();
  }
  expect(ports.size).toBe(1);
});

test.each([
  ['reset', (request: IncomingMessage) => request.socket.resetAndDestroy()],
  ['end', (request: IncomingMessage) => request.socket.end()],
] as const)(
  'a connection that was closed while idle by a %s costs a read nothing, not even one of its attempts',
  async (_name, close) => {
    const connections: (number | undefined)[] = [];
    const { url } = await listen((request, response) => {
      connections.push(request.socket.remotePort);
      // The second request of a connection is met by its end, as when the two cross on the wire.
      if (connections.length === 2) close(request);
      else response.end(booking);
    });
    const client = clientOf(url);
    await client.booking(bookingId);
    await turn();
    expect((await client.booking(bookingId, { attempts: 1 })).status).toBe('confirmed');
    expect(connections[1]).toBe(connections[0]);
    expect(connections).toHaveLength(3);
  },
);

test('a new connection that is reset is a failure, and is not tried again without being asked', async () => {
  let requests = 0;
  const { url } = await listen((request) => {
    requests += 1;
    request.socket.resetAndDestroy();
  });
  expect((await errorOf(clientOf(url).booking(bookingId, { attempts: 1 }))).kind).toBe('connection');
  expect(requests).toBe(1);
});

test('a redirect is an answer, never followed', async () => {
  let followed = 0;
  const inside = await listen((_request, response) => {
    followed += 1;
    response.end(booking);
  });
  const { url } = await listen((_request, response) => {
    response.writeHead(302, { location: inside.url }).end();
  });
  expect((await errorOf(clientOf(url).booking(bookingId))).status).toBe(302);
  expect(followed).toBe(0);
});

test('an answer larger than allowed is cut off, compressed or not', async () => {
  const huge = gzipSync(Buffer.alloc(64 * 1024 * 1024, 32));
  const { url } = await listen((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(huge);
  });
  const before = process.memoryUsage().rss;
  expect((await errorOf(clientOf(url).booking(bookingId))).kind).toBe('unreadable');
  expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
});

test('a body that is cut off, or no such encoding as it says, is an error and not a hang', async () => {
  const { url } = await listen((request, response) => {
    if (request.url?.startsWith('/booking/1') === true) {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip');
      return;
    }
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"bid":', () => response.destroy());
  });
  expect((await errorOf(clientOf(url).booking(toBookingId('1')))).kind).toBe('unreadable');
  expect((await errorOf(clientOf(url).booking(bookingId))).kind).toBe('connection');
});

test('nobody answers: a timeout, at its time; nobody listens: a refused connection', async () => {
  const { url, server } = await listen(() => {});
  const timedOut = await errorOf(clientOf(url, { timeoutsMs: { booking: 50 } }).booking(bookingId));
  expect(timedOut.kind).toBe('timeout');
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  servers.splice(0);
  const refused = await errorOf(clientOf(url).booking(bookingId));
  expect([refused.kind, refused.message.includes('ECONNREFUSED')]).toEqual(['connection', true]);
});

const cartId = toCartId('c8Kq2Zt1');
const form = new Map([['passenger[0][first_name]', 'Lan']]);

test('every write has a connection of its own, and closes it', async () => {
  const connections: (number | undefined)[] = [];
  const { url } = await listen((request, response) => {
    connections.push(request.socket.remotePort);
    expect(request.headers.connection).toBe(request.method === 'GET' ? 'keep-alive' : 'close');
    response.end(booking);
  });
  const client = clientOf(url);
  for (let times = 0; times < 3; times += 1) {
    await client.booking(bookingId);
    await client.confirm(bookingId);
    await turn();
  }
  expect(new Set(connections).size).toBe(4);
});

test('a write goes out whole, with its length', async () => {
  const seen: unknown[] = [];
  const { url } = await listen(async (request, response): Promise<void> => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    seen.push([body, Number(length), encoding]);
    response.end(booking);
  });
  await clientOf(url).reserve(cartId, new Map([['passenger[0][first_name]', 'Đặng']]));
  await clientOf(url).confirm(bookingId);
  const text = '{"passenger[0][first_name]":"Đặng"}';
  expect(seen).toEqual([
    [text, Buffer.byteLength(text), undefined],
    ['', 0, undefined],
  ]);
});

test.each([
  ['a reset', (request: IncomingMessage): void => void request.socket.resetAndDestroy()],
  ['an end without an answer', (request: IncomingMessage): void => void request.socket.end()],
] as const)('a write that meets %s was sent once, and nobody knows', async (_name, meet) => {
  let requests = 0;
  const { url } = await listen((request) => {
    requests += 1;
    meet(request);
  });
  const error = await errorOf(clientOf(url).reserve(cartId, form));
  expect([error.kind, error.outcome, requests]).toEqual(['connection', 'unknown', 1]);
});

test.each([307, 308])('a %i never has a write sent again', async (status) => {
  let requests = 0;
  const { url } = await listen((_request, response) => {
    requests += 1;
    response.writeHead(status, { location: '/elsewhere' }).end();
  });
  const error = await errorOf(clientOf(url).reserve(cartId, form));
  expect([error.kind, error.outcome, requests]).toEqual(['unreadable', 'unknown', 1]);
});

test('a write whose connection was never made was not sent: refused, no such host, no TLS', async () => {
  const { url, server } = await listen((_request, response) => void response.end(booking));
  const outcomes: TwelveGoError[] = [
    await errorOf(clientOf(url.replace('http:', 'https:')).reserve(cartId, form)),
    await errorOf(clientOf('http://no-such-host.invalid').reserve(cartId, form)),
  ];
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  servers.splice(0);
  outcomes.push(await errorOf(clientOf(url).reserve(cartId, form)));
  expect(outcomes.map(({ kind, outcome }) => [kind, outcome])).toEqual(
    Array.from({ length: 3 }, () => ['connection', 'not_sent']),
  );
});

test('the answer to a write is bounded like that to a read', async () => {
  const { url } = await listen((_request, response) => response.end(Buffer.alloc(2 * 1024 * 1024, 32)));
  const error = await errorOf(clientOf(url).reserve(cartId, form));
  expect([error.kind, error.outcome]).toEqual(['unreadable', 'unknown']);
});
