/** Books: a quote, the seats held, the reservation at that total, the confirmation. One key, so never twice. */
import type { BookingData, CheckoutItinerary, GatewayClient, Money } from '@partner-gateway/sdk';
import { type BookOutcome, book as bookTrip } from '@partner-gateway/sdk/flows';

export type Order = {
  readonly itinerary: CheckoutItinerary;
  readonly booking_data: BookingData;
  /** What the traveller was shown. */
  readonly total: Money;
  /** Of the shop's own order. */
  readonly idempotencyKey: string;
};

export const book = (gateway: GatewayClient, order: Order): Promise<BookOutcome> => {
  const { itinerary, booking_data, total, idempotencyKey } = order;
  const seats = booking_data.seat_selection;
  return bookTrip(gateway, { itinerary, booking_data, seats, expected_total: total }, { idempotencyKey });
};
