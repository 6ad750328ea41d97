/** What the transport promises on a real socket: keys, headers, deadlines, retries, limits, redirects. */
import { createServer } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type CallOptions,
  createTwelveGoClient,
  createTwelveGoTransport,
  type TransportOptions,
  TwelveGoError,
  toBookingId,
  toCartId,
  toDecimal,
  toLocalDate,
  toLocalDateTime,
  toProvinceId,
  toTripKey,
  toTwelveGoStationId,
} from '../src/index.ts';
import { fixture, fixtureText } from './support/fixture.ts';
import { reply, startUpstream, type Upstream } from './support/upstream.ts';

const key = 'canary-key-7f3a';
const bid = toBookingId('8451207');
const cartId = toCartId('c8Kq2Zt1');
const refund = { hash: '5f1c0a9e77', refund_fxcode: 'USD', refund_amount: toDecimal('37.00') };
const query = {
  from: { kind: 'province', id: toProvinceId(1) },
  to: { kind: 'station', id: toTwelveGoStationId(5688) },
  date: toLocalDate('2026-11-14'),
  seats: 2,
} as const;
const tripQuery = {
  tripKey: toTripKey('VN0fSc0fY87jib04V0pW41sL'),
  departure: toLocalDateTime('2026-12-05 22:00'),
  seats: 2,
};

let upstream: Upstream;
const slept: number[] = [];
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.close());
afterEach(() => {
  upstream.seen.length = 0;
  slept.length = 0;
});

const sleep = (ms: number) => {
  slept.push(ms);
  return Promise.resolve();
};
const clientOf = (options: Partial<TransportOptions> = {}) =>
  createTwelveGoClient(
    createTwelveGoTransport({ baseUrl: `${upstream.url}/`, sleep, random: () => 0.5, ...options }),
    key,
  );

const failureOf = async (call: Promise<unknown>): Promise<TwelveGoError> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!TwelveGoError.isInstance(error)) throw new Error('expected a TwelveGoError', { cause: error });
  return error;
};

