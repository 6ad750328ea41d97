/** Tells what a booking would cost, line by line, and all that is wrong with it. Books and holds nothing. */
import type { BookingData, CheckoutItinerary, GatewayClient, Quote } from '@partner-gateway/sdk';
import { type FieldError, validate } from '@partner-gateway/sdk/forms';

export type Checked = { readonly mistakes: readonly FieldError[]; readonly quote?: Quote };

export const quote = async (
  gateway: GatewayClient,
  { booking_token, booking_schema }: CheckoutItinerary,
  booking_data: BookingData,
): Promise<Checked> => {
  // What can be found without a request is found here.
  const mistakes = validate(booking_schema, booking_data);
  if (mistakes.length > 0) return { mistakes };
  return { mistakes, quote: await gateway.quoteBooking({ booking_token, booking_data }) };
};
