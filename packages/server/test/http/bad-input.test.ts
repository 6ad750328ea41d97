/** Every route of the contract against requests that no route may take: the contract's code, as problem details. */
import { connect } from 'node:net';
import { type ErrorCode, partnerContract, problemPath, problemSchema } from '@partner-gateway/contract';
import openApiDocument from '@partner-gateway/contract/openapi.json' with { type: 'json' };
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Sending, startApi } from '../support/api.ts';
import { hanoiSapa } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

const openApi = openApiDocument as unknown as {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
};

let api: Api;
beforeAll(async () => {
  api = await startApi({ clients: { settled: { enabled: false } } });
});
afterAll(() => api.close());

type Case = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly outcome: 'not_executed' | undefined;
  readonly isPartner: boolean;
  readonly takesBody: boolean;
  readonly idParam: string | undefined;
};

const ids: Readonly<Record<string, string>> = {
  ':booking_id': 'BK-8451207-00000',
  ':itinerary_id': hanoiSapa,
  ':incomplete_results_id': 'k1.AAAA',
};
const fill = (path: string, clientId = 'demo'): string =>
  path.replace(/:\w+/g, (name) => (name === ':client_id' ? clientId : (ids[name] ?? '')));

const cases: readonly Case[] = Object.entries(partnerContract).map(([name, { method, path, metadata }]) => ({
  name,
  method,
  path,
  outcome: metadata.idempotent ? 'not_executed' : undefined,
  isPartner: metadata.auth === 'partner',
  takesBody: method !== 'GET',
  idParam: Object.keys(ids).find((param) => path.includes(param)),
}));
const partnerCases = cases.filter(({ isPartner }) => isPartner);
const bodyCases = cases.filter(({ takesBody }) => takesBody);

const send = ({ method, path }: Case, sending: Sending = {}, clientId = 'demo') =>
  api.as('demo').send(method, fill(path, clientId), sending);

const json = { 'content-type': 'application/json' };
const asText = (body: string | undefined, type = 'application/json'): Sending => ({
  ...(body !== undefined && { body }),
  headers: { 'content-type': type },
});

describe('who may call', () => {
  const refused: ReadonlyArray<readonly [title: string, sending: () => Sending, clientId: string]> = [
    ['a missing key', () => ({ headers: { 'x-api-key': undefined } }), 'demo'],
    ['an empty key', () => ({ headers: { 'x-api-key': '' } }), 'demo'],
    ['a wrong key', () => ({ headers: { 'x-api-key': `${api.apiKey}0` } }), 'demo'],
    ['the key of another client', () => ({ headers: { 'x-api-key': api.as('rival').apiKey } }), 'demo'],
    ['an unknown client', () => ({}), 'nobody'],
    ['a client id of another shape', () => ({}), 'de%20mo'],
    ['a disabled client', () => ({ headers: { 'x-api-key': api.as('settled').apiKey } }), 'settled'],
  ];
  describe.each(partnerCases)('$name', (route) => {
    // A key may be taken away after the request was executed, so 401 does not say that it was not.
    const outcome = route.outcome === undefined ? undefined : 'unknown';
    test.each(refused)('answers 401 to %s', async (_title, sending, clientId) => {
      expectProblem(await send(route, sending(), clientId), 'unauthorized', outcome);
    });
    test.each([
      ['travelier-version', 'yesterday'],
      ['travelier-version', '2023-07-02'],
      ['x-travelier-version', ''],
    ])('answers 400 to %s "%s"', async (name, version) => {
      const answer = await send(route, { headers: { [name]: version } });
      expectProblem(answer, 'unsupported_version', route.outcome);
    });
  });
  test('asks 12go nothing for any of them', () => expect(api.upstreamCalls()).toBe(0));
});

describe('paths and methods', () => {
  /** Of every route that the path reaches: `quote` stands where a booking id would. */
  const methodsOf = (path: string): readonly string[] =>
    cases
      .filter((other) => new RegExp(`^${other.path.replace(/:\w+/g, '[^/]+')}$`).test(path))
      .map(({ method }) => method);
  const isWrites = (path: string): boolean => cases.some((one) => one.path === path && one.outcome);
  /** What is at a write's path, or would change something below the bookings, may have been meant as a write. */
  const outcomeOf = (method: string, path: string) =>
    isWrites(path) || (method !== 'GET' && path.includes('/bookings')) ? 'not_executed' : undefined;

  test.each(cases)('$method $path: other methods are 405 and told the right ones', async ({ path }) => {
    const taken = methodsOf(path);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !taken.includes(one))) {
      const answer = await api.as('demo').send(method, fill(path));
      expectProblem(answer, 'method_not_allowed', outcomeOf(method, path));
      expect(answer.headers.allow?.split(', ').toSorted()).toEqual(taken.toSorted());
    }
  });

  test.each(cases.filter(({ method, isPartner }) => method === 'GET' && isPartner))(
    'HEAD $path is 405 too, so that a probe neither searches nor makes a cart',
    async ({ path }) => {
      const answer = await api.as('demo').send('HEAD', fill(path));
      expect(answer.status).toBe(405);
      expect(answer.headers.allow?.split(', ').toSorted()).toEqual(methodsOf(path).toSorted());
    },
  );

  test.each([
    '/v2/demo/itineraries',
    '/v1/demo',
    '/v1/demo/inventory-catalog/pois',
    '/v1/demo/booking',
    '/metrics',
    '/ops/v1',
  ])('answers 404 at %s', async (path) => {
    expectProblem(await api.as('demo').send('GET', path), 'route_not_found');
  });

  test('answers 400 to a path that cannot be decoded', async () => {
    expectProblem(await api.as('demo').get('/bookings/%zz'), 'invalid_request');
  });

  test.each(cases.filter(({ idParam }) => idParam !== undefined))(
    '$name answers 414 to an id of more than 2048 characters',
    async (route) => {
      const path = fill(route.path.replace(route.idParam ?? '', 'A'.repeat(2_049)));
      expectProblem(await api.as('demo').send(route.method, path), 'uri_too_long', route.outcome);
    },
  );
});

