/** The shop: sells a seat from Hanoi to Sapa, and says how it ended. */
import { type BookingResult, type GatewayClient, isGatewayError } from '@partner-gateway/sdk';

export type Customer = { readonly firstName: string; readonly lastName: string; readonly email: string };

export type Purchase =
  | { readonly ended: 'bought'; readonly bookingId: string; readonly price: string }
  | { readonly ended: 'no_trip' | 'sold_out' }
  | { readonly ended: 'dearer'; readonly price: string }
  /** Nobody knows whether it was booked: a person looks before anything is booked again. */
  | { readonly ended: 'unknown'; readonly correlationId: string };

export type ShopParts = { readonly gateway: GatewayClient; readonly sleep: (ms: number) => Promise<void> };

const route = { departures: ['VNHANMYD'], arrivals: ['VNSPASPT'], pax: 1 };

const finished = async ({ gateway, sleep }: ShopParts, result: BookingResult) => {
  let latest = result;
  while (latest.state === 'pending') {
    await sleep(latest.retryAfterSeconds * 1000);
    latest = await gateway.getIncompleteResult(latest.incompleteResultId);
  }
  return latest.booking;
};

const purchaseOf = (error: unknown): Purchase => {
  if (isGatewayError(error, 'trip_unavailable')) return { ended: 'sold_out' };
  if (isGatewayError(error, 'price_changed'))
    return { ended: 'dearer', price: error.priceChanged?.current.amount ?? '' };
  if (isGatewayError(error) && error.outcome === 'unknown')
    return { ended: 'unknown', correlationId: error.correlationId };
  throw error;
};

/** Buys a seat on a day, `YYYY-MM-DD`. Throws what the shop has no branch for. */
export const buy = async (
  parts: ShopParts,
  departure_date: string,
  customer: Customer,
): Promise<Purchase> => {
  const { gateway } = parts;
  const { itineraries } = await gateway.search({ ...route, departure_date });
  const [trip] = itineraries;
  if (trip === undefined) return { ended: 'no_trip' };
  try {
    const [offer] = (await gateway.getItinerary(trip.id)).itineraries;
    const passenger = { first_name: customer.firstName, last_name: customer.lastName, country_id: 'AU' };
    const reserved = await gateway.createBooking({
      booking_token: offer?.booking_token ?? '',
      booking_data: {
        email: customer.email,
        mobile_phone: '+61400111222',
        passengers: [passenger],
        additional_fields: { points_pickup: 'oldq' },
      },
    });
    const { id } = await finished(parts, reserved);
    const booking = await finished(parts, await gateway.confirmBooking(id));
    return { ended: 'bought', bookingId: booking.id, price: booking.total_price.amount };
  } catch (error) {
    return purchaseOf(error);
  }
};
