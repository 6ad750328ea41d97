/** A pending booking is waited for until it is answered, wherever the waiting goes on. */
import { GatewayFaultError, TimeoutError } from '@partner-gateway/sdk';
import { type PendingBooking, wait } from '@partner-gateway/sdk/flows';
import { describe, expect, test } from 'vitest';
import { clientOf } from '../support/client.ts';
import { type Step, scriptedServer } from '../support/scripted-server.ts';
import { accepted, example, json, page, problem, reset } from '../support/steps.ts';

const request = { booking_token: 'k1.token', booking_data: { passengers: [] } };
const booked = json(200, example('booking-reserved'));
const booking = example('booking-reserved');
const notYet = (id: string, seconds = 0): Step =>
  accepted({ location: `/incomplete_results/${id}`, 'retry-after': String(seconds) });
const pending: PendingBooking = {
  state: 'pending',
  incompleteResultId: 'k1.first',
  retryAfterSeconds: 0,
  correlationId: 'c-1',
  operation: 'createBooking',
  idempotencyKey: 'order-77',
};
const confirming: PendingBooking = {
  ...pending,
  operation: 'confirmBooking',
  bookingId: 'BK-8451207-7GQ2M',
};

describe('waiting', () => {
  test('follows the place and the pause of each answer until the booking is there', async () => {
    const server = await scriptedServer(notYet('k1.first'), notYet('k1.second'), notYet('k1.third'), booked);
    const gateway = clientOf(server, { retries: 0 });
    const seen: PendingBooking[] = [];
    const result = await gateway.createBooking(request, { idempotencyKey: 'order-77' });
    expect(await wait(gateway, result, { onUpdate: (update) => seen.push(update) })).toEqual(booking);
    expect(server.received.slice(1).map(({ url }) => url.split('/').at(-1))).toEqual([
      'k1.first',
      'k1.second',
      'k1.third',
    ]);
    expect(seen.map(({ incompleteResultId }) => incompleteResultId)).toEqual(['k1.second', 'k1.third']);
    for (const update of seen) {
      expect(update).toMatchObject({ operation: 'createBooking', idempotencyKey: 'order-77' });
    }
  });

  test('hands back what is finished, and asks nothing', async () => {
    const server = await scriptedServer(booked);
    const gateway = clientOf(server);
    const result = await gateway.createBooking(request);
    expect(await wait(gateway, result)).toEqual(booking);
    expect(server.received).toHaveLength(1);
  });

  test('goes on from JSON, without what made it', async () => {
    const first = await scriptedServer(notYet('k1.first'));
    const kept = JSON.stringify(await clientOf(first).createBooking(request));
    const second = await scriptedServer(booked);
    expect(await wait(clientOf(second), JSON.parse(kept))).toEqual(booking);
    expect(second.received[0]?.url).toBe('/v1/acme/incomplete_results/k1.first');
  });

  test.for([
    ['a lost connection', reset],
    ['a balancer’s page', page(503, '<h1>Service Unavailable</h1>')],
    ['a gateway that cannot look', problem('idempotency_unavailable', { outcome: 'unknown' })],
    ['a supplier that cannot be read', problem('upstream_timeout')],
  ] as const)('goes on after %s, which says nothing of the booking', async ([, step]) => {
    const server = await scriptedServer(step, booked);
    expect(await wait(clientOf(server, { retries: 0 }), pending)).toEqual(booking);
  });

  test('a listener that throws or rejects stops nothing', async () => {
    const server = await scriptedServer(notYet('k1.first'), notYet('k1.first'), booked);
    let calls = 0;
    const onUpdate = () => {
      calls += 1;
      if (calls === 1) throw new Error('mine');
      return Promise.reject(new Error('mine too'));
    };
    expect(await wait(clientOf(server), pending, { onUpdate })).toEqual(booking);
  });
});

