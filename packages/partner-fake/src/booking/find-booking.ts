/** The booking that a path names. */
import type { Call } from '../answer/call.ts';
import type { BookingRecord } from '../memory.ts';
import { Refusal } from '../refusal.ts';
import type { State } from '../state.ts';

/** Throws `booking_not_found`. */
export const findBooking = (state: State, { params }: Call): BookingRecord => {
  const record = state.bookings.get(params.booking_id ?? '');
  if (record === undefined) throw new Refusal('booking_not_found');
  return record;
};
