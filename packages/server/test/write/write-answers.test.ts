/** Every answer to a create, confirm or cancel says what became of it, whatever layer makes it; or there is no answer. */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { bookingSchema, type ErrorCode, type Outcome, problemSchema } from '@partner-gateway/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { buildApp } from '../../src/app.ts';
import { toProblem } from '../../src/translate/problem.ts';
import { type Api, type Sending, startApi } from '../support/api.ts';
import { createBody } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
const sockets: Socket[] = [];
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await api.close();
});

type Connection = {
  readonly socket: Socket;
  readonly received: () => string;
  readonly ended: Promise<string>;
};

const open = (baseUrl = api.baseUrl): Connection => {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const ended = new Promise<string>((resolve) => {
    // A reset ends a connection just as well.
    socket.once('end', () => resolve(text)).once('error', () => resolve(text));
  });
  sockets.push(socket);
  return { socket, received: () => text, ended };
};

type Create = {
  readonly head: string;
  readonly body: string;
  readonly repeat: () => ReturnType<Api['send']>;
};

/** A create as bytes, and the same create once more on a connection of its own. */
const makeCreate = async (): Promise<Create> => {
  const demo = api.as('demo');
  const [content, key] = [await createBody(demo), { 'idempotency-key': randomUUID() }];
  const body = JSON.stringify(content);
  const lines = [
    'POST /v1/demo/bookings HTTP/1.1',
    'host: gateway.example',
    `x-api-key: ${demo.apiKey}`,
    `idempotency-key: ${key['idempotency-key']}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return {
    head: `${lines.join('\r\n')}\r\n\r\n`,
    body,
    repeat: () => demo.post('/bookings', content, key),
  };
};

const whole = ({ head, body }: Create): string => head + body;

const idle = () => until(() => expect(api.gateway.parts.deps.writes.guard.inFlight()).toBe(0));

const expectStored = async ({ repeat }: Create): Promise<void> => {
  const answer = await repeat();
  expect(answer.read(bookingSchema).status).toBe('reserved');
  expect(answer.headers).toMatchObject({ 'x-outcome': 'executed', 'idempotent-replayed': 'true' });
};

/** The one answer of a connection, which is a problem whose header and body agree on the outcome. */
const expectRefusal = (text: string, code: ErrorCode, outcome: Outcome): void => {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const problem = problemSchema.parse(JSON.parse(body));
  expect(problem).toMatchObject({ code, outcome });
  expect(head).toContain(`HTTP/1.1 ${problem.status} `);
  expect(head.toLowerCase()).toContain(`\r\nx-outcome: ${outcome}\r\n`);
};

describe('a create that was received whole is executed once and its connection ends unanswered', () => {
  const brokenPipelines: readonly (readonly [what: string, behind: string])[] = [
    ['a stray x', 'x'],
    ['a stray NUL', '\0'],
    ['a stray }', '}'],
    ['a broken second request', 'GET / HTTP/9.9\r\n\r\n'],
    [
      'a second request with too large headers',
      `GET /health HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(17_000)}\r\n\r\n`,
    ],
    [
      'a second request with a broken body',
      'POST /v1/demo/seats HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    ],
  ];

  test.each(brokenPipelines)('when %s comes in the same packet', async (_what, behind) => {
    const create = await makeCreate();
    const done = await api.executedDuring('reserve', async () => {
      const { socket, ended } = open();
      socket.write(whole(create) + behind);
      expect(await ended).toBe('');
      await expectStored(create);
    });
    expect(done).toBe(1);
  });

  test.each(brokenPipelines)('when %s comes while 12go is asked', async (_what, behind) => {
    const create = await makeCreate();
    api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'slow', delayMs: 300, times: 1 });
    const asked = api.sandbox.calls('reserve');
    const done = await api.executedDuring('reserve', async () => {
      const { socket, ended } = open();
      socket.write(whole(create));
      await until(() => expect(api.sandbox.calls('reserve')).toBe(asked + 1));
      socket.write(behind);
      expect(await ended).toBe('');
      await idle();
      await expectStored(create);
    });
    expect(done).toBe(1);
  });

  test('when it was the second of a pipeline that breaks', async () => {
    const create = await makeCreate();
    const done = await api.executedDuring('reserve', async () => {
      const { socket, ended } = open();
      socket.write(`GET /health HTTP/1.1\r\nhost: a\r\n\r\n${whole(create)}x`);
      expect(await ended).not.toContain('not_executed');
      await expectStored(create);
    });
    expect(done).toBe(1);
  });
});

test('a read that waits in a broken pipeline is not given a foreign answer', async () => {
  api.sandbox.scenarios.set({ operation: 'search', scenario: 'slow', delayMs: 200, times: 1 });
  const { socket, ended } = open();
  const query = 'departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';
  socket.write(`GET /v1/demo/itineraries?${query} HTTP/1.1\r\nhost: a\r\nx-api-key: ${api.apiKey}\r\n\r\nx`);
  expect(await ended).toBe('');
});

test('whatever comes behind a create, no first answer says of an executed one that it was not', async () => {
  const anyBytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 40 }),
    fc.string({ minLength: 1, maxLength: 40 }).map((text) => Buffer.from(text)),
    fc.constantFrom('\r\n', 'G', 'POST ', 'POST /v1/demo/bookings HTTP/1.1\r\n', 'PRI * HTTP/2.0\r\n\r\n'),
  );
  await fc.assert(
    fc.asyncProperty(anyBytes, fc.boolean(), async (behind, isSplit) => {
      const create = await makeCreate();
      const done = await api.executedDuring('reserve', async () => {
        const { socket, received, ended } = open();
        const bytes = Buffer.concat([Buffer.from(whole(create)), Buffer.from(behind)]);
        const cut = isSplit ? Buffer.byteLength(create.head) + 10 : bytes.length;
        socket.setNoDelay().write(bytes.subarray(0, cut));
        if (isSplit) setImmediate(() => socket.write(bytes.subarray(cut)));
        let isOver = false;
        void ended.then(() => {
          isOver = true;
        });
        await until(() => expect(isOver || received().includes('\r\n\r\n')).toBe(true));
        await idle();
        const [head = ''] = received().split('\r\n\r\n');
        socket.destroy();
        if (head !== '') expect(head.toLowerCase()).toContain('x-outcome: executed');
        await expectStored(create);
      });
      expect(done).toBe(1);
    }),
    { numRuns: 40 },
  );
}, 60_000);

describe('a write that is refused before 12go is asked', () => {
  const long = 'a'.repeat(2_049);
  const json = { 'content-type': 'application/json' };
  const refusals: readonly (readonly [
    what: string,
    method: string,
    path: string,
    sending: Sending,
    code: ErrorCode,
    outcome: Outcome,
  ])[] = [
    [
      'a too long booking id',
      'POST',
      `/v1/demo/bookings/${long}/confirm`,
      {},
      'uri_too_long',
      'not_executed',
    ],
    ['a too long client id', 'POST', `/v1/${long}/bookings`, {}, 'uri_too_long', 'not_executed'],
    ['a bad % in an id', 'PUT', '/v1/demo/bookings/%zz/confirm', {}, 'invalid_request', 'not_executed'],
    [
      'a bad % in an unversioned path',
      'POST',
      '/demo/bookings/%/cancel',
      {},
      'invalid_request',
      'not_executed',
    ],
    ['a bad % behind the path', 'POST', '/v1/demo/bookings%zz', {}, 'invalid_request', 'not_executed'],
    [
      'a too large body',
      'POST',
      '/v1/demo/bookings',
      { headers: json, body: `"${'a'.repeat(256 * 1024)}"` },
      'payload_too_large',
      'not_executed',
    ],
    [
      'a body of another type',
      'POST',
      '/v1/demo/bookings',
      { body: '{}' },
      'unsupported_media_type',
      'not_executed',
    ],
    [
      'malformed JSON',
      'POST',
      '/v1/demo/bookings',
      { headers: json, body: '{' },
      'invalid_request',
      'not_executed',
    ],
    [
      'malformed JSON and an unknown expectation',
      'POST',
      '/v1/demo/bookings',
      { headers: { ...json, expect: 'miracles' }, body: '{' },
      'invalid_request',
      'not_executed',
    ],
    [
      'a missing part',
      'POST',
      '/v1/demo/bookings',
      { headers: json, body: '{"booking_data": {}}' },
      'missing_parameter',
      'not_executed',
    ],
    ['a wrong method', 'PATCH', '/v1/demo/bookings', {}, 'method_not_allowed', 'not_executed'],
    ['a reading method', 'GET', '/v1/demo/bookings', {}, 'method_not_allowed', 'not_executed'],
    ['a forgotten verb', 'POST', '/v1/demo/bookings/BK-1', {}, 'method_not_allowed', 'not_executed'],
    ['a wrong version in the path', 'POST', '/v2/demo/bookings', {}, 'route_not_found', 'not_executed'],
    [
      'a wrong version in a header',
      'POST',
      '/v1/demo/bookings',
      { headers: { 'travelier-version': 'never' } },
      'unsupported_version',
      'not_executed',
    ],
    // What follows can be mended or come to pass after an identical request was executed.
    [
      'a wrong key',
      'POST',
      '/v1/demo/bookings',
      { headers: { 'x-api-key': 'gw_wrong' } },
      'unauthorized',
      'unknown',
    ],
  ];

  test.each(refusals)('for %s says so', async (_what, method, path, sending, code, outcome) => {
    const before = api.upstreamCalls();
    expectProblem(await api.as('demo').send(method, path, sending), code, outcome);
    expect(api.upstreamCalls()).toBe(before);
  });

  const create = 'POST /v1/demo/bookings HTTP/1.1\r\n';
  test.each([
    ['not readable', 'POST /v1/demo/bookings HTTP/9.9\r\n\r\n', 'invalid_request'],
    [
      'readable up to a broken chunk',
      `${create}host: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
      'invalid_request',
    ],
    ['too large in its headers', `${create}x: ${'a'.repeat(17_000)}\r\n\r\n`, 'request_headers_too_large'],
  ] as const)('for being %s says so and ends the connection', async (_what, text, code) => {
    const before = api.upstreamCalls();
    const { socket, ended } = open();
    socket.write(
      text.replace('host: a', `host: a\r\ncontent-type: application/json\r\nx-api-key: ${api.apiKey}`),
    );
    expectRefusal(await ended, code, 'not_executed');
    expect(api.upstreamCalls()).toBe(before);
  });

  test('for having no host says so', async () => {
    const text = whole(await makeCreate()).replace('host: gateway.example\r\n', 'connection: close\r\n');
    const done = await api.executedDuring('reserve', async () => {
      const { socket, ended } = open();
      socket.write(text);
      expectRefusal(await ended, 'invalid_request', 'not_executed');
    });
    expect(done).toBe(0);
  });
});

