/** Quote: what create would ask for and refuse, told at once and without a trace. */
import { type Problem, type Quote, quoteSchema } from '@partner-gateway/contract';
import { timetable } from '@partner-gateway/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { hanoiSapaData, hanoiTrip, open } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ clients: { rival: { credit_line_check: false } } });
});
afterAll(() => api.close());
beforeEach(() => {
  api.creditLine.set('demo', { balance: '1000000.00', currency: 'USD' });
});

const opened = async (trip = hanoiTrip(), clientId = 'demo') =>
  (await open(api.as(clientId), trip, 2)).booking_token;
const ask = (body: object, clientId = 'demo') => api.as(clientId).post('/bookings/quote', body);
const quote = async (body: object, clientId = 'demo'): Promise<Quote> =>
  (await ask(body, clientId)).read(quoteSchema);
const create = (body: object) => api.as('demo').post('/bookings', body);
const linesOf = ({ lines }: Quote) =>
  lines.map(({ kind, title, amount }) => `${kind} ${title} ${amount.amount}`);
const fieldsOf = ({ problems }: Quote) => problems.map(({ field }) => field).toSorted();
const codesOf = ({ problems }: Quote) => [...new Set(problems.map(({ code }) => code))];
const payloadOf = (booking_token: string, clientId = 'demo') => {
  const { tokens, clock } = api.gateway.parts.deps;
  return tokens.booking.open(booking_token, { clientId, nowSeconds: clock.nowSeconds() });
};
const usd = (amount: string) => ({ currency: 'USD', amount });

type TimetableTrip = (typeof timetable)[number];
const tripWhere = (isMeant: (trip: TimetableTrip) => boolean): string => {
  const trip = timetable.find(isMeant);
  return `${trip?.fares[0].key}-2026-12-01-${trip?.legs[0].departs}`;
};
const hasPricedPickUp = ({ form, routeName }: TimetableTrip): boolean =>
  form.includes('pickup') && !routeName.startsWith('Hanoi');

describe('a quote without problems', () => {
  test('is the total that create books at, line by line', async () => {
    const body = { booking_token: await opened(), booking_data: hanoiSapaData };
    const quoted = await quote(body);
    expect(quoted).toMatchObject({ passenger_count: 2, total_price: usd('41.70'), problems: [] });
    expect(linesOf(quoted)).toEqual([
      'fare Fare for 2 passengers 38.50',
      'fees Fees for 2 passengers 1.00',
      'seat B1 2.20',
    ]);
    const booked = await create({ ...body, total_price: quoted.total_price });
    expect([booked.status, JSON.parse(booked.text).total_price]).toEqual([200, quoted.total_price]);
  });

  test('tells how long it holds, and until when what is refunded', async () => {
    const trip = hanoiTrip();
    const booking_token = await opened(trip);
    const { expires_at, refunds } = await quote({ booking_token });
    const dayBefore = new Date(Date.parse(trip.slice(25, 35)) - 86_400_000).toISOString().slice(0, 10);
    expect(refunds).toEqual([{ until: `${dayBefore}T22:00`, percentage: 100 }]);
    expect(Date.parse(`${expires_at}Z`)).toBe(payloadOf(booking_token).expiresAtSeconds * 1_000);
  });

  test('says that nothing is refunded where nothing is', async () => {
    const { booking_token } = await open(
      api.as('demo'),
      tripWhere(({ fares }) => fares[0].refundHours === null),
    );
    expect((await quote({ booking_token })).refunds).toEqual([]);
  });

  test('names what a pick-up and each passenger’s bag cost', async () => {
    const { booking_token } = await open(api.as('demo'), tripWhere(hasPricedPickUp), 2);
    const { lines } = await quote({
      booking_token,
      booking_data: { additional_fields: { points_pickup: 'hotel' } },
    });
    expect(lines.at(-1)).toMatchObject({
      kind: 'pick_up',
      title: 'Hotel in the centre',
      field: 'booking_data.additional_fields.points_pickup',
      amount: { amount: '55.00' },
    });
    const ferry = await open(
      api.as('demo'),
      tripWhere(({ form }) => form.includes('baggage')),
      2,
    );
    const quoted = await quote({
      booking_token: ferry.booking_token,
      booking_data: { passengers: [{ baggage_option: '15kg' }, { baggage_option: '15 KG checked' }] },
    });
    expect(quoted.lines.filter(({ kind }) => kind === 'baggage').map(({ field }) => field)).toEqual([
      'booking_data.passengers[0].baggage_option',
      'booking_data.passengers[1].baggage_option',
    ]);
  });

  test('takes the seats that the session locked for those that are sent', async () => {
    const booking_token = await opened();
    await api.as('demo').post('/seats', { booking_token, seats: ['A1', 'B1'] });
    const quoted = await quote({ booking_token, booking_data: { ...hanoiSapaData, seat_selection: ['B2'] } });
    expect([quoted.total_price, quoted.problems]).toEqual([usd('41.70'), []]);
  });
});

