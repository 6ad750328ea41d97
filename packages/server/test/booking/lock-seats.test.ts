/** Lock seats: held all or none, against everybody else, for fifteen minutes, and taken over by create. */
import { bookingSchema, releasedSeatLocksSchema, seatLocksSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { bangkokTrip, hanoiSapa, hanoiSapaData, hanoiTrip, open } from '../support/builders.ts';
import { expectProblem, fieldsOf } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

let trip = '';
let token = '';
const opened = async (clientId = 'demo', id = trip, pax = 2): Promise<string> =>
  (await open(api.as(clientId), id, pax)).booking_token;
beforeEach(async () => {
  trip = hanoiTrip();
  token = await opened();
});

/** A session for one passenger. */
const alone = (clientId = 'demo'): Promise<string> => opened(clientId, trip, 1);

const bodyOf = (booking_token: string, seats: readonly string[]) => ({
  booking_token,
  booking_data: { seat_selection: seats },
});
const lock = (booking_token: string, seats: readonly string[], clientId = 'demo') =>
  api.as(clientId).post('/seats', bodyOf(booking_token, seats));
const create = (booking_token: string, seats: readonly string[], clientId = 'demo') =>
  api
    .as(clientId)
    .post('/bookings', { booking_token, booking_data: { ...hanoiSapaData, seat_selection: seats } });

describe('the answer', () => {
  test('has exactly three fields, and the contract’s total', async () => {
    const answer = await lock(await opened('demo', hanoiSapa), ['A1', 'B1']);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      200,
      { passenger_count: 2, status: 'reserved', total_price: { currency: 'USD', amount: '41.70' } },
    ]);
  });

  test('is of the seats of one passenger too', async () => {
    const answer = await lock(await alone(), ['A1']);
    expect(JSON.parse(answer.text)).toMatchObject({
      passenger_count: 1,
      total_price: { currency: 'USD', amount: '19.75' },
    });
  });

  test.each([
    '/v1/demo/seats',
    '/v1.0/demo/seats',
    '/demo/seats',
    '/v1/demo/bookings/lock_seats',
    '/demo/bookings/lock_seats',
  ])('is the same at %s', async (path) => {
    const answer = await api.as('demo').send('POST', path, { body: bodyOf(token, ['A1', 'B1']) });
    expect(answer.status).toBe(200);
  });

  test('is the same for the synonyms of the body', async () => {
    const answer = await api.as('demo').post('/seats', { bookingToken: token, seats: ['A1', 'B1'] });
    expect(answer.status).toBe(200);
  });

  test('costs 12go one read and no write', async () => {
    const [calls, carts] = [api.upstreamCalls(), api.executed('addToCart')];
    await lock(token, ['A1', 'B1']);
    expect([api.upstreamCalls(), api.executed('addToCart')]).toEqual([calls + 1, carts]);
  });
});

