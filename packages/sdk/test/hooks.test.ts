/** What a client tells while it works, and that it never tells a secret. */
import { describe, expect, test } from 'vitest';
import { canaryKey, clientOf, query } from './support/client.ts';
import { scriptedServer } from './support/scripted-server.ts';
import { example, json, page, problem, reset } from './support/steps.ts';

const events = () => {
  const told: (readonly [name: string, event: Record<string, unknown>])[] = [];
  const listen = (name: string) => (event: object) => told.push([name, { ...event }]);
  const hooks = {
    onRequest: listen('onRequest'),
    onResponse: listen('onResponse'),
    onRetry: listen('onRetry'),
    onError: listen('onError'),
  };
  return { told, hooks };
};
const noWait = { 'retry-after': '0' };

describe('hooks', () => {
  test('tell each attempt, each answer and each repetition of a call, in order', async () => {
    const server = await scriptedServer(
      problem('overloaded', {}, noWait),
      json(200, example('booking-approved')),
    );
    const { told, hooks } = events();
    await clientOf(server, hooks).getBooking('BK-8451207-7GQ2M', { correlationId: 'c-1' });
    const call = {
      operation: 'getBooking',
      method: 'GET',
      path: '/v1/{client_id}/bookings/{booking_id}',
      correlationId: 'c-1',
    };
    const durationMs = expect.any(Number);
    expect(told).toEqual([
      ['onRequest', { ...call, attempt: 1 }],
      ['onResponse', { ...call, attempt: 1, status: 503, durationMs }],
      ['onRetry', { ...call, attempt: 1, code: 'overloaded', waitMs: 0 }],
      ['onRequest', { ...call, attempt: 2 }],
      ['onResponse', { ...call, attempt: 2, status: 200, durationMs }],
    ]);
  });

  test('tell the failure of a call once, also where no answer came', async () => {
    const server = await scriptedServer(reset);
    const { told, hooks } = events();
    const call = clientOf(server, { ...hooks, retries: 0 }).confirmBooking('BK-8451207-7GQ2M');
    await expect(call).rejects.toMatchObject({ kind: 'connection' });
    expect(told.map(([name]) => name)).toEqual(['onRequest', 'onError']);
    expect(told[1]?.[1]).toMatchObject({
      operation: 'confirmBooking',
      kind: 'connection',
      code: 'connection_failed',
      outcome: 'unknown',
      retryable: true,
      attempt: 1,
    });
  });

  test('tell nothing of a key, a body, an id, a query or the text of an error', async () => {
    const secrets = [canaryKey, 'order-77', 'k1.secret-token', 'traveller.example', 'BK-8451207', 'VNHANMYD'];
    const server = await scriptedServer(
      problem('invalid_request', { detail: secrets.join(' '), booking_id: 'BK-8451207-7GQ2M' }),
      page(502, secrets.join(' ')),
      problem('booking_not_found', { detail: 'BK-8451207-7GQ2M' }),
    );
    const { told, hooks } = events();
    const gateway = clientOf(server, { ...hooks, retries: 0, headers: { 'x-secret': 'order-77' } });
    const booking_data = { passengers: [], email: 'lan@traveller.example' };
    await Promise.allSettled([
      gateway.createBooking(
        { booking_token: 'k1.secret-token', booking_data },
        { idempotencyKey: 'order-77' },
      ),
      gateway.search(query),
      gateway.getBooking('BK-8451207-7GQ2M'),
    ]);
    expect(told).toHaveLength(9);
    for (const secret of secrets) expect(JSON.stringify(told)).not.toContain(secret);
  });

  test('that throw or reject break no call', async () => {
    const server = await scriptedServer(problem('overloaded', {}, noWait), problem('unauthorized'));
    const fail = () => {
      throw new Error('mine');
    };
    const reject = () => Promise.reject(new Error('mine too'));
    const hooks = { onRequest: fail, onResponse: reject, onRetry: fail, onError: reject };
    await expect(clientOf(server, hooks).search(query)).rejects.toMatchObject({ kind: 'authentication' });
  });

  test('that are no functions are refused by name', async () => {
    const wrong = { onRetry: 'log' } as unknown as { onRetry: () => void };
    expect(() => clientOf({ baseUrl: 'http://gateway.example' }, wrong)).toThrow(/^onRetry /);
  });
});