describe('a call on the wire', () => {
  it('carries path, query, key and the headers it was given', async () => {
    upstream.answer = reply(200, fixture('search'));
    const headers = {
      'X-Correlation-Id': 'c-1',
      traceparent: '00-a-b-01',
      'x-api-experiment': undefined,
      'x-bad': 'a\nb',
    };
    await clientOf().search(query, { headers });
    const [seen] = upstream.seen;
    expect(seen?.method).toBe('GET');
    expect(seen?.url).toBe(`/search/1p/5688s/2026-11-14?seats=2&direct=true&k=${key}`);
    expect(seen?.headers).toMatchObject({
      'x-correlation-id': 'c-1',
      traceparent: '00-a-b-01',
      'accept-encoding': 'gzip, deflate, br',
    });
    expect(seen?.headers).not.toHaveProperty('x-api-experiment');
    expect(seen?.headers).not.toHaveProperty('x-bad');
  });

  it.each([
    [
      'trip',
      () => clientOf().trip(tripQuery),
      'GET',
      '/trip/VN0fSc0fY87jib04V0pW41sL/2026-12-05-22-00-00?seats=2',
      'trip',
    ],
    [
      'addToCart',
      () => clientOf().addToCart(tripQuery),
      'POST',
      '/cart/VN0fSc0fY87jib04V0pW41sL/2026-12-05-22-00-00?seats=2',
      'add-to-cart',
    ],
    ['cart', () => clientOf().cart(cartId), 'GET', '/cart/c8Kq2Zt1?', 'cart'],
    [
      'checkoutForm',
      () => clientOf().checkoutForm(cartId, 2),
      'GET',
      '/checkout/c8Kq2Zt1?people=2',
      'checkout-hanoi-sapa',
    ],
    ['reserve', () => clientOf().reserve(cartId, new Map()), 'POST', '/reserve/c8Kq2Zt1?', 'reserve-answer'],
    ['confirm', () => clientOf().confirm(bid), 'POST', '/confirm/8451207?', 'confirm-answer'],
    ['booking', () => clientOf().booking(bid), 'GET', '/booking/8451207?', 'booking'],
    ['bookingByCart', () => clientOf().bookingByCart(cartId), 'GET', '/booking/by-cart/c8Kq2Zt1?', 'booking'],
    [
      'refundOptions',
      () => clientOf().refundOptions(bid),
      'GET',
      '/booking/8451207/refund-options?',
      'refund-options',
    ],
    ['refund', () => clientOf().refund(bid, refund), 'POST', '/booking/8451207/refund?', 'refund-answer'],
  ])('%s has the documented method and path', async (_name, call, method, path, answer) => {
    upstream.answer = reply(200, fixtureText(answer));
    await call();
    const joined = path.endsWith('?') ? path : `${path}&`;
    expect(upstream.seen.map((seen) => [seen.method, seen.url])).toEqual([[method, `${joined}k=${key}`]]);
  });

  it('sends the documented bodies', async () => {
    upstream.answer = reply(200, fixtureText('reserve-answer'));
    const form = new Map(
      Object.entries(fixture('reserve-hanoi-sapa') as Record<string, string | number | boolean>),
    );
    expect(await clientOf().reserve(cartId, form)).toBe('8451207');
    expect(JSON.parse(upstream.seen[0]?.body ?? '')).toEqual(fixture('reserve-hanoi-sapa'));
    expect(upstream.seen[0]?.headers['content-type']).toBe('application/json');
    upstream.answer = reply(200, fixtureText('refund-answer'));
    await clientOf().refund(bid, refund);
    expect(upstream.seen[1]?.body).toBe('{"hash":"5f1c0a9e77","refund_fxcode":"USD","refund_amount":37.00}');
    upstream.answer = reply(200, fixtureText('add-to-cart'));
    const { from_id, to_id, operator_id, class_id, official_id, godate, duration } = fixture(
      'cart-attributes',
    ) as never as Parameters<ReturnType<typeof clientOf>['addToCartByAttributes']>[0];
    const attributes = {
      from_id,
      to_id,
      operator_id,
      class_id,
      official_id,
      godate: toLocalDateTime(godate),
      duration,
    };
    expect(await clientOf().addToCartByAttributes(attributes, 2)).toBe('c8Kq2Zt1');
    expect(upstream.seen[2]?.url).toBe(`/cart?seats=2&lang=en&k=${key}`);
    expect(JSON.parse(upstream.seen[2]?.body ?? '')).toEqual(fixture('cart-attributes'));
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('reads %s', async (encoding, compress) => {
    upstream.answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      response.end(compress(fixtureText('booking')));
    };
    expect((await clientOf().booking(bid)).bid).toBe('8451207');
  });

  it('takes a bare text as a cart id', async () => {
    upstream.answer = reply(200, 'c8Kq2Zt1\n', { 'content-type': 'text/plain' });
    expect(await clientOf().addToCart(tripQuery)).toBe('c8Kq2Zt1');
  });

  it('serves many keys from one transport', async () => {
    upstream.answer = reply(200, fixtureText('booking'));
    const transport = createTwelveGoTransport({ baseUrl: upstream.url });
    await createTwelveGoClient(transport, 'one&two').booking(bid);
    await createTwelveGoClient(transport, 'three').booking(bid);
    expect(upstream.seen.map((seen) => new URL(seen.url, upstream.url).searchParams.get('k'))).toEqual([
      'one&two',
      'three',
    ]);
  });
});

describe('retries', () => {
  it('tries a read once more, soon', async () => {
    upstream.answer = (request, response, count) =>
      reply(count < 2 ? 502 : 200, count < 2 ? '<html>' : fixture('booking'))(request, response, count);
    await clientOf().booking(bid);
    expect(upstream.seen).toHaveLength(2);
    expect(slept).toEqual([150]);
  });

  it.each([
    [0, 50],
    [0.999_999, 250],
  ])('spreads the wait over its whole length (random %s)', async (random, expected) => {
    upstream.answer = reply(503, 'oops');
    const error = await failureOf(clientOf({ random: () => random }).booking(bid));
    expect(error).toMatchObject({ kind: 'server', retryable: true, status: 503 });
    expect(slept.map(Math.round)).toEqual([expected]);
  });

  it('does not begin what has no time left to end', async () => {
    upstream.answer = reply(503, 'oops');
    let calls = 0;
    const now = () => (calls++ === 0 ? 0 : 6_600);
    await failureOf(clientOf({ now }).booking(bid));
    expect(upstream.seen).toHaveLength(1);
  });

  it.each([
    ['an answer that is no JSON', 1, (() => reply(200, '{"bid": 84'))()],
    ['a broken connection', 2, ((_request, response) => void response.destroy()) as Upstream['answer']],
    ['a restart behind a balancer', 2, reply(502, '<html>')],
    ['an error of its own', 1, reply(500, 'oops')],
    ['a throttled call', 1, reply(429, {})],
    ['a refusal', 1, reply(404, { messages: ['no'] })],
    ['a wrong shape', 1, reply(200, { bid: 'x' })],
    ['a redirect', 1, reply(302, '', { location: 'http://127.0.0.1:1/' })],
  ])('after %s a read has been tried %d time(s)', async (_name, times, answer) => {
    upstream.answer = answer;
    await failureOf(clientOf().booking(bid));
    expect(upstream.seen).toHaveLength(times);
  });

  it('repeats an add-to-cart once', async () => {
    upstream.answer = reply(503, 'busy');
    await failureOf(clientOf().addToCart(tripQuery));
    expect(upstream.seen).toHaveLength(2);
  });

  it.each([
    ['500', reply(500, 'oops')],
    ['503 with Retry-After', reply(503, 'oops', { 'retry-after': '1' })],
    ['408', reply(408, {})],
    ['truncated JSON', reply(200, '{"bid"')],
    ['HTML', reply(200, '<html>')],
    ['a wrong type', reply(200, { bid: [] })],
    ['an error body with 200', reply(200, { messages: ['no'] })],
    ['a redirect', reply(308, '', { location: '/again' })],
    ['a reset', ((_request, response) => void response.destroy()) as Upstream['answer']],
    [
      'a reset in the body',
      ((_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"bid":', () => response.destroy());
      }) as Upstream['answer'],
    ],
  ])(
    'never retries a reserve, confirm or refund after %s, and calls the outcome unknown',
    async (_name, answer) => {
      upstream.answer = answer;
      const client = clientOf();
      for (const call of [
        () => client.reserve(cartId, new Map()),
        () => client.confirm(bid),
        () => client.refund(bid, refund),
      ]) {
        upstream.seen.length = 0;
        const error = await failureOf(call());
        expect(error).toMatchObject({ outcome: 'unknown', retryable: false });
        expect(upstream.seen).toHaveLength(1);
      }
    },
  );

  it('never retries a reserve, confirm or refund after 429, and says that 12go did not take it', async () => {
    upstream.answer = reply(429, {});
    const client = clientOf();
    for (const call of [
      () => client.reserve(cartId, new Map()),
      () => client.confirm(bid),
      () => client.refund(bid, refund),
    ]) {
      upstream.seen.length = 0;
      expect(await failureOf(call())).toMatchObject({ outcome: 'not_sent', retryable: true });
      expect(upstream.seen).toHaveLength(1);
    }
  });

  it('waits as long as a busy 12go asks, when the deadline allows it', async () => {
    upstream.answer = (request, response, count) =>
      count === 1
        ? reply(503, 'busy', { 'retry-after': '3' })(request, response, count)
        : reply(200, fixture('booking'))(request, response, count);
    await clientOf().booking(bid);
    expect(slept).toEqual([3_000]);
  });

  it('gives up at once when the wait would outlast the deadline', async () => {
    upstream.answer = reply(503, 'busy', { 'retry-after': '60' });
    expect(await failureOf(clientOf().booking(bid))).toMatchObject({ kind: 'server', retryAfterSeconds: 60 });
    expect(upstream.seen).toHaveLength(1);
    expect(slept).toEqual([]);
  });

  it('makes fewer attempts when asked, never more', async () => {
    upstream.answer = reply(503, 'oops');
    await failureOf(clientOf().booking(bid, { attempts: 1 }));
    await failureOf(clientOf().confirm(bid, { attempts: 9 }));
    await failureOf(clientOf().booking(bid, { attempts: 9 }));
    expect(upstream.seen).toHaveLength(1 + 1 + 2);
  });

  it('asks before each retry', async () => {
    upstream.answer = reply(503, 'oops');
    const asked: unknown[] = [];
    const allowRetry: TransportOptions['allowRetry'] = ({ operation, attempt, error }) => {
      asked.push([operation, attempt, error.kind]);
      return false;
    };
    await failureOf(clientOf({ allowRetry }).booking(bid));
    expect(asked).toEqual([['booking', 1, 'server']]);
    expect(upstream.seen).toHaveLength(1);
  });

  it('tells the caller of each that is allowed', async () => {
    upstream.answer = reply(503, 'oops');
    const told: unknown[] = [];
    const onRetry: CallOptions['onRetry'] = ({ attempt, error }) => void told.push([attempt, error.status]);
    await failureOf(clientOf().booking(bid, { onRetry }));
    expect(told).toEqual(upstream.seen.slice(1).map((_, index) => [index + 1, 503]));
    expect(told.length).toBeGreaterThan(0);
  });
});

describe('deadlines', () => {
  const drip: Upstream['answer'] = (_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  };

  it('cover the body, not only the headers', async () => {
    upstream.answer = drip;
    const error = await failureOf(clientOf().booking(bid, { timeoutMs: 150 }));
    expect(error).toMatchObject({ kind: 'timeout', retryable: true, outcome: undefined });
  });

  it('leave the outcome of a write unknown', async () => {
    upstream.answer = () => undefined;
    expect(await failureOf(clientOf().reserve(cartId, new Map(), { timeoutMs: 100 }))).toMatchObject({
      kind: 'timeout',
      retryable: false,
      outcome: 'unknown',
    });
  });

  it('that have passed send nothing', async () => {
    const error = await failureOf(clientOf().reserve(cartId, new Map(), { deadline: Date.now() - 1 }));
    expect(error).toMatchObject({ kind: 'timeout', outcome: 'not_sent', retryable: true });
    expect(upstream.seen).toHaveLength(0);
  });

  it('give an attempt its part of the time, and cut it then', async () => {
    upstream.answer = () => undefined;
    const started = performance.now();
    const error = await failureOf(clientOf().booking(bid, { timeoutMs: 400 }));
    expect(error).toMatchObject({ kind: 'timeout', retryable: true });
    expect(performance.now() - started).toBeLessThan(390);
    expect(upstream.seen).toHaveLength(1);
  });

  it('hold even when the HTTP stack ignores the signal', async () => {
    const error = await failureOf(
      clientOf({ exchange: () => new Promise(() => undefined) }).booking(bid, { timeoutMs: 50 }),
    );
    expect(error.kind).toBe('timeout');
  });

  it("yield to the caller's signal, before and during the call", async () => {
    upstream.answer = drip;
    const before = await failureOf(clientOf().reserve(cartId, new Map(), { signal: AbortSignal.abort() }));
    expect(before).toMatchObject({ kind: 'aborted', outcome: 'not_sent' });
    expect(upstream.seen).toHaveLength(0);
    const controller = new AbortController();
    const call = failureOf(clientOf().booking(bid, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 60);
    expect(await call).toMatchObject({ kind: 'aborted', retryable: false });
  });
});

describe('limits', () => {
  it.each([
    ['1 MiB', 'booking', 1024 * 1024 + 1],
    ['8 MiB', 'search', 8 * 1024 * 1024 + 1],
  ] as const)('stop reading after %s', async (_name, operation, size) => {
    upstream.answer = reply(200, `"${'x'.repeat(size)}"`);
    const error = await failureOf(
      operation === 'booking' ? clientOf().booking(bid) : clientOf().search(query),
    );
    expect(error).toMatchObject({ kind: 'unreadable', detail: 'too large', retryable: false });
  });

  it('count the bytes a compressed body unfolds to, and stop unfolding', async () => {
    // Made before the call, whose time is limited.
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 1 });
    upstream.answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(bomb);
    };
    const rss = process.memoryUsage().rss;
    expect((await failureOf(clientOf().booking(bid))).detail).toBe('too large');
    expect(process.memoryUsage().rss - rss).toBeLessThan(500 * 1024 * 1024);
  });

  it('end an answer that never ends', async () => {
    upstream.answer = (_request, response) => {
      response.writeHead(200);
      const chunk = 'x'.repeat(64 * 1024);
      const pump = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pump);
      pump();
    };
    expect((await failureOf(clientOf().booking(bid))).detail).toBe('too large');
  });

  it.each([
    ['nests too deep', `{"trips":${'['.repeat(1_000_000)}`, 'too deep'],
    [
      'nests too deep and ends',
      `{"a":[${'['.repeat(99)}${']'.repeat(99)}${',[]'.repeat(999_999)}]}`,
      'too deep',
    ],
    ['holds too many lists', `{"trips":[${'[],'.repeat(1_000_000)}[]]}`, 'too many values'],
    ['holds too many numbers', `{"trips":[${'1,'.repeat(1_000_000)}1]}`, 'too many values'],
    [
      'has brackets in its texts and holds too much',
      `["[\\"${'['.repeat(99)}",${'1,'.repeat(999_999)}1]`,
      'too many values',
    ],
  ])('refuse an answer that %s, before it is parsed', async (_name, body, detail) => {
    upstream.answer = reply(200, body);
    const error = await failureOf(clientOf().search(query));
    expect(error).toMatchObject({ kind: 'unreadable', detail, retryable: false });
  });

  it('refuse what holds more than such an answer ever does, long before it is as much as a search may hold', async () => {
    const numbers = (many: number) => `{"cart":[${'12345,'.repeat(many)}1]}`;
    upstream.answer = reply(200, numbers(60_000));
    expect((await failureOf(clientOf().cart(cartId))).detail).toBe('too many values');
    upstream.answer = reply(200, numbers(100_000));
    expect((await failureOf(clientOf().checkoutForm(cartId, 1))).detail).toBe('too many values');
    upstream.answer = reply(200, numbers(100_000).replace('cart', 'trips'));
    expect((await clientOf().search(query)).trips).toEqual([]);
  });

  it('let pass a form with the countries of the world for each of a hundred travellers', async () => {
    const options = Array.from({ length: 250 }, (_, country) => ({ value: `${country}`, text: 'Country' }));
    const fields = Array.from({ length: 100 }, (_, place) => [
      `passenger[${place}][country_id]`,
      { type: 'select', options },
    ]);
    upstream.answer = reply(200, JSON.stringify(Object.fromEntries(fields)));
    expect((await clientOf().checkoutForm(cartId, 100)).fields.size).toBe(100);
  });

  it('read no more of a search whose first five thousand parts cannot be read', async () => {
    const travel_options = Array.from({ length: 199 }, () => ({ bookable: 1 }));
    const trips = Array.from({ length: 60 }, () => ({
      id: 'VN0fSc0fY87jib04',
      segments: [],
      travel_options,
    }));
    upstream.answer = reply(200, JSON.stringify({ trips }));
    const { dropped } = await clientOf().search(query);
    const read = dropped.filter(({ reason }) => reason !== 'too_many');
    expect(read.reduce((sum, { count }) => sum + count, 0)).toBe(5_000);
    expect(dropped).toContainEqual({ level: 'trip', reason: 'too_many', count: 34 });
  });

  it('let pass what is large, and brackets and escapes in its texts', async () => {
    upstream.answer = reply(200, { trips: [], title: '[{'.repeat(300_000), path: ['C:\\', '"[', '\\"'] });
    expect((await clientOf().search(query)).trips).toEqual([]);
  });

  it('refuse headers that are too large', async () => {
    upstream.answer = reply(200, '{}', { 'x-large': 'x'.repeat(64 * 1024) });
    expect((await failureOf(clientOf().booking(bid))).kind).toBe('unreadable');
  });
});

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('%d is never followed, not even to another port', async (status) => {
    const other = await startUpstream();
    upstream.answer = reply(status, '', { location: `${other.url}/reserve` });
    const error = await failureOf(clientOf().reserve(cartId, new Map([['passenger[0][first_name]', 'Lan']])));
    expect(error).toMatchObject({ kind: 'unreadable', status, detail: 'redirect', outcome: 'unknown' });
    expect(other.seen).toHaveLength(0);
    await other.close();
  });
});

