/** A booking that exists stays readable, whatever of it that its answers do not need is spoilt. */
import { bookingSchema, refundOptionsSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Api } from '../support/api.ts';
import { bendAnswers, type Json, put, withHoles } from '../support/bend.ts';
import { confirm, ownKey, reserve } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';
import { type RecordedApi, startRecordedApi } from '../support/recorded-api.ts';
import type { Recorder } from '../support/recorder.ts';

let api: Api;
let twelveGo: Recorder;
let stack: RecordedApi;
let confirmed = '';
beforeAll(async () => {
  stack = await startRecordedApi();
  ({ api, twelveGo } = stack);
  confirmed = (await confirm(api.as('demo'))).id;
});
afterAll(() => stack.close());
beforeEach(() => twelveGo.answer(undefined));

const bend = (path: RegExp, change: (body: Json) => void) => bendAnswers({ twelveGo, api }, path, change);
const bendBooking = (member: string, value: unknown): void =>
  bend(/^\/booking\/\d+\?/, (body) => put(body, member, value));
const details = (id: string) => api.as('demo').get(`/bookings/${id}`);
const ticket = (id: string) => api.as('demo').get(`/bookings/${id}/ticket`);
const preview = (id: string) => api.as('demo').post(`/bookings/${id}/cancel`, { preview: true });

const spoilt: readonly (readonly [string, unknown])[] = [
  ['agfee', { value: 4.263256414560601e-14, fxcode: 'THB' }],
  ['sysfee', { value: -5.329070518200751e-15, fxcode: 'THB' }],
  ['seller_price.partnerfee', -12.5],
  ['seller_price.sysfee', []],
  ['seller_price', []],
  ['seller_price', false],
  ['netprice', []],
  ['price', { value: -1, fxcode: 'THB' }],
  ['tracker', false],
  ['created_on', '0000-00-00 00:00:00'],
  ['stamp', []],
];

describe.each(spoilt)('with %s of %j', (member, value) => {
  test('details, ticket and cancel go on at the same price', async () => {
    const whole = (await details(confirmed)).read(bookingSchema);
    bendBooking(member, value);
    const bent = (await details(confirmed)).read(bookingSchema);
    expect(bent).toMatchObject({ status: 'approved', total_price: whole.total_price });
    expect((await ticket(confirmed)).status).toBe(200);
    expect((await preview(confirmed)).status).toBe(200);
  });

  test('create and confirm go on', async () => {
    bendBooking(member, value);
    const { id, status } = await reserve(api.as('demo'));
    expect(status).toBe('reserved');
    const answer = await api.as('demo').post(`/bookings/${id}/confirm`, undefined, ownKey());
    expect(answer.read(bookingSchema)).toMatchObject({ id, status: 'approved' });
  });
});

describe('a net amount that is really odd', () => {
  test.each(['lots', -1, 1e18, '37 USD'])('such as %j is not priced by the second best', async (value) => {
    bendBooking('seller_price.netprice', value);
    expectProblem(await details(confirmed), 'upstream_error');
  });

  test('does not keep a booking from its ticket and from being cancelled', async () => {
    bendBooking('seller_price.netprice', 'lots');
    expect((await preview(confirmed)).status).toBe(200);
  });
});

describe('refund options', () => {
  const listed = async () => (await preview(confirmed)).read(refundOptionsSchema).refund_options;

  test.each(['lots', [], null, -1])('of which one pays %j are listed without it', async (amount) => {
    const whole = await listed();
    bend(/refund-options/, (body) => put(body, 'options.0.refund_amount', amount));
    expect(await listed()).toHaveLength(whole.length - 1);
  });

  test('are a list with holes, and take the noise of double arithmetic', async () => {
    const amounts = (await listed()).map(({ refund }) => refund);
    bend(/refund-options/, (body) => {
      for (const option of body.options as Json[])
        option.refund_amount = (option.refund_amount as number) + 4e-13;
      body.options = withHoles(body.options);
    });
    expect((await listed()).map(({ refund }) => refund)).toEqual(amounts);
  });
});
