/** Every error a caller can meet: its class, what it tells, and what it never tells. */
import { inspect } from 'node:util';
import { errorCodes, errorTable } from '@partner-gateway/contract';
import * as sdk from '@partner-gateway/sdk';
import { type ErrorKind, GatewayError, isGatewayError } from '@partner-gateway/sdk';
import { describe, expect, test } from 'vitest';
import { canaryKey, clientOf, query } from './support/client.ts';
import { scriptedServer, unusedUrl } from './support/scripted-server.ts';
import { example, json, page, problem, reset } from './support/steps.ts';

const caught = async (call: Promise<unknown>): Promise<GatewayError> => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isGatewayError(error)) throw new Error(`not an error of the SDK: ${inspect(error)}`);
  return error;
};

describe('classes', () => {
  test.for(errorCodes)('%s arrives as the class of its kind, with what the contract says', async (code) => {
    const { status, retryable, fault } = errorTable[code];
    const server = await scriptedServer(problem(code));

    const error = await caught(clientOf(server, { retries: 0 }).getBooking('BK-1-AAAAA'));

    expect(error).toMatchObject({ code, status, retryable, fault, attempts: 1, operation: 'getBooking' });
    const Class = (sdk as Record<string, unknown>)[error.name];
    expect(Class).toBeTypeOf('function');
    expect(error).toBeInstanceOf(Class);
    expect(error).toBeInstanceOf(GatewayError);
  });

  test.for([
    [401, 'authentication'],
    [404, 'not_found'],
    [409, 'conflict'],
    [418, 'invalid_request'],
    [500, 'gateway_fault'],
    [503, 'unavailable'],
  ] as const)('a code newer than the SDK is judged by its status: %i is %s', async ([status, kind]) => {
    const body = { code: 'moon_phase_wrong', title: 'Not now', retryable: false };
    const server = await scriptedServer(json(status, body));
    const error = await caught(clientOf(server).search(query));
    expect(error).toMatchObject({ kind, code: 'moon_phase_wrong', detail: 'Not now' });
  });

  test('are recognised across copies of the package, by kind or at all, and nothing else is', async () => {
    const server = await scriptedServer(problem('unauthorized'));
    const error = await caught(clientOf(server).search(query));
    const fromAnotherCopy = Object.defineProperty({ ...error }, Symbol.for('@partner-gateway/sdk/error'), {
      value: true,
    });
    expect(isGatewayError(fromAnotherCopy)).toBe(true);
    expect(isGatewayError(fromAnotherCopy, 'authentication')).toBe(true);
    expect(isGatewayError(error, 'credit')).toBe(false);
    expect([new Error('x'), undefined, null, 'x'].some((value) => isGatewayError(value))).toBe(false);
  });

  test('narrow to their class by kind', () => {
    const narrowed = (error: unknown): 'price_changed' | undefined =>
      isGatewayError(error, 'price_changed') ? error.kind : undefined;
    const kinds: ErrorKind[] = ['price_changed'];
    expect(kinds).toContain('price_changed');
    expect(narrowed(undefined)).toBeUndefined();
  });
});