describe('a lock', () => {
  test('keeps the seat from every other session, of any client, at lock and at create', async () => {
    await lock(token, ['A1', 'B1']);
    const locked = expectProblem(await lock(await alone(), ['A1']), 'seat_locked');
    expect(locked.detail).toContain('Nothing was locked');
    expectProblem(await lock(await opened('rival'), ['B1', 'B2'], 'rival'), 'seat_locked');
    const problem = expectProblem(
      await create(await opened('rival'), ['B1', 'B2'], 'rival'),
      'seat_locked',
      'not_executed',
    );
    expect(problem.fields).toEqual([
      { field: 'booking_data.seat_selection', message: expect.stringContaining('B1') },
    ]);
    expect(problem.detail).toContain('Nothing was booked');
    expect(problem.detail).not.toContain('locked');
  });

  test('is all or none: a refused one locks nothing', async () => {
    await lock(await alone(), ['A1']);
    expectProblem(await lock(await opened('rival'), ['B2', 'A1'], 'rival'), 'seat_locked');
    expect((await lock(await alone('strict'), ['B2'], 'strict')).status).toBe(200);
  });

  test('is replaced by the next one of its session', async () => {
    await lock(token, ['A1', 'B1']);
    await lock(token, ['B1', 'B2']);
    expect((await lock(await alone('rival'), ['A1'], 'rival')).status).toBe(200);
    expectProblem(await lock(await alone('strict'), ['B1'], 'strict'), 'seat_locked');
  });

  test('ends after fifteen minutes', async () => {
    await lock(await alone(), ['A1']);
    const other = await alone('rival');
    api.sandbox.clock.advance(15 * 60_000 - 1_000);
    expectProblem(await lock(other, ['A1'], 'rival'), 'seat_locked');
    api.sandbox.clock.advance(2_000);
    expect((await lock(other, ['A1'], 'rival')).status).toBe(200);
  });

  test('takes as many seats as the session has passengers, on a small vehicle too', async () => {
    const family = await opened('demo', trip, 3);
    expect((await lock(family, ['A1', 'B1', 'B2'])).status).toBe(200);
    const [first] = hanoiSapaData.passengers;
    const passengers = [...hanoiSapaData.passengers, { ...first, first_name: 'Bao' }];
    const booking_data = { ...hanoiSapaData, passengers, seat_selection: ['A1', 'B1', 'B2'] };
    const answer = await api.as('demo').post('/bookings', { booking_token: family, booking_data });
    expect(answer.read(bookingSchema).passenger_count).toBe(3);
  });

  test('is refused to none of thirty sessions in a row of one partner on other days', async () => {
    const statuses: number[] = [];
    for (let session = 0; session < 30; session += 1)
      statuses.push((await lock(await opened('demo', hanoiTrip()), ['A1', 'B1'])).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test('leaves half of a trip’s seats to others when one client has several sessions there', async () => {
    await lock(token, ['A1', 'B1']);
    const answer = await lock(await alone(), ['B2']);
    expectProblem(answer, 'rate_limited');
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  });

  test('wins over the seats that create names', async () => {
    await lock(token, ['B1', 'B2']);
    const { total_price } = (await create(token, ['A1', 'B1'])).read(bookingSchema);
    expect(total_price).toEqual({ currency: 'USD', amount: '43.90' });
  });

  test('is let go when the booking is refused', async () => {
    await lock(token, ['A1', 'B1']);
    api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'gone_at_reserve', times: 1 });
    expectProblem(await create(token, ['A1', 'B1']), 'trip_unavailable', 'not_executed');
    expect((await lock(await opened('rival'), ['A1', 'B1'], 'rival')).status).toBe(200);
  });
});

describe('unlocking', () => {
  const unlock = (booking_token: string, clientId = 'demo') =>
    api.as(clientId).send('DELETE', `/v1/${clientId}/seats`, { body: { booking_token } });
  const takenBy = async (clientId: string) => (await lock(await alone(clientId), ['A1'], clientId)).status;

  test('lets the seats of the session go, and says nothing more', async () => {
    await lock(token, ['A1', 'B1']);
    const answer = await unlock(token);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await takenBy('rival')).toBe(200);
  });

  test('is content when nothing is held, and leaves what others hold', async () => {
    expect((await unlock(token)).status).toBe(204);
    expect(await takenBy('rival')).toBe(200);
    expect((await unlock(token)).status).toBe(204);
    expect(await takenBy('strict')).toBe(409);
  });

  test('gives the whole trip back to the sessions of the client', async () => {
    await lock(token, ['A1', 'B1']);
    await unlock(token);
    expect((await lock(await opened('demo', trip, 3), ['A1', 'B1', 'B2'])).status).toBe(200);
  });

  test.each([
    ['/v1/demo/seats?booking_token=', undefined],
    ['/demo/seats?booking_token=', undefined],
    ['/v1/demo/bookings/lock_seats?booking_token=', undefined],
    ['/demo/bookings/lock_seats', 'booking_token'],
    ['/v1.0/demo/seats', 'bookingToken'],
  ])('is the same at %s', async (path, member) => {
    await lock(token, ['A1', 'B1']);
    const asked =
      member === undefined
        ? await api.as('demo').send('DELETE', path + token)
        : await api.as('demo').send('DELETE', path, { body: { [member]: token } });
    expect(asked.status).toBe(204);
    expect(await takenBy('rival')).toBe(200);
  });

  test('works after the end of the token, whose lock may last longer', async () => {
    api.sandbox.clock.advance(19 * 60_000);
    await lock(token, ['A1', 'B1']);
    api.sandbox.clock.advance(2 * 60_000);
    expect((await unlock(token)).status).toBe(204);
    expect(await takenBy('rival')).toBe(200);
  });

  test('is refused without a token, with a misspelt one, and with one of another client', async () => {
    const at = (body?: object) => api.as('demo').send('DELETE', '/v1/demo/seats', { body });
    expect(fieldsOf(expectProblem(await at(), 'invalid_request'))).toEqual(['booking_token']);
    expectProblem(await at({}), 'invalid_request');
    expectProblem(await at({ bokingToken: token }), 'invalid_request');
    expectProblem(await unlock(await opened('rival')), 'invalid_booking_token');
    expectProblem(await at({ booking_token: 'nonsense' }), 'invalid_booking_token');
  });
});

