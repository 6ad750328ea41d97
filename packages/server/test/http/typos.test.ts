/** A typo is never a yes: what a booking route does not know is refused where it would do harm, and named where it does not. */
import { bookingSchema, lockedSeatsSchema, refundOptionsSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { confirm, createBody, hanoiSapa, open, reserve } from '../support/builders.ts';
import { expectProblem, fieldsOf } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ clients: { rival: { strict_requests: true } } });
});
afterAll(() => api.close());
const demo = () => api.as('demo');
const json = { 'content-type': 'application/json' };

describe('cancel, which cannot be undone', () => {
  test.each([
    ['{"Preview":true}', 'Preview', 'preview'],
    ['{"previw":true}', 'previw', 'preview'],
    ['{"prevew":true}', 'prevew', 'preview'],
    ['{"refundOption":"k1.abc"}', 'refundOption', 'refund_option'],
    ['{"refund-option":"k1.abc"}', 'refund-option', 'refund_option'],
    ['{"dry_run":true}', 'dry_run', undefined],
    ['{"preview":true,"note":"x"}', 'note', undefined],
  ])('of %s names the member, what was meant, and cancels nothing', async (body, name, meant) => {
    const booking = await confirm(demo());
    const done = await api.executedDuring('refund', async () => {
      const answer = await demo().post(`/bookings/${booking.id}/cancel`, body, json);
      const problem = expectProblem(answer, 'invalid_request', 'not_executed');
      expect(fieldsOf(problem)).toEqual([name]);
      expect(problem.detail).toContain(
        meant === undefined ? `${name} is not a member` : `did you mean ${meant}`,
      );
      expect(problem.detail).toContain('Nothing was sent to the supplier');
    });
    expect(done).toBe(0);
  });

  test.each(['?preview=true', '?Preview=1', '?dryRun=true'])(
    'asked for with %s is refused too',
    async (query) => {
      const booking = await confirm(demo());
      const done = await api.executedDuring('refund', async () => {
        const answer = await demo().post(`/bookings/${booking.id}/cancel${query}`);
        expectProblem(answer, 'invalid_request', 'not_executed');
      });
      expect(done).toBe(0);
    },
  );

  test('with null for a body is refused; nulls in an object are nothing', async () => {
    const booking = await confirm(demo());
    const cancel = (body: string) => demo().post(`/bookings/${booking.id}/cancel`, body, json);
    const done = await api.executedDuring('refund', async () => {
      const problem = expectProblem(await cancel('null'), 'invalid_request', 'not_executed');
      expect(problem.detail).toContain('The body is null');
      const listed = await cancel('{"preview":true,"refund_option":null}');
      expect(listed.read(refundOptionsSchema).refund_options.length).toBeGreaterThan(0);
    });
    expect(done).toBe(0);
    expect((await cancel('{"refund_option":null}')).headers['x-outcome']).toBe('executed');
  });

  test('still takes a currency and a locale, since every route does', async () => {
    const booking = await confirm(demo());
    const listed = await demo().post(`/bookings/${booking.id}/cancel?currency=USD&locale=th`, {
      preview: true,
    });
    expect(listed.status).toBe(200);
  });
});

describe('create', () => {
  test.each([
    ['totalPrice', 'total_price'],
    ['total-price', 'total_price'],
    ['totel_price', 'total_price'],
    ['bookingtoken', 'booking_token'],
    ['bookingToken', 'booking_token'],
    ['BookingData', 'booking_data'],
    ['boking_data', 'booking_data'],
  ])('with %s is refused, since that skips a check', async (name, meant) => {
    const body = { ...(await createBody(demo())), [name]: { amount: '1.00', currency: 'USD' } };
    const done = await api.executedDuring('reserve', async () => {
      const problem = expectProblem(await demo().post('/bookings', body), 'invalid_request', 'not_executed');
      expect(problem.detail).toContain(`did you mean ${meant}`);
    });
    expect(done).toBe(0);
  });

  test('with a member that means nothing here goes on, and names it in a header, the log and a metric', async () => {
    const body = { ...(await createBody(demo())), agent_note: 'VIP', 'Mrs Smith': 1 };
    const from = api.logLines.length;
    const answer = await demo().post('/bookings?utm_source=mail', body);
    expect(answer.read(bookingSchema).status).toBe('reserved');
    expect(answer.headers['x-ignored']).toBe('body.agent_note, body.(odd name), query.utm_source');
    const line = api.logLines.slice(from).find((one) => one.includes('were ignored'));
    expect(line).toContain('body.agent_note');
    expect(api.logLines.slice(from).join()).not.toContain('Smith');
    expect((await api.ops('/metrics')).text).toMatch(
      /gateway_request_ignored\w*\{[^}]*endpoint="create_booking"/,
    );
  });

  test('of a strict client refuses that as well', async () => {
    const rival = api.as('rival');
    const body = { ...(await createBody(rival)), agent_note: 'VIP' };
    const problem = expectProblem(await rival.post('/bookings', body), 'invalid_request', 'not_executed');
    expect(problem.detail).toContain('agent_note is not a member of this request');
  });

  test('reads null as absent in every member, and an identical repeat is the same request', async () => {
    const body = await createBody(demo());
    const withNulls = {
      ...body,
      total_price: null,
      booking_data: {
        ...body.booking_data,
        seat_selection: null,
        allow_automatic_seat_selection: null,
        passengers: body.booking_data.passengers.map((one) => ({ ...one, title: null })),
      },
    };
    const key = { 'idempotency-key': 'with nulls'.replace(' ', '-') };
    expect((await demo().post('/bookings', withNulls, key)).status).toBe(200);
    const replay = await demo().post('/bookings', body, key);
    expect([replay.status, replay.headers['idempotent-replayed']]).toEqual([200, 'true']);
  });
});

test('lock seats refuses a misspelt member and knows its synonyms', async () => {
  const { booking_token } = await open(demo(), hanoiSapa, 1);
  const misspelt = { booking_token, bokingData: { seat_selection: ['A1'] } };
  expectProblem(await demo().post('/seats', misspelt), 'invalid_request');
  const locked = await demo().post('/seats', { bookingToken: booking_token, seats: ['A1'] });
  expect(locked.read(lockedSeatsSchema).passenger_count).toBe(1);
});

test('reads stay tolerant: a parameter that they do not know is named in a header', async () => {
  const { id } = await reserve(demo());
  const answer = await demo().get(`/bookings/${id}?expand=all`);
  expect([answer.status, answer.headers['x-ignored']]).toEqual([200, 'query.expand']);
  expect((await demo().get(`/bookings/${id}`)).headers['x-ignored']).toBeUndefined();
});
