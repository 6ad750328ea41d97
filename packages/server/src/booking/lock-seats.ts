/** Lock and unlock seats: checked against the live form, then held all or none, and let go at once; 12go itself holds nothing. */
import type { BookingForm } from '@partner-gateway/booking-forms';
import { seatCountMistake } from '@partner-gateway/booking-forms';
import type { LockedSeats, LockSeatsRequest } from '@partner-gateway/contract';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { openBookingToken, openEndedBookingToken } from '../steps/booking-token.ts';
import { readFormToBook } from '../steps/checkout-form.ts';
import { lockedSeatsTotal } from './expected-price.ts';
import { holdSeats, releaseSeats } from './seats.ts';

type Needs = 'clock' | 'observe' | 'priceBook' | 'settings' | 'tokens' | 'upstream' | 'writes';

const field = 'booking_data.seat_selection';

const assertOnMap = (form: BookingForm, seats: readonly string[]): void => {
  if (!form.hasSeatMap) throw new GatewayError('seats_unavailable', { detail: 'This trip has no seat map.' });
  const counted = seatCountMistake(form, seats);
  if (counted !== undefined) {
    const detail = `${counted.field}: ${counted.message}.`;
    throw new GatewayError('seats_unavailable', { detail, fields: [counted] });
  }
  const fields = seats.flatMap((seat, index) =>
    form.freeSeats.has(seat) ? [] : [{ field: `${field}[${index}]`, message: 'is not a free seat' }],
  );
  if (fields.length > 0) throw new GatewayError('seats_unavailable', { fields });
};

/**
 * Locks seats for 15 minutes; a repeated call with the same token replaces the earlier choice.
 *
 * @throws GatewayError `seats_unavailable`, `seat_locked`, `seat_lock_unavailable`, and the token's own refusals.
 */
export const lockSeats = async (
  call: PartnerCall<Needs>,
  { booking_token: tokenText, booking_data: { seat_selection: seats } }: LockSeatsRequest,
): Promise<LockedSeats> => {
  const { deps, partner, trace } = call;
  const token = openBookingToken(call, tokenText);
  if (seats.length > token.passengers) {
    const message = `has more than ${token.passengers} seats`;
    throw new GatewayError('invalid_request', {
      detail: `${field} ${message}.`,
      fields: [{ field, message }],
    });
  }
  const client = deps.upstream.twelveGo.as(partner, { ...trace, story: token.cartId });
  const form = await readFormToBook(deps, client, token);
  assertOnMap(form, seats);
  const pricer = deps.priceBook.forContract(partner, token.contractCode);
  const total_price = lockedSeatsTotal(token, { form, seats }, pricer);
  const seatsOnTrip = form.seatMap?.seats.size ?? seats.length;
  await holdSeats(call, { token, tokenText, seats, seatsOnTrip });
  return { passenger_count: seats.length, status: 'reserved', total_price };
};

const missingToken = (): GatewayError =>
  new GatewayError('invalid_request', {
    detail: 'booking_token is required, in the body or in the query.',
    fields: [{ field: 'booking_token', message: 'is required' }],
  });

/**
 * Unlocks the seats of a session; one that holds none is content too.
 *
 * @throws GatewayError `invalid_request` without a token, `invalid_booking_token`, `seat_lock_unavailable`
 */
export const unlockSeats = async (
  call: PartnerCall<'clock' | 'observe' | 'tokens' | 'writes'>,
  tokenText: string | undefined,
): Promise<void> => {
  if (tokenText === undefined) throw missingToken();
  const token = openEndedBookingToken(call, tokenText);
  await releaseSeats(call.deps, { token, tokenText });
};