describe('the end of waiting', () => {
  test('is the error of the original call when that failed', async () => {
    const server = await scriptedServer(
      notYet('k1.first'),
      problem('trip_unavailable', { outcome: 'not_executed' }),
    );
    await expect(wait(clientOf(server), pending)).rejects.toMatchObject({
      kind: 'trip_unavailable',
      outcome: 'not_executed',
    });
  });

  test('is an outcome that stays unknown, as the gateway tells it', async () => {
    const server = await scriptedServer(problem('upstream_timeout', { outcome: 'unknown' }));
    await expect(wait(clientOf(server, { retries: 0 }), pending)).rejects.toMatchObject({
      code: 'upstream_timeout',
      outcome: 'unknown',
    });
  });

  test('a deadline that the next pause would pass ends it at once, with what is still pending', async () => {
    const server = await scriptedServer(notYet('k1.second', 3));
    const error = await wait(clientOf(server), pending, { deadlineMs: 2_000 }).catch((reason) => reason);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({
      code: 'deadline_exceeded',
      operation: 'createBooking',
      outcome: 'unknown',
      idempotencyKey: 'order-77',
      pending: { ...pending, incompleteResultId: 'k1.second', retryAfterSeconds: 3 },
    });
    const later = await scriptedServer(booked);
    const { pending: kept } = JSON.parse(JSON.stringify(error)) as { pending: PendingBooking };
    expect(await wait(clientOf(later), { ...kept, retryAfterSeconds: 0 })).toEqual(booking);
  });

  test.for([
    ['while it pauses', notYet('k1.second', 30)],
    ['while it asks', () => {}],
  ] as const)('an abort %s ends it within 250 ms, with what is still pending', async ([, step]) => {
    const server = await scriptedServer(step);
    const stop = new AbortController();
    const waiting = wait(clientOf(server), pending, { signal: stop.signal }).catch((error) => error);
    while (server.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const startedMs = performance.now();
    stop.abort(new Error('the customer left'));
    expect(await waiting).toMatchObject({
      kind: 'abort',
      pending: { idempotencyKey: 'order-77' },
      cause: { message: 'the customer left' },
    });
    expect(performance.now() - startedMs).toBeLessThan(250);
  });

  test('a deadline that cannot be is refused by name', async () => {
    const server = await scriptedServer(booked);
    await expect(wait(clientOf(server), pending, { deadlineMs: 0 })).rejects.toThrow(/^deadlineMs /);
  });
});

describe('a result that is no longer kept', () => {
  const expired = problem('result_expired', { outcome: 'executed' });

  test('of a confirm is asked for by the same confirm under its key', async () => {
    const server = await scriptedServer(expired, booked);
    expect(await wait(clientOf(server), confirming)).toEqual(booking);
    expect(server.received[1]).toMatchObject({
      method: 'POST',
      url: '/v1/acme/bookings/BK-8451207-7GQ2M/confirm',
      headers: { 'idempotency-key': 'order-77' },
    });
  });

  test('of a create is asked for by the same create under its key, when its body is given', async () => {
    const server = await scriptedServer(expired, booked);
    expect(await wait(clientOf(server), pending, { request })).toEqual(booking);
    expect(server.received[1]).toMatchObject({
      url: '/v1/acme/bookings',
      headers: { 'idempotency-key': 'order-77' },
      body: JSON.stringify(request),
    });
  });

  test('of a create without its body ends with what to do, and books nothing', async () => {
    const server = await scriptedServer(expired);
    const error = await wait(clientOf(server), pending).catch((reason) => reason);
    expect(error).toBeInstanceOf(GatewayFaultError);
    expect(error).toMatchObject({ code: 'result_expired', outcome: 'executed', pending });
    expect(error.message).toContain('the same createBooking under the key order-77');
    expect(server.received.map(({ method }) => method)).toEqual(['GET']);
  });

  test('is asked for again when the repetition was not answered', async () => {
    const server = await scriptedServer(expired, page(503, 'down'), expired, booked);
    expect(await wait(clientOf(server, { retries: 0 }), confirming)).toEqual(booking);
  });
});
