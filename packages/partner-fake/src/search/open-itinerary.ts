/** Get itinerary: opens a cart for a departure and shows what it asks and offers. */
import type { CheckoutResponse } from '@partner-gateway/contract';
import type { Call } from '../answer/call.ts';
import { ok, type Reply } from '../answer/reply.ts';
import { openCart } from '../booking/cart.ts';
import { bookingSchemaOf, extrasOf } from '../forms/booking-schema.ts';
import { demandNone, type FieldError, Refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import type { Departure } from '../world/trips.ts';
import { readItineraryId } from './itinerary-id.ts';
import { departsMs, penaltiesOf, pricingOf, segmentsOf, vehiclesOf } from './render.ts';
import { currencyFault, wholeNumberFault } from './search-query.ts';
import { placesLeft } from './search-trips.ts';

const queryFaults = (query: URLSearchParams): readonly FieldError[] => {
  const pax = query.get('pax');
  const currency = query.get('currency');
  const faults = [
    { field: 'pax', message: pax === null ? undefined : wholeNumberFault(pax, [1, 100]) },
    { field: 'currency', message: currency === null ? undefined : currencyFault(currency) },
  ];
  return faults.flatMap(({ field, message }) => (message === undefined ? [] : [{ field, message }]));
};

const demandBookable = (state: State, departure: Departure, passengers: number): void => {
  if (placesLeft(state, departure) < passengers) {
    throw new Refusal('unprocessable', { detail: 'The trip has too few seats.' });
  }
};

/** Throws `invalid_request`, `itinerary_not_found` and `unprocessable`. */
export const openItinerary = (state: State, { params, query, staged }: Call): Reply => {
  demandNone(queryFaults(query));
  const id = params.itinerary_id ?? '';
  const asked = readItineraryId(id);
  if (asked === undefined) {
    const message = 'is not an itinerary id that search gave to this client';
    throw new Refusal('invalid_request', { fields: [{ field: 'itinerary_id', message }] });
  }
  const { departure, passengers = Number(query.get('pax') ?? 1) } = asked;
  if (departure === undefined || departsMs(departure) <= state.clock.now()) {
    throw new Refusal('itinerary_not_found');
  }
  if (staged?.scenario === 'sold_out') {
    throw new Refusal('unprocessable', { detail: 'The trip is fully booked.' });
  }
  demandBookable(state, departure, passengers);
  const cart = openCart(state, departure, passengers);
  const { trip } = departure;
  const segments = segmentsOf(departure);
  const body: CheckoutResponse = {
    itineraries: [
      {
        id,
        booking_token: cart.token,
        booking_schema: bookingSchemaOf(state, cart),
        extras: extrasOf(state, cart),
        to_segments: segments.map((segment) => segment.id),
        pricing: pricingOf(trip, query.get('currency') ?? undefined),
        number_available_seats: placesLeft(state, departure),
        confirmation_type: trip.approvalMinutes === 0 ? 'Instant' : 'Pending',
        cancellation_policies: penaltiesOf(trip).map(({ from, percent }) => ({
          from,
          penalty: { percentage: percent },
        })),
      },
    ],
    segments,
    vehicles: vehiclesOf([trip]),
  };
  return ok(body);
};
