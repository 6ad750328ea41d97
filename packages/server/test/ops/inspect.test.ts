/** Inspect: one booking by any of its ids, as its partner and 12go see it, for whoever is on call. */
import { type Inspection, inspectionSchema } from '@partner-gateway/contract';
import type { ScenarioName } from '@partner-gateway/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { confirm, nameOf, reserve } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(() => {
  api.sandbox.scenarios.clear();
  api.sandbox.clock.reset();
});

const ask = (id: string, query = '') =>
  api.ops(`/ops/v1/bookings/${encodeURIComponent(id)}/inspection${query}`);
const inspect = async (id: string, query = ''): Promise<Inspection> =>
  (await ask(id, query)).read(inspectionSchema);

describe('a booking', () => {
  test('is told as its partner and as 12go see it at this moment', async () => {
    const booking = await confirm(api.as('demo'));
    const { resolved, booking: seen, upstream, diagnosis } = await inspect(booking.id);
    expect(resolved).toEqual({
      asked: booking.id,
      found_by: 'issued_id',
      client_id: 'demo',
      cart: api.sandbox.ledger.findLast(({ operation }) => operation === 'addToCart')?.cartId,
      integration_booking_id: booking.integration_booking_id,
      booking_id: booking.id,
    });
    expect(seen).toEqual(booking);
    expect(upstream).toMatchObject({
      status: 'confirmed',
      tracker: booking.operator_booking_id,
      has_ticket: true,
      stamp: booking.updated_at,
      net_price: { amount: '780.00', currency: 'THB' },
      gross_price: { amount: '858.20', currency: 'THB' },
    });
    expect(diagnosis.action).toBe('Nothing to do.');
  });

  test('is never cached', async () => {
    const { id } = await reserve(api.as('demo'));
    expect((await ask(id)).headers['cache-control']).toBe('no-store');
  });

  test('is found by the id as issued, without its tag, and by 12go’s own', async () => {
    const { id, integration_booking_id: bid } = await reserve(api.as('rival'));
    for (const [asked, form] of [
      [id, 'issued_id'],
      [`BK-${bid}`, 'bare_id'],
      [bid, 'bare_id'],
    ] as const) {
      const { resolved, booking } = await inspect(asked);
      expect(resolved).toMatchObject({
        asked,
        client_id: 'rival',
        integration_booking_id: bid,
        found_by: form,
      });
      expect(booking?.id).toBe(id);
    }
  });

  test('is read with the key of the client that is named', async () => {
    const { id, integration_booking_id: bid } = await reserve(api.as('native'));
    for (const asked of [id, bid]) {
      const { resolved, booking } = await inspect(asked, '?client_id=native');
      expect([resolved.client_id, booking?.id, booking?.from_station]).toEqual(['native', id, '4101']);
    }
  });

  test('that nobody knows is 503 while a key is refused: it may be behind that one', async () => {
    api.sandbox.scenarios.set({ operation: 'booking', scenario: 'bad_key_401', times: 1 });
    expectProblem(await ask('8459999'), 'client_misconfigured');
  });

  test('of clients that share a 12go key is looked for once', async () => {
    const { integration_booking_id: bid } = await reserve(api.as('demo'));
    const before = api.sandbox.calls('booking');
    await inspect(bid);
    expect(api.sandbox.calls('booking')).toBe(before + 1);
  });

  test.each([
    ['supplier_slow', 'pending', 'Wait for the supplier'],
    ['ticket_late', 'approved', 'answers 202 until it is there'],
    ['unknown_status', 'pending', 'Ask 12go what the word means'],
  ] satisfies [ScenarioName, string, string][])(
    'that is %s comes with what to do',
    async (scenario, status, action) => {
      const { id } = await confirm(api.as('demo'), nameOf(scenario));
      const { booking, diagnosis } = await inspect(id);
      expect([booking?.status, diagnosis.action]).toEqual([status, expect.stringContaining(action)]);
    },
  );
});

describe('12go that cannot be read', () => {
  test.each([
    ['server_error', 'upstream_failing', { state: 'failed', code: 'upstream_error', kind: 'server' }],
    ['bad_key_401', 'upstream_key_refused', { state: 'failed', code: 'client_misconfigured', kind: 'auth' }],
  ] as const)('%s hides neither the story nor the guard’s records', async (scenario, cause, reading) => {
    const { id, integration_booking_id: bid } = await confirm(api.as('demo'));
    api.sandbox.scenarios.set({ operation: 'booking', scenario });
    for (const asked of [id, bid]) {
      const seen = await inspect(asked);
      expect(seen.upstream_reading).toEqual(reading);
      expect([seen.booking, seen.upstream, seen.price]).toEqual([null, null, null]);
      expect(seen.resolved).toMatchObject({ client_id: 'demo', booking_id: id });
      expect(seen.guard?.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
        'reserve executed',
        'confirm executed',
      ]);
      expect(seen.timeline?.length).toBeGreaterThan(5);
      expect(seen.diagnosis.cause).toBe(cause);
    }
  });

  test('with a key that one client lacks, hides no booking of another', async () => {
    const { integration_booking_id: bid } = await reserve(api.as('rival'));
    api.sandbox.scenarios.set({ operation: 'booking', scenario: 'bad_key_401', times: 1 });
    expect((await inspect(bid)).resolved.client_id).toBe('rival');
  });
});

describe('nothing is told', () => {
  test.each([
    ['an id that nobody has', '999999999'],
    ['a wrong tag', 'BK-8451207-00000'],
    ['no id at all', 'nonsense'],
    ['zero', '0'],
    ['a number that begins with zero', 'BK-007'],
    ['a number of 20 digits', '9'.repeat(20)],
  ])('about %s: 404', async (_what, id) => {
    expectProblem(await ask(id), 'booking_not_found');
  });

  test('about a booking of another client than the one named: 404', async () => {
    const { id, integration_booking_id: bid } = await reserve(api.as('rival'));
    expectProblem(await ask(id, '?client_id=demo'), 'booking_not_found');
    expectProblem(await ask(bid, '?client_id=demo'), 'booking_not_found');
  });

  test('for a client that is not configured, or not a client id', async () => {
    const { id } = await reserve(api.as('demo'));
    expectProblem(await ask(id, '?client_id=nobody'), 'client_not_found');
    expectProblem(await ask(id, '?client_id=de%20mo'), 'invalid_request');
  });

  test('for a client without a 12go key: 503', async () => {
    expectProblem(await ask('8451207', '?client_id=keyless'), 'client_misconfigured');
  });

  test('about a bare id that only 12go could know while it fails: 502', async () => {
    api.sandbox.scenarios.set({ operation: 'booking', scenario: 'server_error' });
    expectProblem(await ask('8459999'), 'upstream_error');
  });

  test('without an operator’s key: 401, before 12go is asked', async () => {
    const { id } = await reserve(api.as('demo'));
    const before = api.upstreamCalls();
    expectProblem(
      await api.ops(`/ops/v1/bookings/${id}/inspection`, { 'x-ops-key': 'guess' }),
      'unauthorized',
    );
    expect(api.upstreamCalls()).toBe(before);
  });

  test('to other methods: 405', async () => {
    const { opsBaseUrl, opsKey } = api;
    const answer = await sendTo(opsBaseUrl, 'DELETE', '/ops/v1/bookings/1/inspection', {
      headers: { 'x-ops-key': opsKey },
    });
    expectProblem(answer, 'method_not_allowed');
    expect(answer.headers.allow).toBe('GET');
  });
});
