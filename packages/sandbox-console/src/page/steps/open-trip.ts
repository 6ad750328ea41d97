/** Opens a trip: its price now, a booking token for 20 minutes, its seats, and the form it asks for. */
import type { CheckoutItinerary, GatewayClient } from '@partner-gateway/sdk';
import { type FormField, toFields } from '@partner-gateway/sdk/forms';

export type Offer = { readonly itinerary: CheckoutItinerary; readonly fields: readonly FormField[] };

export const openTrip = async (gateway: GatewayClient, id: string, pax: number): Promise<Offer> => {
  const { itineraries } = await gateway.getItinerary(id, { pax });
  const [itinerary] = itineraries;
  if (itinerary === undefined) throw new Error('The trip is not offered any more.');
  return { itinerary, fields: toFields(itinerary.booking_schema) };
};