describe('a seat map that is read while seats are locked', () => {
  const cellsOf = async (clientId: string) => {
    const { extras } = await open(api.as(clientId), trip, 2);
    const rows = extras.seat_map?.sections.flatMap((section) => section.rows) ?? [];
    return new Map(
      rows.flatMap(({ cells }) => cells).flatMap((cell) => (cell ? [[cell.seat_id, cell]] : [])),
    );
  };
  const offered = async (clientId: string) => {
    const { booking_schema } = await open(api.as(clientId), trip, 2);
    const seat = z.object({ const: z.string() });
    const items = z.object({ items: z.object({ anyOf: z.array(seat) }) });
    const schema = z.object({ properties: z.object({ seat_selection: items }) }).parse(booking_schema);
    return schema.properties.seat_selection.items.anyOf.map((choice) => choice.const);
  };

  test('shows them as taken, and offers the others only', async () => {
    expect(await offered('rival')).toEqual(expect.arrayContaining(['A1', 'B1', 'B2']));
    await lock(await alone(), ['A1']);
    const cells = await cellsOf('rival');
    expect(cells.get('A1')).toMatchObject({ available: false });
    expect(cells.get('A1')).not.toHaveProperty('held_until');
    expect(cells.get('B1')).toMatchObject({ available: true });
    expect((await offered('rival')).sort()).toEqual(['B1', 'B2']);
  });

  test('tells the client that holds them until when', async () => {
    const until = new Date(api.sandbox.clock.now() + 15 * 60_000).toISOString().slice(0, 16);
    await lock(await alone(), ['A1']);
    expect((await cellsOf('demo')).get('A1')).toMatchObject({
      available: false,
      held_until: expect.stringContaining(until),
    });
  });

  test('leaves their own session free to book them', async () => {
    await lock(token, ['A1', 'B1']);
    await cellsOf('demo');
    expect((await create(token, ['A1', 'B1'])).status).toBe(200);
  });
});

describe('is refused', () => {
  test('with 400: no seats, a seat twice, more seats than passengers', async () => {
    for (const seats of [[], ['A1', 'A1'], ['A1', 'B1', 'B2'], ['']])
      expectProblem(await lock(token, seats), 'invalid_request');
    expectProblem(await api.as('demo').post('/seats', { booking_token: token }), 'invalid_request');
  });

  test.each([[['A2']], [['Z9']], [['a1']]])('with 422: %j is not a free seat', async (seats) => {
    expect(fieldsOf(expectProblem(await lock(await alone(), seats), 'seats_unavailable'))).toEqual([
      'booking_data.seat_selection[0]',
    ]);
  });

  test('with 422: fewer seats than passengers, in the words that create has for it', async () => {
    const field = 'booking_data.seat_selection';
    const message = 'choose 2 seats, one for each passenger; 1 was given';
    const problem = expectProblem(await lock(token, ['A1']), 'seats_unavailable');
    expect(problem).toMatchObject({ detail: `${field}: ${message}.`, fields: [{ field, message }] });
    const refused = expectProblem(await create(token, ['A1']), 'schema_validation_failed', 'not_executed');
    expect(refused.fields).toEqual([{ field, message }]);
    expect((await create(token, ['A1', 'B1'])).status).toBe(200);
  });

  test('with 422: the trip has no seat map', async () => {
    expectProblem(await lock(await opened('demo', bangkokTrip(), 1), ['A1']), 'seats_unavailable');
  });

  test('with 409: the cart is gone', async () => {
    api.sandbox.scenarios.set({ operation: 'checkoutForm', scenario: 'cart_expired', times: 1 });
    expectProblem(await lock(token, ['A1', 'B1']), 'trip_unavailable');
  });

  test('with 404 after the token’s twenty minutes', async () => {
    api.sandbox.clock.advance(20 * 60_000 + 1_000);
    expectProblem(await lock(token, ['A1']), 'booking_token_expired');
  });

  test.each([
    ['tampered', (text: string) => `${text.slice(0, 60)}${text[60] === 'A' ? 'B' : 'A'}${text.slice(61)}`],
    ['cut', (text: string) => text.slice(0, 40)],
    ['no token', () => 'nonsense'],
    ['under an unknown key', (text: string) => text.replace(/^k1/, 'k2')],
  ])('with 422: the token is %s', async (_what, spoil) => {
    const before = api.upstreamCalls();
    expectProblem(await lock(spoil(token), ['A1']), 'invalid_booking_token');
    expect(api.upstreamCalls()).toBe(before);
  });
});