test('a write that comes while the gateway stops is refused, and does not hear that it was not executed', async () => {
  const stopping = await startApi();
  const { socket, ended } = open(stopping.baseUrl);
  socket.write('POST /v1/demo/bookings HTTP/1.1\r\nhost: a\r\n');
  // The half request holds the connection open; another connection's answer tells that it has arrived.
  await stopping.send('GET', '/health');
  const stopped = stopping.close();
  await until(() => expect(stopping.send('GET', '/health')).rejects.toThrow());
  socket.write(`x-api-key: ${stopping.apiKey}\r\ncontent-length: 0\r\n\r\n`);
  const text = await ended;
  expectRefusal(text, 'not_ready', 'unknown');
  const head = text.toLowerCase();
  for (const line of ['retry-after: 1', 'connection: close']) expect(head).toContain(`\r\n${line}\r\n`);
  await stopped;
  expect(stopping.executed('reserve')).toBe(0);
});

describe('a request that arrives too slowly', () => {
  /** The app over the same parts, with a tenth of a second for a request, which Node looks at as often. */
  const withShortTime = async (work: (baseUrl: string) => Promise<void>): Promise<void> => {
    const app = await buildApp(api.gateway.parts.deps);
    const timeout = 100;
    Object.assign(app.server, {
      headersTimeout: timeout,
      requestTimeout: timeout,
      connectionsCheckingInterval: timeout,
    });
    try {
      await work(await app.listen({ host: '127.0.0.1', port: 0 }));
    } finally {
      await app.close();
    }
  };

  test('is answered, and not executed by the rest of it', () =>
    withShortTime(async (baseUrl) => {
      const create = await makeCreate();
      const done = await api.executedDuring('reserve', async () => {
        const { socket, ended, received } = open(baseUrl);
        socket.write(create.head + create.body.slice(0, 20));
        await until(() => expect(received()).toContain('\r\n\r\n{'));
        socket.end(create.body.slice(20));
        expectRefusal(await ended, 'request_timeout', 'not_executed');
        await idle();
        const { status, headers } = await create.repeat();
        expect([status, headers['idempotent-replayed']]).toEqual([200, undefined]);
      });
      expect(done).toBe(1);
    }));

  test('behind a create that is under way ends the connection unanswered', () =>
    withShortTime(async (baseUrl) => {
      const create = await makeCreate();
      api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'slow', delayMs: 1_000, times: 1 });
      const done = await api.executedDuring('reserve', async () => {
        const { socket, ended } = open(baseUrl);
        socket.write(`${whole(create)}GET /health HTTP/1.1\r\n`);
        expect(await ended).toBe('');
        await idle();
        await expectStored(create);
      });
      expect(done).toBe(1);
    }));
});

test.each([true, false])('an outcome that is stated is said, at a write or not: %s', (isBookingWrite) => {
  const context = { publicBaseUrl: '', correlationId: 'c', isBookingWrite };
  const { headers, body } = toProblem('result_expired', { outcome: 'unknown' }, context);
  expect([headers['x-outcome'], body.outcome]).toEqual(['unknown', 'unknown']);
  expect(toProblem('invalid_request', {}, context).body.outcome).toBe(
    isBookingWrite ? 'not_executed' : undefined,
  );
});