describe('what create would refuse', () => {
  test('is named field by field, for passengers who are still to come too', async () => {
    const booking_token = await opened();
    const nothing = ['email', 'mobile_phone', 'passengers', 'additional_fields.points_pickup'];
    const perPassenger = [0, 1].flatMap((index) =>
      ['first_name', 'last_name', 'country_id'].map((name) => `passengers[${index}].${name}`),
    );
    const fields = [...nothing, ...perPassenger].map((name) => `booking_data.${name}`).toSorted();
    expect(fieldsOf(await quote({ booking_token }))).toEqual(fields);
    expect(fieldsOf(await quote({ booking_token, booking_data: null }))).toEqual(fields);
    const partial = await quote({
      booking_token,
      booking_data: {
        ...hanoiSapaData,
        passengers: [{ first_name: '7', last_name: 'Tran', country_id: 'AU' }],
      },
    });
    expect(partial.total_price).toEqual(usd('41.70'));
    expect(partial.problems.map(({ field, message }) => `${field}: ${message}`)).toContain(
      'booking_data.passengers[0].first_name: First name: 2 to 30 letters or spaces, for example Anna Maria',
    );
    expect(fieldsOf(partial)).toEqual(
      [
        'booking_data.passengers',
        'booking_data.passengers[0].first_name',
        ...['country_id', 'first_name', 'last_name'].map((name) => `booking_data.passengers[1].${name}`),
      ].toSorted(),
    );
  });

  const spoilt: readonly (readonly [string, object, Problem['code'], readonly string[]])[] = [
    ['a seat that is taken', { seat_selection: ['A1', 'A2'] }, 'seats_unavailable', ['seat_selection[1]']],
    ['a seat too few', { seat_selection: ['A1'] }, 'schema_validation_failed', ['seat_selection']],
    [
      'an unknown choice',
      { additional_fields: { points_pickup: 'moon' } },
      'schema_validation_failed',
      ['additional_fields.points_pickup'],
    ],
    ['passengers that are no list', { passengers: 'two' }, 'schema_validation_failed', ['passengers']],
    [
      'a passenger that is none',
      { passengers: [hanoiSapaData.passengers[0], 7] },
      'schema_validation_failed',
      ['passengers[1]'],
    ],
  ];
  test.each(spoilt)('is the same at both: %s', async (_what, changes, code, fields) => {
    const body = { booking_token: await opened(), booking_data: { ...hanoiSapaData, ...changes } };
    const quoted = await quote(body);
    expect([codesOf(quoted), fieldsOf(quoted)]).toEqual([
      [code],
      fields.map((name) => `booking_data.${name}`),
    ]);
    const refused = expectProblem(await create(body), code, 'not_executed');
    expect(refused.fields?.map(({ field }) => field)).toEqual(fieldsOf(quoted));
  });

  test('is a total that is not ours, and create tells ours as data', async () => {
    const body = { booking_token: await opened(), booking_data: hanoiSapaData, total_price: usd('1.00') };
    expect((await quote(body)).problems).toEqual([
      { code: 'cost_mismatch', field: 'total_price', message: 'is not 41.70 USD' },
    ]);
    expect(expectProblem(await create(body), 'cost_mismatch', 'not_executed').expected_total).toEqual(
      usd('41.70'),
    );
  });

  test.each([
    [{ balance: '41.69', currency: 'USD' }, 'credit_line_insufficient'],
    [null, 'credit_unavailable'],
  ] as const)('is the credit line at %j', async (balance, code) => {
    const body = { booking_token: await opened(), booking_data: hanoiSapaData };
    api.creditLine.set('demo', balance);
    const quoted = await quote(body);
    expect([codesOf(quoted), quoted.total_price]).toEqual([[code], usd('41.70')]);
    expectProblem(await create(body), code, 'not_executed');
  });

  test('is a seat that another session holds', async () => {
    const trip = hanoiTrip();
    const [booking_token, other] = [await opened(trip), await opened(trip)];
    await api.as('demo').post('/seats', { booking_token: other, seats: ['A1', 'B1'] });
    const body = { booking_token, booking_data: hanoiSapaData };
    expect(codesOf(await quote(body))).toEqual(['seat_locked']);
    expectProblem(await create(body), 'seat_locked', 'not_executed');
  });

  test('is a cart that was reserved before, whose booking is named', async () => {
    // Its seats are gone by then, and its form with them: what that leads to is not told beside it.
    const body = { booking_token: await opened(), booking_data: hanoiSapaData };
    const { id } = JSON.parse((await create(body)).text);
    expect((await quote(body)).problems).toEqual([
      { code: 'already_reserved', message: `This cart is already reserved as ${id}.`, booking_id: id },
    ]);
  });

  test('is a token that the store’s memory does not vouch for', async () => {
    const { deps } = api.gateway.parts;
    const booking_token = await opened();
    const payload = payloadOf(booking_token);
    const forgotten = deps.tokens.booking.issue({ ...payload, cartId: 'another', memoryId: 'gone-1' });
    expectProblem(await ask({ booking_token: forgotten }), 'trip_unavailable');
    const stale = deps.tokens.booking.issue({ ...payload, memoryId: 'gone-1' });
    expect(codesOf(await quote({ booking_token: stale, booking_data: hanoiSapaData }))).toEqual([
      'booking_token_stale',
    ]);
    const { refundableUntil: _end, ...older } = payload;
    const silent = await quote({ booking_token: deps.tokens.booking.issue(older) });
    expect(silent).not.toHaveProperty('refunds');
  });

  test('is a member that is misspelt', async () => {
    const body = { booking_token: await opened(), booking_data: hanoiSapaData, totalPrice: usd('1.00') };
    const { detail } = expectProblem(await ask(body), 'invalid_request');
    expect(detail).toContain('did you mean total_price?');
  });
});