describe('what an error tells', () => {
  test('a price change carries both prices', async () => {
    const { price_changed } = example('problem-price-changed') as { price_changed: unknown };
    const server = await scriptedServer(problem('price_changed', { price_changed, outcome: 'executed' }));
    const error = await caught(clientOf(server).confirmBooking('BK-1-AAAAA'));
    expect(error).toMatchObject({ kind: 'price_changed', priceChanged: price_changed, outcome: 'executed' });
  });

  test('a cart that is reserved already names its booking', async () => {
    const server = await scriptedServer(
      problem('already_reserved', { booking_id: 'BK-8451207-7GQ2M', outcome: 'executed' }),
    );
    const error = await caught(clientOf(server).confirmBooking('BK-1-AAAAA'));
    expect(error.bookingId).toBe('BK-8451207-7GQ2M');
  });

  test('the message is never empty and names operation, status, code and correlation id', async () => {
    const server = await scriptedServer(json(502, { code: 'upstream_error', detail: '', title: '' }));
    const error = await caught(clientOf(server, { retries: 0 }).search(query, { correlationId: 'c-1' }));
    expect(error.message).toBe('search: upstream_error (502 upstream_error, correlation id c-1)');
  });

  test('a connection that cannot be made names the system code, and that nothing was executed', async () => {
    const gateway = clientOf({ baseUrl: await unusedUrl() }, { retries: 0 });
    const error = await caught(gateway.confirmBooking('BK-1-AAAAA', { correlationId: 'c-2' }));
    expect(error.kind).toBe('connection');
    expect(error.correlationId).toBe('c-2');
    expect(error.outcome).toBe('not_executed');
    expect(inspect(error.cause)).toContain('ECONNREFUSED');
    expect(error.message).toContain('ECONNREFUSED');
  });

  test('the message names the system code of several addresses that all refused', async () => {
    const refused = [new Error('::1'), Object.assign(new Error('127.0.0.1'), { code: 'ECONNREFUSED' })];
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: new AggregateError(refused) }));
    const gateway = clientOf({ baseUrl: 'http://gateway.example' }, { fetch, retries: 0 });
    expect((await caught(gateway.pois())).message).toContain('(ECONNREFUSED)');
  });

  test('the message says why a connection was not even tried', async () => {
    const gateway = clientOf({ baseUrl: 'http://127.0.0.1:1' }, { retries: 0 });
    expect((await caught(gateway.pois())).message).toContain('the connection failed (bad port)');
  });

  test('the message names the first field, unless the detail does', async () => {
    const fields = [
      { field: 'booking_data.email', message: 'is required' },
      { field: 'x', message: 'y' },
    ];
    const detail = 'One field needs attention.';
    const unnamed = await scriptedServer(problem('schema_validation_failed', { detail, fields }));
    expect((await caught(clientOf(unnamed).pois())).message).toContain(
      `pois: ${detail} booking_data.email is required (422 schema_validation_failed, `,
    );
    const named = await scriptedServer(
      problem('invalid_request', { detail: 'booking_data.email is missing', fields }),
    );
    expect((await caught(clientOf(named).pois())).message).toContain('pois: booking_data.email is missing (');
  });

  test('an answer in JSON that is not the gateway’s is not quoted: it may be a booking', async () => {
    const server = await scriptedServer((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"email": "lan@traveller.example"'),
    );
    const error = await caught(clientOf(server).getBooking('BK-1-AAAAA'));
    expect(error).toMatchObject({ kind: 'unreadable_answer', bodyExcerpt: undefined });
    expect(inspect(error)).not.toContain('traveller.example');
  });

  test('as JSON it is whole, for structured logs', async () => {
    const server = await scriptedServer(problem('unauthorized'));
    const error = await caught(clientOf(server).search(query, { correlationId: 'c-3' }));
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      name: 'AuthenticationError',
      kind: 'authentication',
      code: 'unauthorized',
      status: 401,
      correlationId: 'c-3',
      message: error.message,
    });
  });
});

describe('what an error never tells', () => {
  const everywhere = (error: GatewayError): string =>
    [inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error), error.stack, String(error)].join(
      '\n',
    );

  test('the key, when a proxy echoes it', async () => {
    const server = await scriptedServer(page(403, `<p>denied: x-api-key ${canaryKey}</p>`));
    const error = await caught(clientOf(server).search(query));
    expect(error.bodyExcerpt).toContain('denied: x-api-key [redacted]');
    expect(everywhere(error)).not.toContain(canaryKey);
  });

  test('the key, when a problem quotes it', async () => {
    const fields = [{ field: 'x-api-key', message: `is ${canaryKey}` }];
    const server = await scriptedServer(problem('invalid_request', { detail: canaryKey, fields }));
    expect(everywhere(await caught(clientOf(server).search(query)))).not.toContain(canaryKey);
  });

  test('the key, when what carries the requests puts it into its error', async () => {
    const server = await scriptedServer(reset);
    const fetch = (input: Parameters<typeof globalThis.fetch>[0]): Promise<Response> => {
      const request = new Request(input);
      const inner = Object.assign(new Error(`refused for ${request.headers.get('x-api-key')}`), { request });
      const headers = Object.fromEntries(request.headers);
      throw Object.assign(new TypeError('fetch failed', { cause: inner }), { headers, code: 'EPROXY' });
    };
    const error = await caught(clientOf(server, { fetch, retries: 0 }).search(query));
    expect(error.message).toContain('EPROXY');
    expect(inspect(error.cause)).toContain('refused for [redacted]');
    expect(everywhere(error)).not.toContain(canaryKey);
  });

  test('the key, when the connection breaks or the options are wrong', async () => {
    const server = await scriptedServer(reset);
    expect(everywhere(await caught(clientOf(server, { retries: 0 }).search(query)))).not.toContain(canaryKey);
    const wrong = () => clientOf(server, { apiKey: `${canaryKey}\n` });
    expect(wrong).toThrow('apiKey must be visible ASCII');
    expect(wrong).not.toThrow(canaryKey);
  });

  test('nor does the client itself', async () => {
    const server = await scriptedServer(reset);
    const gateway = clientOf(server);
    expect(inspect(gateway, { depth: 10, showHidden: true }) + JSON.stringify(gateway)).not.toContain(
      canaryKey,
    );
    expect(Object.isFrozen(gateway)).toBe(true);
  });
});