describe('bodies', () => {
  const wrong: ReadonlyArray<readonly [title: string, code: ErrorCode, sending: Sending]> = [
    ['unreadable JSON', 'invalid_request', asText('{"booking_token": ')],
    ['text after the JSON', 'invalid_request', asText('{} {}')],
    ['a __proto__ in the JSON', 'invalid_request', asText('{"__proto__": {"polluted": true}}')],
    [
      'a poisoned constructor in the JSON',
      'invalid_request',
      asText('{"a": {"constructor": {"prototype": {"polluted": true}}}}'),
    ],
    [
      'another content type',
      'unsupported_media_type',
      asText('booking_token=1', 'application/x-www-form-urlencoded'),
    ],
    ['text', 'unsupported_media_type', asText('{}', 'text/plain')],
    ['a body without a content type', 'unsupported_media_type', { body: '{}' }],
    ['a body of more than 256 KiB', 'payload_too_large', asText(`"${'a'.repeat(256 * 1024)}"`)],
  ];
  /** What 12go says its notifications are is not on record, so they are read by what they hold. */
  const isOfNoMatter = (code: ErrorCode, name: string): boolean =>
    code === 'unsupported_media_type' && name === 'receiveNotification';
  describe.each(bodyCases)('$name', (route) => {
    test.each(wrong.filter(([, code]) => !isOfNoMatter(code, route.name)))(
      'refuses %s with %s',
      async (_title, code, sending) => {
        expectProblem(await send(route, sending), code, route.outcome);
        expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
      },
    );
  });

  const needing = bodyCases.filter(({ name }) =>
    ['lockSeats', 'createBooking', 'receiveNotification'].includes(name),
  );
  test.each(
    needing.flatMap((route) =>
      [undefined, '', 'null', '[]', '"text"', '7'].map((body) => [route.name, body, route] as const),
    ),
  )('%s answers 400 to the body %j', async (_name, body, route) => {
    const answer = await send(route, body === undefined ? {} : asText(body));
    expectProblem(answer, 'invalid_request', route.outcome);
  });

  const takingNone = bodyCases.filter(({ name }) => /confirm|cancel/i.test(name));
  test.each(takingNone)('$name reads an empty body with a content type as none', async (route) => {
    expectProblem(await send(route, { headers: json }), 'booking_not_found', 'not_executed');
  });
});

test.each(cases)(
  '$name declares what is answered before its handler',
  ({ name, method, path, isPartner, takesBody }) => {
    const operation = openApi.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    // 408 and 431 come from the bare connection, 414 from a long path, 413 and 415 from a body.
    const foreign = name === 'receiveNotification' ? [] : ['415'];
    const body = takesBody ? ['413', ...foreign] : [];
    const answered = ['408', '431', ...(isPartner ? ['414'] : []), ...body];
    expect(answered.filter((status) => operation?.responses[status] === undefined)).toEqual([]);
  },
);

test('every problem type is a page that explains it', async () => {
  for (const code of ['unauthorized', 'unsupported_media_type', 'uri_too_long'] as const) {
    const page = await api.send('GET', problemPath(code));
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain(code);
  }
});

describe('requests that are not readable HTTP', () => {
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(api.baseUrl);
      const socket = connect({ host: hostname, port: Number(port) });
      let answer = '';
      socket.setEncoding('utf8').on('data', (chunk) => {
        answer += chunk;
      });
      socket.once('error', reject).once('close', () => resolve(answer));
      socket.write(text);
    });

  test.each([
    ['broken', 'GET / HTTP/9.9\r\n\r\n', 'invalid_request'],
    [
      'too large in their headers',
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(17_000)}\r\n\r\n`,
      'request_headers_too_large',
    ],
  ] as const)('are answered when %s', async (_what, text, code) => {
    const [head = '', body = ''] = (await raw(text)).split('\r\n\r\n');
    const problem = problemSchema.parse(JSON.parse(body));
    expect(problem.code).toBe(code);
    expect(head).toContain(`HTTP/1.1 ${problem.status} `);
    expect(head).toContain(`x-correlation-id: ${problem.correlation_id}`);
  });
});
