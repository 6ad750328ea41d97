/** Eleven ways in which a server misbehaves, against the SDK on its defaults, over a real socket. */
import { isGatewayError } from '@partner-gateway/sdk';
import { describe, expect, test } from 'vitest';
import { clientOf, query } from './support/client.ts';
import { runOut, stopClock } from './support/fake-time.ts';
import { scriptedServer } from './support/scripted-server.ts';
import { example, json, page, problem, reset, silence, stall } from './support/steps.ts';

const found = json(200, example('search-response'));
const booked = json(200, example('booking-reserved'));
const request = { booking_token: 'k1.token', booking_data: { passengers: [{ first_name: 'Lan' }] } };
const keysOf = (received: readonly { headers: Record<string, unknown> }[]) =>
  received.map(({ headers }) => headers['idempotency-key']);

describe('a server that asks to wait', () => {
  test('1: a read waits the seconds of Retry-After, then succeeds', async () => {
    const server = await scriptedServer(problem('rate_limited', {}, { 'retry-after': '2' }), found);
    stopClock();

    const { value } = await runOut(server, clientOf(server).search(query));

    expect(value?.complete).toBe(true);
    const [first, second] = server.received;
    const waitedMs = (second?.atMs ?? 0) - (first?.atMs ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(2000);
    expect(waitedMs).toBeLessThan(2500);
  });

  test('2: a read waits until the HTTP date of Retry-After, by the clock of the server, then succeeds', async () => {
    const server = await scriptedServer(
      problem(
        'overloaded',
        {},
        { date: 'Wed, 28 Oct 2026 09:41:00 GMT', 'retry-after': 'Wed, 28 Oct 2026 09:41:03 GMT' },
      ),
      found,
    );
    stopClock();

    const { value } = await runOut(server, clientOf(server).search(query));

    expect(value?.complete).toBe(true);
    const [first, second] = server.received;
    const waitedMs = (second?.atMs ?? 0) - (first?.atMs ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(3000);
    expect(waitedMs).toBeLessThan(3500);
  });

  test.for(['rate_limited', 'overloaded'] as const)(
    '3: %s with a wait beyond the deadline fails at once and carries the wait',
    async (code) => {
      const server = await scriptedServer(problem(code, {}, { 'retry-after': '3600' }));
      stopClock();

      const { error, tookMs } = await runOut(server, clientOf(server).search(query));

      expect(isGatewayError(error, code === 'rate_limited' ? 'rate_limited' : 'unavailable')).toBe(true);
      expect(error).toMatchObject({ code, retryAfterSeconds: 3600, attempts: 1 });
      expect(tookMs).toBeLessThan(250);
      expect(server.received).toHaveLength(1);
    },
  );
});

describe('a write that fails', () => {
  test('4: a 500 is not sent again, because the contract does not call it retryable', async () => {
    const server = await scriptedServer(problem('internal_error', { outcome: 'unknown' }));
    stopClock();

    const { error } = await runOut(server, clientOf(server).createBooking(request));

    expect(error).toMatchObject({ kind: 'gateway_fault', status: 500, outcome: 'unknown', attempts: 1 });
    expect(server.received).toHaveLength(1);
  });

  test('4: a refusal that the contract calls retryable is sent again under the same key', async () => {
    const server = await scriptedServer(problem('overloaded', { outcome: 'not_executed' }), booked);
    stopClock();

    const { value } = await runOut(server, clientOf(server).createBooking(request));

    expect(value).toMatchObject({ state: 'finished', booking: { status: 'reserved' } });
    const [first, second] = keysOf(server.received);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).toBe(first);
  });

  test('4: without a key a failed write is never sent again', async () => {
    const server = await scriptedServer(problem('internal_error'));
    stopClock();

    const lock = { booking_token: 'k1.token', booking_data: { seat_selection: ['A1'] } };
    const { error } = await runOut(server, clientOf(server).lockSeats(lock));

    expect(error).toMatchObject({ kind: 'gateway_fault' });
    expect(server.received).toHaveLength(1);
  });

  test('5: after a reset the same request goes out again under the same key', async () => {
    const server = await scriptedServer(reset, booked);
    stopClock();

    const { value } = await runOut(server, clientOf(server).createBooking(request));

    expect(value).toMatchObject({ state: 'finished' });
    const [first, second] = server.received;
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
    expect(second?.headers['x-correlation-id']).toBe(first?.headers['x-correlation-id']);
    expect(second?.body).toBe(first?.body);
  });

  test('5: without a key a write is never sent again after a reset', async () => {
    const server = await scriptedServer(reset);
    stopClock();

    const lock = { booking_token: 'k1.token', booking_data: { seat_selection: ['A1'] } };
    const { error } = await runOut(server, clientOf(server).lockSeats(lock));

    expect(error).toMatchObject({ kind: 'connection', code: 'connection_failed' });
    expect(server.received).toHaveLength(1);
  });
});

describe('a server that refuses or is not the gateway', () => {
  test('6: a 422 problem becomes a typed error with status, code, fields and correlation id', async () => {
    const { fields } = example('problem-schema-validation-failed') as { fields: unknown };
    const server = await scriptedServer(
      problem('schema_validation_failed', { fields, outcome: 'not_executed' }),
    );

    const error: unknown = await clientOf(server)
      .createBooking(request, { correlationId: '9c1f-search-77' })
      .catch((caught: unknown) => caught);

    expect(isGatewayError(error, 'invalid_request')).toBe(true);
    expect(error).toMatchObject({
      name: 'InvalidRequestError',
      status: 422,
      code: 'schema_validation_failed',
      correlationId: '9c1f-search-77',
      retryable: false,
      outcome: 'not_executed',
      fault: 'client',
      docUrl: 'https://gateway.example/problems/schema-validation-failed',
      fields,
    });
  });

  test('7: an HTML 502 becomes a typed error with status, content type and a short excerpt', async () => {
    const html = `<html><head><style>p{}</style></head><body><h1>502 Bad Gateway</h1><p>${'nginx '.repeat(200)}</p></body>`;
    const server = await scriptedServer(page(502, html));
    stopClock();

    const { error } = await runOut(server, clientOf(server).search(query, { correlationId: 'html-502' }));

    expect(isGatewayError(error, 'unreadable_answer')).toBe(true);
    expect(error).toMatchObject({
      status: 502,
      correlationId: 'html-502',
      contentType: 'text/html',
      attempts: 3,
    });
    const { bodyExcerpt, message } = error as { bodyExcerpt: string; message: string };
    expect(bodyExcerpt).toMatch(/^502 Bad Gateway nginx/);
    expect(bodyExcerpt.length).toBeLessThanOrEqual(200);
    expect(message).toContain('502 Bad Gateway');
  });
});

describe('a server that takes too long', () => {
  test('8: a server that never answers ends in a typed timeout, bounded by default', async () => {
    const server = await scriptedServer(silence);
    stopClock();

    const { error, tookMs } = await runOut(server, clientOf(server).search(query), 500);

    expect(isGatewayError(error, 'timeout')).toBe(true);
    expect((error as Error).message).toContain('deadline_exceeded');
    expect(tookMs).toBeGreaterThanOrEqual(59_000);
    expect(tookMs).toBeLessThanOrEqual(61_000);
  });

  test('8: one attempt ends after its own bound', async () => {
    const server = await scriptedServer(silence);
    stopClock();

    const { error, tookMs } = await runOut(server, clientOf(server, { retries: 0 }).search(query), 500);

    expect(error).toMatchObject({ kind: 'timeout', code: 'timeout', attempts: 1 });
    expect(tookMs).toBeGreaterThanOrEqual(30_000);
    expect(tookMs).toBeLessThanOrEqual(31_000);
  });

  test('9: the bound covers a body that stalls after its headers', async () => {
    const server = await scriptedServer(stall);
    stopClock();

    const { error, tookMs } = await runOut(server, clientOf(server, { retries: 0 }).search(query), 500);

    expect(error).toMatchObject({ kind: 'timeout', code: 'timeout' });
    expect(tookMs).toBeLessThanOrEqual(31_000);
  });

  test('10: an abort during the back-off rejects within 250 ms', async () => {
    const server = await scriptedServer(problem('rate_limited', {}, { 'retry-after': '30' }));
    stopClock();
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('the customer left')), 5_000);

    const { error, tookMs } = await runOut(server, clientOf(server).search(query, { signal: stop.signal }));

    expect(isGatewayError(error, 'abort')).toBe(true);
    expect((error as Error).cause).toMatchObject({ message: 'the customer left' });
    expect(tookMs).toBeGreaterThanOrEqual(5_000);
    expect(tookMs).toBeLessThanOrEqual(5_250);
  });

  test('11: one typed deadline bounds all attempts and the waits between them', async () => {
    const slow = problem('upstream_error');
    const server = await scriptedServer((response, received) => {
      setTimeout(() => slow(response, received), 1_000);
    });
    stopClock();

    const call = clientOf(server).search(query, { deadlineMs: 2_500, retries: 10 });
    const { error, tookMs } = await runOut(server, call);

    expect(isGatewayError(error, 'timeout')).toBe(true);
    expect(error).toMatchObject({ code: 'deadline_exceeded', cause: { code: 'upstream_error' } });
    expect(tookMs).toBeLessThanOrEqual(2_700);
    expect(server.received.length).toBeGreaterThanOrEqual(2);
  });
});
