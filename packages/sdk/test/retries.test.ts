/** When a call is sent again, when it is not, and what is known afterwards. */
import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createError } from '../src/errors/error-classes.ts';
import { type RetryState, retryWaitMs } from '../src/retry.ts';
import { clientOf, query } from './support/client.ts';
import { runOut, stopClock } from './support/fake-time.ts';
import { scriptedServer } from './support/scripted-server.ts';
import { example, json, page, problem, reset, silence } from './support/steps.ts';

const booked = json(200, example('booking-reserved'));
const request = { booking_token: 'k1.token', booking_data: { passengers: [] } };

describe('a read', () => {
  test.for(['upstream_error', 'upstream_timeout', 'overloaded', 'rate_limited'] as const)(
    'is sent again after %s',
    async (code) => {
      const server = await scriptedServer(problem(code), json(200, example('search-response')));
      stopClock();
      const { value } = await runOut(server, clientOf(server).search(query));
      expect(value?.complete).toBe(true);
    },
  );

  test.for(['client_misconfigured', 'result_expired', 'unauthorized', 'internal_error'] as const)(
    'is not sent again after %s, which waiting does not repair',
    async (code) => {
      const server = await scriptedServer(problem(code, {}, { 'retry-after': '1' }));
      stopClock();
      const { error } = await runOut(server, clientOf(server).search(query));
      expect(error).toMatchObject({ code, attempts: 1 });
    },
  );

  test('gives up after the retries it has', async () => {
    const server = await scriptedServer(reset);
    stopClock();
    const { error } = await runOut(server, clientOf(server).search(query, { retries: 1 }));
    expect(error).toMatchObject({ kind: 'connection', attempts: 2, outcome: undefined });
    expect(server.received).toHaveLength(2);
  });
});

