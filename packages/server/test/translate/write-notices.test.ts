/** What is told of a booking write: each change in the events of the contract, a refusal by its code, and nothing that nobody follows. */
import { eventTable, type GatewayEvent } from '@partner-gateway/contract';
import type { WriteChange } from '@partner-gateway/write-guard';
import { expect, test } from 'vitest';
import type { TextAnswer } from '../../src/answer.ts';
import { codeOfAnswer } from '../../src/booking/write/stored-answer.ts';
import { readEntry } from '../../src/events/outbox-events.ts';
import { noticesOfWrite } from '../../src/events/write-notices.ts';

const bookingId = 'BK-8451207-7GQ2M';
const booking = {
  id: bookingId,
  status: 'approved',
  from_station: 'THBKK',
  to_station: 'THCNX',
  departure_time: '2026-12-06T07:30:00',
  passenger_count: 1,
  integration: 'onetwogo',
  integration_booking_id: '8451207',
  operator_booking_id: null,
  voucher_url: 'https://tickets.upstream.example/t/RR-77KD92.pdf',
  updated_at: '2026-10-28T09:42:15',
  created_at: '2026-10-28T09:40:00',
  total_price: { currency: 'USD', amount: '31.20' },
};
const answer = (status: number, body: object): TextAnswer => ({
  status,
  headers: {},
  text: JSON.stringify(body),
});
const cancelled = {
  booking_id: bookingId,
  booking_status: 'cancelled',
  refund: { currency: 'USD', amount: '24.96' },
};

type Ended = Pick<
  Extract<WriteChange<TextAnswer>, { kind: 'concluded' }>,
  'answer' | 'outcome' | 'reference'
>;
const changeOf = (operation: string, ended?: Ended): WriteChange<TextAnswer> => {
  const subject = { clientId: 'acme', operation, subject: operation === 'reserve' ? '99120733' : '8451207' };
  const attempt = { subject, attemptId: 'attempt', requestId: 'request-1' };
  return ended === undefined
    ? { ...attempt, kind: 'sending', facts: '' }
    : { ...attempt, kind: 'concluded', decidedBy: 'answer', ...ended };
};

const eventsOf = (change: WriteChange<TextAnswer>, tellsLifecycle = true): (GatewayEvent | undefined)[] =>
  noticesOfWrite(change, {
    nowMs: 1_793_180_535_000,
    bidOf: () => '8451207',
    bookingIdOf: () => bookingId,
    codeOf: codeOfAnswer,
    tellsLifecycle,
  }).map(({ text }, index) => readEntry('acme', { position: `1793180535000-${index}`, text }));

const executed = (body: object, status = 200): Ended => ({
  outcome: 'executed',
  answer: answer(status, body),
  reference: bookingId,
});
const refused = (code: string): Ended => ({ outcome: 'not_executed', answer: answer(409, { code }) });

test.each([
  ['reserve', undefined, ['booking.requested']],
  ['reserve', executed({ ...booking, status: 'reserved' }), ['booking.reserved', 'booking.status_changed']],
  [
    'reserve',
    executed({ code: 'price_changed', price_changed: { booking_id: bookingId } }, 409),
    ['booking.reserved', 'booking.status_changed'],
  ],
  ['reserve', refused('trip_unavailable'), ['booking.reserve_failed']],
  ['confirm', undefined, ['booking.confirm_requested']],
  ['confirm', executed(booking), ['booking.confirmed', 'booking.status_changed']],
  ['confirm', refused('confirm_failed'), ['booking.confirm_failed']],
  ['refund', undefined, ['booking.cancel_requested']],
  ['refund', executed(cancelled), ['booking.cancelled', 'booking.status_changed']],
  ['refund', executed({ code: 'non_cancellable' }, 422), ['booking.cancelled', 'booking.status_changed']],
  ['refund', refused('upstream_error'), ['booking.cancel_failed']],
] as const)('of a %s %j: %j, in the shape of the contract', (operation, ended, types) => {
  const events = eventsOf(changeOf(operation, ended));
  expect(events.map((event) => event?.eventType)).toEqual(types);
  for (const event of events) expect(event).toMatchObject({ correlationId: 'request-1', clientId: 'acme' });
  expect(eventsOf(changeOf(operation, ended), false).map((event) => event?.eventType)).toEqual(
    types.filter((type) => type === 'booking.status_changed'),
  );
});

test('tells the price, the refund, the ticket and the code', () => {
  expect(eventsOf(changeOf('confirm', executed(booking)))).toMatchObject([
    { data: { status: 'approved', total: { amount: '31.20' } } },
    { data: { status: 'approved', ticketUrl: booking.voucher_url, updatedAt: booking.updated_at } },
  ]);
  expect(eventsOf(changeOf('refund', executed(cancelled)))[0]).toMatchObject({
    data: { status: 'cancelled', refund: { amount: '24.96' } },
  });
  expect(eventsOf(changeOf('confirm', refused('confirm_failed')))[0]).toMatchObject({
    bookingId,
    data: { code: 'confirm_failed', outcome: 'not_executed' },
  });
});

test('of what was promised and not sent: that it failed, and nothing of a write that is not of a booking', () => {
  const { subject, attemptId, requestId } = changeOf('reserve');
  const unsent = { subject, attemptId, requestId, kind: 'not_sent', error: new Error('refused') } as const;
  expect(eventsOf(unsent)).toMatchObject([
    { eventType: 'booking.reserve_failed', bookingId: null, data: { outcome: 'not_executed' } },
  ]);
  expect(eventsOf(changeOf('canary'))).toEqual([]);
});

test('every type of a booking’s life that a write can tell is among them', () => {
  const own = Object.keys(eventTable).filter((type) =>
    /^booking\..*(?:request|reserve|confirm|cancel)/.test(type),
  );
  expect(own).toHaveLength(9);
});