describe('connections', () => {
  async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  it('refused before a byte was sent leave a write undone for sure', async () => {
    const client = clientOf({ baseUrl: `http://127.0.0.1:${await freePort()}` });
    expect(await failureOf(client.reserve(cartId, new Map()))).toMatchObject({
      kind: 'connection',
      outcome: 'not_sent',
      retryable: true,
      detail: 'ECONNREFUSED',
    });
  });

  it('to a name that does not exist leave a write undone for sure', async () => {
    const client = clientOf({ baseUrl: 'http://no-such-host.invalid' });
    expect(await failureOf(client.reserve(cartId, new Map()))).toMatchObject({
      kind: 'connection',
      outcome: 'not_sent',
    });
  });

  it('that speak no TLS leave a write undone for sure', async () => {
    const client = clientOf({ baseUrl: upstream.url.replace('http:', 'https:') });
    expect(await failureOf(client.reserve(cartId, new Map()))).toMatchObject({
      kind: 'connection',
      outcome: 'not_sent',
    });
    expect(upstream.seen).toHaveLength(0);
  });

  it('reset after the request leave a write in doubt', async () => {
    upstream.answer = (_request, response) => {
      response.socket?.resetAndDestroy();
    };
    expect(await failureOf(clientOf().reserve(cartId, new Map()))).toMatchObject({
      kind: 'connection',
      outcome: 'unknown',
      retryable: false,
    });
  });
});
