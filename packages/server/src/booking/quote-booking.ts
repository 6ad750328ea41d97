/** Quote: what create would ask for and all that it would refuse, read only: nothing is claimed, held or sent. */
import type { Quote, QuoteRequest } from '@partner-gateway/contract';
import type { BookingToken } from '@partner-gateway/tokens';
import type { PartnerCall } from '../partner-call.ts';
import { openBookingToken, stampOf } from '../steps/booking-token.ts';
import { toUtcSecond } from '../translate/utc-second.ts';
import { judgeBooking } from './judge-booking.ts';
import type { JudgingNeeds } from './prepare-reserve.ts';

const refundsOf = ({ refundableUntil }: BookingToken): Pick<Quote, 'refunds'> => {
  if (refundableUntil === undefined) return {};
  return { refunds: refundableUntil === null ? [] : [{ until: refundableUntil, percentage: 100 }] };
};

/**
 * Quotes a booking as far as it is filled in.
 *
 * @throws GatewayError the token's own refusals, `trip_unavailable`, `schema_unavailable`, and what keeps a price from being
 * made; whatever else create would refuse is told in `problems`.
 */
export const quoteBooking = async (
  call: PartnerCall<JudgingNeeds | 'tokens'>,
  request: QuoteRequest,
): Promise<Quote> => {
  const { booking_token: tokenText, booking_data: sent = {}, total_price: expected } = request;
  const token = openBookingToken(call, tokenText);
  const asked = { token, tokenText, stamp: stampOf(token), sent, expected };
  const { total, lines, problems } = await judgeBooking(call, asked);
  return {
    passenger_count: token.passengers,
    total_price: total,
    lines,
    ...refundsOf(token),
    expires_at: toUtcSecond(token.expiresAtSeconds * 1000),
    problems,
  };
};
