/** Create, judged before anything is sent: booking data against its schema, the total, the credit line. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { createBody, hanoiSapaData, hanoiTrip, open } from '../support/builders.ts';
import { expectProblem, fieldsOf } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({
    clients: {
      rival: { credit_line_check: false },
    },
  });
});
afterAll(() => api.close());
beforeEach(() => {
  api.creditLine.set('demo', { balance: '1000000.00', currency: 'USD' });
});

const create = (body: object, clientId = 'demo') => api.as(clientId).post('/bookings', body);
const hanoiBody = async (changes: object = {}) => ({
  booking_token: (await open(api.as('demo'), hanoiTrip(), 2)).booking_token,
  booking_data: { ...hanoiSapaData, ...changes },
});
/** Refused before anything was sent: 12go executed nothing. */
const expectNothingSent = async (work: () => Promise<unknown>): Promise<void> => {
  const before = api.sandbox.calls('reserve');
  await work();
  expect(api.sandbox.calls('reserve')).toBe(before);
};

describe('booking data', () => {
  test('that fails is reported field by field, all at once, with the partner’s paths', async () => {
    await expectNothingSent(async () => {
      const body = await hanoiBody({
        email: 'no address',
        additional_fields: { points_pickup: 'moon' },
        passengers: [hanoiSapaData.passengers[0], { last_name: 'T', country_id: 'XX', shoe_size: '42' }],
      });
      const problem = expectProblem(await create(body), 'schema_validation_failed', 'not_executed');
      expect(fieldsOf(problem).toSorted()).toEqual([
        'booking_data.additional_fields.points_pickup',
        'booking_data.email',
        'booking_data.passengers[1].country_id',
        'booking_data.passengers[1].first_name',
        'booking_data.passengers[1].last_name',
        'booking_data.passengers[1].shoe_size',
      ]);
      expect(JSON.stringify(problem)).not.toMatch(/no address|moon/);
    });
  });

  test('that fails is told in words a traveller can be shown, the first field in the detail', async () => {
    const typed = { first_name: '7', last_name: 'Tran', country_id: 'VN' };
    const wrong = await hanoiBody({ passengers: [hanoiSapaData.passengers[0], typed] });
    const one = expectProblem(await create(wrong), 'schema_validation_failed', 'not_executed');
    expect(one.detail).toBe(
      'booking_data.passengers[1].first_name: First name: 2 to 30 letters or spaces, for example Anna Maria.',
    );
    const more = await hanoiBody({ email: 'no address', passengers: [typed, typed] });
    const several = expectProblem(await create(more), 'schema_validation_failed', 'not_executed');
    expect(several.detail).toBe(
      'booking_data.email: E-mail: an e-mail address, for example anna@example.com. 2 more fields need attention.',
    );
  });

  test('typed with blanks, dashes and loose marks is tidied and booked', async () => {
    const [lan, minh] = hanoiSapaData.passengers;
    const body = await hanoiBody({
      mobile_phone: '+61 (400) 111-222',
      passengers: [{ ...lan, first_name: ' Nguyễn '.normalize('NFD') }, minh],
    });
    expect((await create(body)).status).toBe(200);
  });

  test('that only lacks something is a missing parameter', async () => {
    const { email: _email, additional_fields: _fields, ...data } = hanoiSapaData;
    const { booking_token } = await hanoiBody();
    const problem = expectProblem(
      await create({ booking_token, booking_data: data }),
      'missing_parameter',
      'not_executed',
    );
    expect(fieldsOf(problem).toSorted()).toEqual([
      'booking_data.additional_fields.points_pickup',
      'booking_data.email',
    ]);
  });

  test.each([
    [{}, ['booking_data', 'booking_token']],
    [{ booking_token: 'k1.AAAA' }, ['booking_data']],
    [{ booking_data: {} }, ['booking_token']],
  ])('or the token, when absent, is a missing parameter: %j', async (body, fields) => {
    const problem = expectProblem(await create(body), 'missing_parameter', 'not_executed');
    expect(fieldsOf(problem).toSorted()).toEqual(fields);
  });

  test('for another number of passengers fails', async () => {
    const body = await hanoiBody({
      passengers: hanoiSapaData.passengers.slice(1),
      seat_selection: ['A1', 'B1'],
    });
    const problem = expectProblem(await create(body), 'schema_validation_failed', 'not_executed');
    expect(fieldsOf(problem)).toEqual(['booking_data.passengers']);
  });

  test('naming a seat that is taken fails as such', async () => {
    const problem = expectProblem(
      await create(await hanoiBody({ seat_selection: ['A1', 'A2'] })),
      'seats_unavailable',
      'not_executed',
    );
    expect(fieldsOf(problem)).toEqual(['booking_data.seat_selection[1]']);
  });
});

describe('the total', () => {
  test.each([
    [{ currency: 'USD', amount: '41.70' }, 200],
    [{ currency: 'USD', amount: '41.71' }, 422],
    [{ currency: 'THB', amount: '41.70' }, 422],
  ])('sent as %j gets %i', async (total_price, status) => {
    const answer = await create({ ...(await hanoiBody()), total_price });
    expect(answer.status).toBe(status);
    if (status === 422) expectProblem(answer, 'cost_mismatch', 'not_executed');
  });

  test.each([
    ['402: too little', { balance: '41.69', currency: 'USD' }, 'credit_line_insufficient'],
    [
      '402: too little in another currency',
      { balance: '1400.00', currency: 'THB' },
      'credit_line_insufficient',
    ],
    ['402: overdrawn', { balance: '-1.00', currency: 'USD' }, 'credit_line_insufficient'],
    ['503: a balance without a rate', { balance: '1000.00', currency: 'XAU' }, 'credit_unavailable'],
    ['503: an answer that is not clear', { balance: 'plenty', currency: 'USD' }, 'credit_unavailable'],
    ['503: no answer', null, 'credit_unavailable'],
  ] as const)('needs credit: %s, and nothing is sent', async (_what, balance, code) => {
    await expectNothingSent(async () => {
      api.creditLine.set('demo', balance);
      expectProblem(await create(await hanoiBody()), code, 'not_executed');
    });
  });

  test('may use the credit to the cent', async () => {
    // What earlier bookings held counts for a moment longer than the bookings take.
    api.sandbox.clock.advance(6_000);
    api.creditLine.set('demo', { balance: '41.70', currency: 'USD' });
    expect((await create(await hanoiBody())).status).toBe(200);
  });

  test('needs no credit for a client that is set up so', async () => {
    api.creditLine.set('rival', null);
    expect((await create(await createBody(api.as('rival')), 'rival')).status).toBe(200);
  });
});