describe('asking', () => {
  test('reads the form once and writes nothing: no cart, no hold, no journal, no record', async () => {
    const { deps } = api.gateway.parts;
    const booking_token = await opened(hanoiTrip(), 'rival');
    const { cartId } = payloadOf(booking_token, 'rival');
    const [calls, ledger] = [api.upstreamCalls(), api.sandbox.ledger.length];
    for (let time = 0; time < 3; time += 1) {
      await quote({ booking_token, booking_data: hanoiSapaData }, 'rival');
    }
    expect([api.upstreamCalls(), api.sandbox.ledger.length]).toEqual([calls + 3, ledger]);
    expect(await deps.writes.journal.read({ clientId: 'rival', id: cartId })).toEqual([]);
    const subject = { clientId: 'rival', operation: 'reserve', subject: cartId } as const;
    expect(await deps.writes.guard.inspect(subject)).toBeUndefined();
  });

  test('needs a token that is whole, in time and the client’s own', async () => {
    const booking_token = await opened();
    expectProblem(await ask({ booking_data: {} }), 'missing_parameter');
    expectProblem(await ask({ booking_token: `${booking_token}x` }), 'invalid_booking_token');
    expectProblem(await ask({ booking_token }, 'rival'), 'invalid_booking_token');
    api.sandbox.clock.advance(20 * 60_000);
    expectProblem(await ask({ booking_token }), 'booking_token_expired');
  });
});
