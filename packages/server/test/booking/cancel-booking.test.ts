/** Cancel: at once, in two steps, with a chosen option; and every reason for which a booking stays as it is. */
import { type Booking, bookingSchema, cancelledSchema, refundOptionsSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import {
  bangkokData,
  confirm,
  hanoiSapa,
  hanoiSapaData,
  nameOf,
  open,
  reserve,
} from '../support/builders.ts';
import { expectProblem, fieldsOf } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
let refunds = 0;
beforeEach(() => {
  api.sandbox.scenarios.clear();
  api.sandbox.clock.reset();
  refunds = api.executed('refund');
});

const cancel = ({ id }: Pick<Booking, 'id'>, body?: object, clientId = 'demo') =>
  api.as(clientId).post(`/bookings/${id}/cancel`, body);
const statusOf = async ({ id }: Booking, clientId = 'demo') =>
  (await api.as(clientId).get(`/bookings/${id}`)).read(bookingSchema).status;
const optionsOf = async (
  booking: Booking,
  body: object | undefined = { preview: true },
  clientId = 'demo',
) => {
  const answer = await cancel(booking, body, clientId);
  expect(answer.headers['x-outcome']).toBe('not_executed');
  return answer.read(refundOptionsSchema).refund_options;
};
const refundsDone = () => api.executed('refund') - refunds;

describe('in one step', () => {
  test.each([undefined, '', '{}'])('the largest refund is taken for the body %j', async (body) => {
    const booking = await confirm(api.as('demo'));
    const type = { 'content-type': 'application/json' };
    const answer = await api.as('demo').post(`/bookings/${booking.id}/cancel`, body, type);
    expect([answer.status, answer.headers['x-outcome']]).toEqual([200, 'executed']);
    expect(answer.read(cancelledSchema)).toEqual({
      booking_id: booking.id,
      booking_status: 'cancelled',
      refund: { amount: '780.00', currency: 'THB' },
    });
    expect([await statusOf(booking), refundsDone()]).toEqual(['cancelled', 1]);
  });

  test('the refund is 12go’s amount, with no markup in it', async () => {
    const demo = api.as('demo');
    const { booking_token } = await open(demo, hanoiSapa, 2);
    const created = await demo.post('/bookings', { booking_token, booking_data: hanoiSapaData });
    const { id } = created.read(bookingSchema);
    await demo.post(`/bookings/${id}/confirm`);
    expect((await cancel({ id })).read(cancelledSchema).refund).toEqual({ amount: '37.00', currency: 'USD' });
  });

  test('a smaller refund is taken once the full one is over', async () => {
    const { booking_token } = await open(api.as('demo'), 'TH014901tK0Rob00F0kQ2r7M-2026-10-30-07:30');
    const created = await api.as('demo').post('/bookings', { booking_token, booking_data: bangkokData() });
    const { id } = created.read(bookingSchema);
    await api.as('demo').post(`/bookings/${id}/confirm`);
    expect((await cancel({ id })).read(cancelledSchema).refund.amount).toBe('390.00');
  });

  test.each(['/v1.0/demo', '/demo'])('is found below %s', async (base) => {
    const { id } = await confirm(api.as('demo'));
    expect((await api.as('demo').send('POST', `${base}/bookings/${id}/cancel`)).status).toBe(200);
  });
});

describe('in two steps', () => {
  test('a preview lists the options, best first, and changes nothing', async () => {
    const booking = await confirm(api.as('demo'));
    const options = await optionsOf(booking);
    expect(options).toMatchObject([
      { refund: { amount: '780.00', currency: 'THB' }, available: true },
      { refund: { amount: '390.00', currency: 'THB' }, available: false },
    ]);
    expect([await statusOf(booking), refundsDone()]).toEqual(['approved', 0]);
  });

  test('a client set up so gets the options without asking for a preview', async () => {
    const booking = await confirm(api.as('native'));
    for (const body of [undefined, {}]) expect(await optionsOf(booking, body, 'native')).toHaveLength(2);
    expect(refundsDone()).toBe(0);
  });

  test.each(['demo', 'native'])('%s cancels with the option it chose', async (clientId) => {
    const booking = await confirm(api.as(clientId));
    const [best] = await optionsOf(booking, { preview: true }, clientId);
    const answer = await cancel(booking, { refund_option: best?.refund_option }, clientId);
    expect(answer.read(cancelledSchema).refund).toEqual(best?.refund);
    expect(await statusOf(booking, clientId)).toBe('cancelled');
  });
});

describe('is refused', () => {
  test('with 409: the option is too old, or no longer offered', async () => {
    const booking = await confirm(api.as('demo'));
    const [best] = await optionsOf(booking);
    api.sandbox.clock.advance(10 * 60_000 + 1_000);
    expectProblem(
      await cancel(booking, { refund_option: best?.refund_option }),
      'refund_option_expired',
      'not_executed',
    );
    const [again] = await optionsOf(booking);
    api.sandbox.scenarios.set({ operation: 'refundOptions', scenario: 'not_refundable' });
    expectProblem(
      await cancel(booking, { refund_option: again?.refund_option }),
      'refund_option_expired',
      'not_executed',
    );
    expect([await statusOf(booking), refundsDone()]).toEqual(['approved', 0]);
  });

  test('with 400: the option is of another booking, of another client, or none', async () => {
    const [one, other] = [await confirm(api.as('demo')), await confirm(api.as('demo'))];
    const [best] = await optionsOf(one);
    const options = [best?.refund_option, 'nonsense', `${best?.refund_option.slice(0, 40)}`];
    for (const refund_option of options) {
      const answer = await cancel(other, { refund_option });
      const problem = expectProblem(answer, 'invalid_request', 'not_executed');
      expect(fieldsOf(problem)).toEqual(['refund_option']);
      expect(problem.detail).toContain('refund_option is ');
    }
    const strange = await confirm(api.as('rival'));
    expectProblem(
      await cancel(strange, { refund_option: best?.refund_option }, 'rival'),
      'invalid_request',
      'not_executed',
    );
    expect(refundsDone()).toBe(0);
  });

  test('with 400: a preview of a chosen option, and bodies that say nothing', async () => {
    const booking = await confirm(api.as('demo'));
    const both = expectProblem(
      await cancel(booking, { preview: true, refund_option: 'k1.x' }),
      'invalid_request',
      'not_executed',
    );
    expect(fieldsOf(both)).toEqual(['refund_option']);
    for (const body of [{ preview: 'yes' }, { refund_option: '' }, [], { refund_option: 7 }])
      expectProblem(await cancel(booking, body), 'invalid_request', 'not_executed');
    expect(await statusOf(booking)).toBe('approved');
  });

  test('with 422: not confirmed, cancelled already, nothing to refund, refused by the operator', async () => {
    expectProblem(await cancel(await reserve(api.as('demo'))), 'non_cancellable', 'not_executed');
    for (const scenario of ['not_refundable', 'refund_refused', 'refund_expired'] as const) {
      const booking = await confirm(api.as('demo'), nameOf(scenario));
      expectProblem(await cancel(booking), 'non_cancellable', 'not_executed');
      expect(await statusOf(booking)).toBe('approved');
    }
    expect(refundsDone()).toBe(0);
    const booking = await confirm(api.as('demo'));
    await cancel(booking);
    expectProblem(await cancel(booking), 'non_cancellable', 'executed');
    expectProblem(await cancel(booking, { preview: true }), 'non_cancellable', 'not_executed');
    expect(refundsDone()).toBe(1);
  });

  test('with 404: the booking is nobody’s, or another client’s', async () => {
    const { id } = await confirm(api.as('rival'));
    for (const unknown of [id, 'BK-8451207-00000', 'x'])
      expectProblem(await cancel({ id: unknown }), 'booking_not_found', 'not_executed');
  });

  test('with 502: the booking or its options cannot be read; an unread booking may be cancelled already', async () => {
    const booking = await confirm(api.as('demo'));
    for (const [operation, outcome] of [
      ['booking', 'unknown'],
      ['refundOptions', 'not_executed'],
    ] as const) {
      api.sandbox.scenarios.set({ operation, scenario: 'server_error', times: 1 });
      expectProblem(await cancel(booking), 'upstream_error', outcome);
    }
    expect(refundsDone()).toBe(0);
  });
});