describe('a write', () => {
  test('is never sent again when the gateway says that the outcome is unknown', async () => {
    const server = await scriptedServer(problem('upstream_timeout', { outcome: 'unknown' }));
    stopClock();
    const { error } = await runOut(server, clientOf(server).cancelBooking('BK-1-AAAAA'));
    expect(error).toMatchObject({ kind: 'unavailable', retryable: true, outcome: 'unknown', attempts: 1 });
    expect((error as { idempotencyKey: string }).idempotencyKey).toBe(
      server.received[0]?.headers['idempotency-key'],
    );
  });

  test('waits and asks again under its key while the first attempt is still running', async () => {
    const running = problem('idempotency_in_progress', { outcome: 'unknown' }, { 'retry-after': '1' });
    const server = await scriptedServer(reset, running, booked);
    stopClock();
    const { value } = await runOut(server, clientOf(server).createBooking(request));
    expect(value).toMatchObject({ state: 'finished' });
    expect(new Set(server.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test.each(['idempotency_unavailable', 'not_ready', 'overloaded', 'rate_limited'] as const)(
    'is sent again under its key after %s, which does not know what became of it before',
    async (code) => {
      const server = await scriptedServer(problem(code, { outcome: 'unknown' }), booked);
      stopClock();
      const { value } = await runOut(server, clientOf(server).createBooking(request));
      expect(value).toMatchObject({ state: 'finished' });
      expect(new Set(server.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    },
  );

  test('is sent again under its key after a silence', async () => {
    const server = await scriptedServer(silence, booked);
    stopClock();
    const { value } = await runOut(server, clientOf(server).confirmBooking('BK-1-AAAAA'), 500);
    expect(value).toMatchObject({ state: 'finished' });
  });

  test.for([502, 503, 504])('is sent again under its key after the %i of a balancer', async (status) => {
    const server = await scriptedServer(page(status, '<h1>Bad Gateway</h1>'), booked);
    stopClock();
    const { value } = await runOut(server, clientOf(server).createBooking(request));
    expect(value).toMatchObject({ state: 'finished' });
    expect(new Set(server.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test('stays of unknown outcome when a balancer is all that answers', async () => {
    const server = await scriptedServer(page(503, '<h1>Service Unavailable</h1>'));
    stopClock();
    const { error } = await runOut(server, clientOf(server).createBooking(request));
    expect(error).toMatchObject({ kind: 'unreadable_answer', outcome: 'unknown', attempts: 3 });
  });

  test('without a key is not sent again after the 502 of a balancer', async () => {
    const server = await scriptedServer(page(502, '<h1>Bad Gateway</h1>'));
    stopClock();
    const lock = { booking_token: 'k1.token', booking_data: { seat_selection: ['A1'] } };
    const { error } = await runOut(server, clientOf(server).lockSeats(lock));
    expect(error).toMatchObject({ kind: 'unreadable_answer', attempts: 1 });
  });

  test.for([403, 500])('is not sent again when something else answered %i', async (status) => {
    const server = await scriptedServer(page(status, '<h1>No</h1>'));
    stopClock();
    const { error } = await runOut(server, clientOf(server).createBooking(request));
    expect(error).toMatchObject({ kind: 'unreadable_answer', outcome: 'unknown', attempts: 1 });
  });

  test('stays of unknown outcome when a refusal follows an attempt that may have been executed', async () => {
    const server = await scriptedServer(reset, problem('unauthorized', { outcome: 'not_executed' }));
    stopClock();
    const { error } = await runOut(server, clientOf(server).createBooking(request));
    expect(error).toMatchObject({ code: 'unauthorized', outcome: 'unknown', attempts: 2 });
  });

  test('is settled by the gateway’s word that the reservation did not happen', async () => {
    const server = await scriptedServer(reset, problem('reserve_not_executed', { outcome: 'not_executed' }));
    stopClock();
    const { error } = await runOut(server, clientOf(server).createBooking(request));
    expect(error).toMatchObject({ kind: 'expired', outcome: 'not_executed' });
  });

  test('without a key is sent again only on the gateway’s word', async () => {
    const server = await scriptedServer(problem('seat_lock_unavailable'), json(200, example('locked-seats')));
    stopClock();
    const lock = { booking_token: 'k1.token', booking_data: { seat_selection: ['A1'] } };
    const { value } = await runOut(server, clientOf(server).lockSeats(lock));
    expect(value).toEqual(example('locked-seats'));
  });
});

describe('an abort', () => {
  test('before the call sends nothing, and says so', async () => {
    const server = await scriptedServer(booked);
    const call = clientOf(server).createBooking(request, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ kind: 'abort', outcome: 'not_executed', attempts: 0 });
    expect(server.received).toHaveLength(0);
  });

  test('during a write leaves the outcome unknown', async () => {
    const stop = new AbortController();
    const server = await scriptedServer(() => stop.abort());
    const call = clientOf(server).createBooking(request, { signal: stop.signal });
    await expect(call).rejects.toMatchObject({ kind: 'abort', outcome: 'unknown', attempts: 1 });
  });

  test('of one signal stops several calls, and leaves nothing listening', async () => {
    const stop = new AbortController();
    const server = await scriptedServer(silence);
    const gateway = clientOf(server);
    const calls = [1, 2, 3].map(() => gateway.search(query, { signal: stop.signal }));
    stop.abort();
    const results = await Promise.allSettled(calls);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  test('signal over a hundred calls at once is listened to once, warns of no leak, and is let go after', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    const { signal } = new AbortController();
    const server = await scriptedServer(json(200, example('search-response')));
    const gateway = clientOf(server);
    const calls = Array.from({ length: 100 }, () => gateway.search(query, { signal }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await Promise.all(calls);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(warnings).toEqual([]);
  });
});

describe('the wait', () => {
  const error = createError({
    kind: 'unavailable',
    code: 'overloaded',
    detail: '',
    operation: 'search',
    correlationId: 'c',
    retryable: true,
    status: 503,
  });
  const state = fc.record<RetryState>({
    reads: fc.constant(true),
    keyed: fc.boolean(),
    attempts: fc.integer({ min: 1, max: 10 }),
    retries: fc.constant(10),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  test('doubles from half a second to eight, less a random half', () => {
    fc.assert(
      fc.property(state, (given) => {
        const fullMs = Math.min(8_000, 500 * 2 ** (given.attempts - 1));
        const waitMs = retryWaitMs(error, given);
        expect(waitMs).toBeGreaterThanOrEqual(fullMs / 2);
        expect(waitMs).toBeLessThanOrEqual(fullMs);
      }),
    );
  });

  test('is never shorter than the gateway asks for', () => {
    fc.assert(
      fc.property(state, fc.nat(100_000), (given, retryAfterSeconds) => {
        const asked = createError({ ...error, detail: '', retryAfterSeconds } as Parameters<
          typeof createError
        >[0]);
        expect(retryWaitMs(asked, given)).toBe(retryAfterSeconds * 1000);
      }),
    );
  });
});
