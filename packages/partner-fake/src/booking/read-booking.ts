/** Booking details and the ticket. */
import type { Call } from '../answer/call.ts';
import { ok, type Reply } from '../answer/reply.ts';
import { Refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import { findBooking } from './find-booking.ts';
import { statusOf, ticketUrlOf, toBooking } from './record.ts';

/** Throws `booking_not_found`. */
export const readBooking = (state: State, call: Call): Reply =>
  ok(toBooking(findBooking(state, call), state.clock.now()));

/** Throws `booking_not_found`, and `ticket_not_allowed` unless the booking is approved; 202 until the ticket is there. */
export const readTicket = (state: State, call: Call): Reply => {
  const record = findBooking(state, call);
  const nowMs = state.clock.now();
  if (statusOf(record, nowMs) !== 'approved') throw new Refusal('ticket_not_allowed');
  const ticket_url = ticketUrlOf(record, nowMs);
  if (ticket_url === null || call.staged?.scenario === 'pending') {
    return { status: 202, headers: { 'retry-after': '10' } };
  }
  return ok({ ticket_url });
};