describe('in an operator’s hands', () => {
  const list = async (query: string) =>
    (await api.ops(`/ops/v1/seat-locks?${query}`)).read(seatLocksSchema).seat_locks;
  const release = (body: object) =>
    sendTo(api.opsBaseUrl, 'POST', '/ops/v1/seat-locks/release', {
      headers: { 'x-ops-key': api.opsKey },
      body,
    });
  const mine = async () => {
    expect((await lock(token, ['A1', 'B1'])).status).toBe(200);
    const locks = await list('client_id=demo');
    return locks.filter(({ trip_id, date }) => trip.startsWith(`${trip_id}-${date}`));
  };

  test('they are listed by departure and by client, with whose they are and until when', async () => {
    const locks = await mine();
    expect(locks.map(({ seat }) => seat).toSorted()).toEqual(['A1', 'B1']);
    const [{ trip_id = '', date = '' } = {}] = locks;
    expect(await list(`trip_id=${trip_id}&date=${date}`)).toEqual(locks);
    expect(await list(`trip_id=${trip_id}&date=${date}&client_id=rival`)).toEqual([]);
    const endsMs = Date.parse(`${locks[0]?.locked_until}Z`) - api.sandbox.clock.now();
    expect(Math.abs(endsMs - 15 * 60_000)).toBeLessThan(60_000);
  });

  test('what a session holds is let go, others can have it at once, and the log and the story say who did it', async () => {
    const [{ seat: _seat, locked_until: _until, ...session } = {}] = await mine();
    const answer = await release({ ...session, cart: 'c8Kq2Zt1', reason: 'ticket 4711' });
    const { released, effect } = answer.read(releasedSeatLocksSchema);
    expect(released.toSorted()).toEqual(['A1', 'B1']);
    expect(effect).toContain('Nothing changes at 12go');
    expect((await lock(await opened('rival', trip, 1), ['A1'], 'rival')).status).toBe(200);
    const line = api.logLines.find((one) => one.includes('An operator released seat locks'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      operator: 'demo',
      client_id: 'demo',
      count: 2,
      note: 'ticket 4711',
    });
    const story = await api.gateway.parts.deps.writes.journal.read({ clientId: 'demo', id: 'c8Kq2Zt1' });
    expect(story.at(-1)).toMatchObject({
      step: 'seat_lock',
      detail: { state: 'released_by_operator', seats: 2, operator: 'demo', reason: 'ticket_4711' },
    });
    const again = await release({ ...session, reason: 'once more' });
    expect(again.read(releasedSeatLocksSchema).released).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['a trip without a date', 'trip_id=VN0fSc0fY87jib04V0pW41sL'],
    ['a date without a trip', 'date=2026-12-05'],
  ])('a question about %s is refused', async (_what, query) => {
    expectProblem(await api.ops(`/ops/v1/seat-locks?${query}`), 'invalid_request');
  });

  test('a client that is not there is not found', async () => {
    expectProblem(await api.ops('/ops/v1/seat-locks?client_id=nobody'), 'client_not_found');
  });
});
