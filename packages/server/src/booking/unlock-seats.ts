/** Unlock seats: what the session of a booking token holds is let go at once. */
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { openEndedBookingToken } from '../steps/booking-token.ts';
import { releaseSeats } from './seats.ts';

type Needs = 'clock' | 'observe' | 'tokens' | 'writes';

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
export const unlockSeats = async (call: PartnerCall<Needs>, tokenText: string | undefined): Promise<void> => {
  if (tokenText === undefined) throw missingToken();
  const token = openEndedBookingToken(call, tokenText);
  await releaseSeats(call.deps, { token, tokenText });
};
