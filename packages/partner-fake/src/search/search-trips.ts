/** Search: the trips of a day between two places that still have room. */
import { createHash } from 'node:crypto';
import { namesTag, type SearchResponse } from '@partner-gateway/contract';
import type { Call } from '../answer/call.ts';
import type { Reply } from '../answer/reply.ts';
import type { State } from '../state.ts';
import { isStation, pois, stationsOfPoi } from '../world/places.ts';
import { type Departure, type Trip, trips } from '../world/trips.ts';
import { toItineraryId } from './itinerary-id.ts';
import { departsMs, penaltiesOf, pricingOf, segmentsOf, vehiclesOf } from './render.ts';
import { readSearchQuery, type SearchQuery } from './search-query.ts';

type Side = SearchQuery['departure'];

const stationsOf = (side: Side): readonly string[] =>
  'poi' in side ? stationsOfPoi(side.poi) : side.stations;

const connects = ({ departure, arrival }: SearchQuery, { legs }: Trip): boolean => {
  const from = legs[0].from;
  const to = legs.at(-1)?.to ?? legs[0].to;
  // Two lists pair up by their places.
  if ('stations' in departure && 'stations' in arrival) {
    return departure.stations.some((id, index) => id === from && arrival.stations[index] === to);
  }
  return stationsOf(departure).includes(from) && stationsOf(arrival).includes(to);
};

/** How many places of a departure are left. */
export const placesLeft = (state: State, departure: Departure): number =>
  Math.max(0, departure.trip.seats - state.seats.soldCount(departure));

const isOpen = (state: State, departure: Departure, passengers: number): boolean =>
  departsMs(departure) > state.clock.now() && placesLeft(state, departure) >= passengers;

const unknownPlaces = (side: Side, poiName: string, listName: string): readonly string[] => {
  if ('poi' in side) return pois.some(({ id }) => id === side.poi) ? [] : [`query.${poiName}=${side.poi}`];
  return side.stations.filter((id) => !isStation(id)).map((id) => `query.${listName}=${id}`);
};

const render = (state: State, departures: readonly Departure[], query: SearchQuery): SearchResponse => {
  const segments = departures.flatMap(segmentsOf);
  return {
    vehicles: vehiclesOf(departures.map(({ trip }) => trip)),
    segments: [...new Map(segments.map((segment) => [segment.id, segment])).values()],
    itineraries: departures.map((departure) => ({
      id: toItineraryId(departure, query.passengers),
      departure_segments: segmentsOf(departure).map(({ id }) => id),
      connection_guaranteed: true,
      cancellation_policies: penaltiesOf(departure.trip).map(({ from, percent }) => ({
        from,
        penalty: { percent },
      })),
      number_of_available_seats: placesLeft(state, departure),
      pricing: pricingOf(departure.trip, query.currency),
      confirmation_type: departure.trip.approvalMinutes === 0 ? 'Instant' : 'Pending',
      ticket_type: departure.trip.ticketType,
    })),
  };
};

/** Answers a search; 206 while `pending` is set, 304 when its tag is named. */
export const searchTrips = (state: State, { query: given, headers, staged }: Call): Reply => {
  const query = readSearchQuery(given, state.clock.now());
  const found = trips
    .filter((trip) => staged?.scenario !== 'sold_out' && connects(query, trip))
    .map((trip) => ({ trip, date: query.date }))
    .filter((departure) => isOpen(state, departure, query.passengers));
  const unknown = [
    ...unknownPlaces(query.departure, 'departure_poi', 'departures'),
    ...unknownPlaces(query.arrival, 'arrival_poi', 'arrivals'),
  ];
  const isComplete = staged?.scenario !== 'pending';
  const ignored = unknown.length > 0 && { 'x-ignored': unknown.join(', ') };
  const body = render(state, found, query);
  if (!isComplete) return { status: 206, headers: { 'x-recheck': 'true', ...ignored }, body };
  const etag = `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url')}"`;
  const tagged = { etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding', ...ignored };
  if (namesTag(headers.get('if-none-match') ?? undefined, etag)) return { status: 304, headers: tagged };
  return { status: 200, headers: tagged, body };
};
