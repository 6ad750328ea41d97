/** The error table, and the law that nothing secret is ever in an error. */
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTwelveGoClient,
  createTwelveGoTransport,
  type ErrorKind,
  errorKinds,
  TwelveGoError,
  toBookingId,
  toCartId,
} from '../src/index.ts';
import { readRetryAfter } from '../src/transport/failure.ts';
import { fixture } from './support/fixture.ts';
import { reply, startUpstream, type Upstream } from './support/upstream.ts';

const key = 'canary+key/7f3a==';
const passenger = 'Canary Passenger';
const cartId = toCartId('canaryCart');
const form = new Map([['passenger[0][first_name]', passenger]]);

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.close());

const clientOf = (baseUrl = upstream.url) =>
  createTwelveGoClient(
    createTwelveGoTransport({ baseUrl, sleep: () => Promise.resolve(), recheckHosts: [upstream.url] }),
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
const gone = fixture('error-trip-gone');

describe('the table of refusals', () => {
  it.each<[number, unknown, ErrorKind, 'not_sent' | 'rejected' | 'unknown']>([
    [401, { messages: ['bad key'] }, 'auth', 'rejected'],
    [401, '', 'auth', 'rejected'],
    [403, '<html>', 'auth', 'rejected'],
    [400, {}, 'auth', 'rejected'],
    [400, '[]', 'auth', 'rejected'],
    [400, fixture('error-fields'), 'validation', 'rejected'],
    [422, fixture('error-fields'), 'validation', 'rejected'],
    [400, { messages: ['Trip is no longer available'] }, 'trip_unavailable', 'rejected'],
    [422, gone, 'trip_unavailable', 'rejected'],
    [404, gone, 'trip_unavailable', 'rejected'],
    [404, { messages: ['Not found'] }, 'not_found', 'rejected'],
    [404, '', 'not_found', 'unknown'],
    [404, '<html>', 'unreadable', 'unknown'],
    [400, { messages: ['No'] }, 'rejected', 'rejected'],
    [402, { messages: ['No'] }, 'rejected', 'rejected'],
    [409, { messages: ['Seat taken'] }, 'rejected', 'rejected'],
    [406, { messages: ['No'], fields: null, data: null }, 'rejected', 'rejected'],
    [418, { teapot: true }, 'rejected', 'unknown'],
    [499, { messages: ['No'] }, 'rejected', 'unknown'],
    [410, '"gone"', 'unreadable', 'unknown'],
    [408, {}, 'server', 'unknown'],
    [425, {}, 'server', 'unknown'],
    [429, {}, 'rate_limited', 'not_sent'],
    [500, gone, 'server', 'unknown'],
    [599, '', 'server', 'unknown'],
    [304, '', 'unreadable', 'unknown'],
    [204, '', 'unreadable', 'unknown'],
  ])('%d with %j is %s, the write %s', async (status, body, kind, outcome) => {
    upstream.answer = reply(status, body);
    expect(await failureOf(clientOf().reserve(cartId, form))).toMatchObject({
      kind,
      status,
      outcome,
      retryable: outcome === 'not_sent',
    });
    expect(await failureOf(clientOf().checkoutForm(cartId, 1))).toMatchObject({
      kind,
      status,
      outcome: undefined,
    });
  });

  it('hands on fields, messages and reason codes', async () => {
    upstream.answer = reply(422, { ...gone, fields: fixture('error-fields').fields });
    const error = await failureOf(clientOf().reserve(cartId, form));
    expect(error.kind).toBe('validation');
    expect([...error.fields]).toEqual([['passenger[0][first_name]', 'Please enter a valid first name']]);
    expect(error.messages).toEqual(['Trip is no longer available', 'Trip cannot be booked']);
    expect(error.reasonCodes).toEqual(['bad_trip_details']);
  });

  it('survives error bodies of any shape', async () => {
    for (const body of [
      '{"__proto__":{"fields":{"a":"b"}}}',
      { fields: [], messages: {}, data: [] },
      { data: { reasons: [1, {}] } },
    ]) {
      upstream.answer = reply(422, body);
      expect((await failureOf(clientOf().reserve(cartId, form))).kind).toBe('rejected');
    }
    expect(({} as Record<string, unknown>).fields).toBeUndefined();
  });
});

describe('a throttled call', () => {
  it.each([
    [undefined, 5],
    ['7', 7],
    ['soon', 5],
    ['0', 1],
    ['999999', 3600],
  ])('with Retry-After %s asks to wait %d s', async (header, seconds) => {
    upstream.answer = reply(429, {}, header === undefined ? {} : { 'retry-after': header });
    expect(await failureOf(clientOf().booking(toBookingId(1)))).toMatchObject({
      retryAfterSeconds: seconds,
      retryable: true,
    });
  });

  it('reads the date form', () => {
    const now = Date.parse('2026-11-14T00:00:00Z');
    expect(readRetryAfter('Sat, 14 Nov 2026 00:00:42 GMT', now)).toBe(42);
    expect(readRetryAfter('Sat, 14 Nov 2026 00:00:00 GMT', now)).toBe(1);
  });
});

describe('bookingByCart', () => {
  it('is null when 12go knows of none, and fails otherwise', async () => {
    upstream.answer = reply(404, { messages: ['Not found'] });
    expect(await clientOf().bookingByCart(cartId)).toBeNull();
    upstream.answer = reply(404, '<html>');
    expect((await failureOf(clientOf().bookingByCart(cartId))).kind).toBe('unreadable');
  });
});

describe('rechecks', () => {
  it('call the URL as it stands, without the key', async () => {
    upstream.seen.length = 0;
    upstream.answer = reply(200, ['TH014901tK0Rob00F0kQ2r7M']);
    expect(await clientOf().recheck(`${upstream.url}/searchr?b=2&a=1&out=keys`)).toEqual({
      tripKeys: ['TH014901tK0Rob00F0kQ2r7M'],
    });
    expect(upstream.seen[0]?.url).toBe('/searchr?b=2&a=1&out=keys');
  });

  it.each([
    'http://127.0.0.1:1/searchr',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'not a url',
    'https://recheck.upstream.example.evil/',
  ])('never call %s', async (url) => {
    upstream.seen.length = 0;
    expect(await failureOf(clientOf().recheck(url))).toMatchObject({
      kind: 'host_not_allowed',
      retryable: false,
    });
    expect(upstream.seen).toHaveLength(0);
  });

  it('refuse credentials in the URL, and plain http for a host entry', async () => {
    const transport = createTwelveGoTransport({
      baseUrl: upstream.url,
      recheckHosts: ['recheck.upstream.example', upstream.url],
    });
    const client = createTwelveGoClient(transport, key);
    for (const url of [
      upstream.url.replace('http://', 'http://user:pass@'),
      'http://recheck.upstream.example/searchr',
    ]) {
      expect((await failureOf(client.recheck(url))).kind).toBe('host_not_allowed');
    }
  });

  it('are tried once and follow no redirect', async () => {
    upstream.seen.length = 0;
    upstream.answer = reply(500, 'x');
    await failureOf(clientOf().recheck(`${upstream.url}/searchr`));
    upstream.answer = reply(302, '', { location: `${upstream.url}/elsewhere` });
    expect((await failureOf(clientOf().recheck(`${upstream.url}/searchr`))).detail).toBe('redirect');
    expect(upstream.seen).toHaveLength(2);
  });
});

describe('nothing secret', () => {
  const echo = [
    `key ${key} is bad`,
    `see https://api.upstream.example/reserve/canaryCart?k=${encodeURIComponent(key)}`,
    `/reserve/1?k=${key}&x=1`,
  ];
  const echoing = {
    fields: { [`field-${key}`]: echo.join(' ') },
    messages: echo,
    data: { reasons: [{ reason_code: key, reason_message: echo[1] }] },
  };
  const answers: [string, Upstream['answer']][] = [
    ['echo 400', reply(400, echoing)],
    ['echo 401', reply(401, echoing)],
    ['echo 404', reply(404, echoing)],
    ['echo 409', reply(409, echoing)],
    [
      'echo 422',
      reply(422, { ...echoing, messages: ['Trip is no longer available', ...echo], fields: null }),
    ],
    ['echo 429', reply(429, echoing)],
    ['echo 500', reply(500, echo.join())],
    ['echo in 200', reply(200, echo.join())],
    ['echo in JSON', reply(200, { [key]: echo })],
    ['redirect', reply(308, '', { location: `https://elsewhere.example/?k=${key}` })],
    ['reset', (_request, response) => void response.destroy()],
    ['cut', reply(200, '{"a":')],
    ['silence', () => undefined],
    ['large', reply(200, `"${key}${'x'.repeat(1024 * 1024)}"`)],
    ['broken gzip', reply(200, key, { 'content-encoding': 'gzip' })],
    ['large headers', reply(200, '', { 'x-large': 'x'.repeat(64 * 1024) })],
  ];
  const everythingIn = (error: TwelveGoError): string =>
    [
      error.message,
      error.stack,
      String(error.cause),
      JSON.stringify(error),
      inspect(error, { depth: 10, showHidden: true, getters: true }),
      JSON.stringify([...error.fields, ...error.messages, ...error.reasonCodes]),
    ].join('\n');
  const secrets = [
    key,
    encodeURIComponent(key),
    passenger,
    'canaryCart',
    'upstream.example',
    'elsewhere.example',
  ];
  const seenKinds = new Set<ErrorKind>();

  it.each(answers)('is in an error after %s', async (name, answer) => {
    const timeoutMs = name === 'silence' ? 200 : 5_000;
    upstream.answer = answer;
    for (const call of [
      () => clientOf().reserve(cartId, form, { timeoutMs }),
      () => clientOf().checkoutForm(cartId, 1, { timeoutMs }),
    ]) {
      const error = await failureOf(call());
      seenKinds.add(error.kind);
      for (const secret of secrets) expect(everythingIn(error)).not.toContain(secret);
    }
  });

  it('is in an error of a call that was never answered', async () => {
    for (const call of [
      () => clientOf('http://127.0.0.1:9').reserve(cartId, form),
      () => clientOf().reserve(cartId, form, { signal: AbortSignal.abort(new Error(key)) }),
      () => clientOf().recheck(`https://elsewhere.example/?k=${key}`),
      () => clientOf('no url at all').reserve(cartId, form),
    ]) {
      const error = await failureOf(call());
      seenKinds.add(error.kind);
      for (const secret of secrets) expect(everythingIn(error)).not.toContain(secret);
    }
    upstream.answer = reply(422, fixture('error-fields'));
    seenKinds.add((await failureOf(clientOf().reserve(cartId, form))).kind);
    upstream.answer = reply(404, { messages: ['Not found'] });
    seenKinds.add((await failureOf(clientOf().reserve(cartId, form))).kind);
  });

  it('was looked for in every kind of error', () => {
    // These two are for callers who hold calls back; nothing is sent, so there is nothing to be in them.
    const held = ['circuit_open', 'overloaded'];
    expect([...seenKinds, ...held].sort()).toEqual(Object.keys(errorKinds).sort());
  });

  it("shows upstream's words when the error is printed", async () => {
    upstream.answer = reply(422, {
      fields: { 'passenger[0][first_name]': `${passenger} is no name` },
      messages: [passenger],
    });
    const error = await failureOf(clientOf().reserve(cartId, form));
    expect(
      inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error) + error.stack,
    ).not.toContain(passenger);
    expect(error.messages).toEqual([passenger]);
  });
});

describe('isInstance', () => {
  it('knows the error of another copy of the package, and nothing else', async () => {
    upstream.answer = reply(500, '');
    const error = await failureOf(clientOf().booking(toBookingId(1)));
    expect(error).toBeInstanceOf(TwelveGoError);
    const copy = { [Symbol.for('@partner-gateway/twelvego-client/TwelveGoError')]: true };
    expect([copy, new Error('x'), null, 'x', {}].map(TwelveGoError.isInstance)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
