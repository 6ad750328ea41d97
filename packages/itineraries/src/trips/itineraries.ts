/** 12go's search answers as the partner's three arrays: vehicles, segments, itineraries. */
import type { Itinerary, Pricing, SearchResponse } from '@partner-gateway/contract';
import type { Dropped, SearchResult, TravelOption, Trip, TripKey } from '@partner-gateway/twelvego-client';
import { toRefundWindow, toSearchPolicies } from '../cancellation-policies.ts';
import type { Ids } from '../ids/ids.ts';
import { isConnectionGuaranteed, type Legs, toLegs } from './legs.ts';
import { createLegRegister, type LegRegister } from './legs-register.ts';
import {
  createStationClock,
  type LocalSpan,
  type NowLocal,
  type StationClock,
  watchZones,
  type ZoneTime,
} from './local-time.ts';
import { optionProblem, toVisibleRoute } from './on-sale.ts';
import { type Route, toTimedRoute } from './route.ts';
import type { Accepts } from './search-places.ts';
import type { ImageTable } from './seat-images.ts';
import { type CharterMode, toConfirmationType, toLocalMinute, toTicketType } from './vocabulary.ts';

/** What an itinerary id is made from: the option, the first leg's departure (`YYYY-MM-DDTHH:MM`), the passengers. */
export type ItineraryOrigin = {
  readonly tripKey: TripKey;
  readonly departure: string;
  readonly pax: number;
};

export type SearchTranslationInput = {
  /** One per place pair, in order; merged here. */
  readonly results: readonly SearchResult[];
  /** The day asked for, `YYYY-MM-DD`. */
  readonly date: string;
  readonly pax: number;
  readonly nowLocal: NowLocal;
  readonly ids: Ids;
  readonly accepts: Accepts;
  /** Prices one option per passenger, or says under which reason to drop it. */
  readonly price: (option: TravelOption, trip: Trip) => Pricing | { readonly dropped: string };
  /** Issues the id of each. One without is dropped as `unidentifiable`: a plain id cannot hold every trip key. */
  readonly itineraryIds: (origins: readonly ItineraryOrigin[]) => readonly (string | undefined)[];
  readonly charter: CharterMode;
  readonly images?: ImageTable | undefined;
};

export type SearchTranslation = {
  readonly response: SearchResponse;
  /** How many trips or options were left out, by reason. */
  readonly dropped: ReadonlyMap<string, number>;
  /** Words nobody recorded yet: ticket types left out, trips dropped for a vehicle class. */
  readonly unknown: { readonly ticketTypes: number; readonly vehicleClasses: number };
  /** As long as it is a time of each of them, time alone makes it no other: nothing departs, and no refund window ends. */
  readonly spans: readonly LocalSpan[];
};

/**
 * Translates search answers: one itinerary for each trip and option that can be sold, in 12go's order. A segment shared
 * by itineraries is there once, and nothing is there that no itinerary uses. Never throws for what 12go sent.
 *
 * @example
 * const { response, dropped } = toSearchResponse({ results: [result], date, pax, nowLocal, ids, accepts, price, itineraryIds, charter: 'Van' });
 */
export const toSearchResponse = (input: SearchTranslationInput): SearchTranslation => {
  const times = watchZones(input.nowLocal);
  const draft: Draft = {
    input,
    register: createLegRegister(input.ids, input.images),
    clock: createStationClock(input.ids, times),
    candidates: [],
    seen: new Map(),
    dropped: new Map(),
    unknownTicketTypes: 0,
  };
  for (const result of input.results) {
    for (const lost of result.dropped) drop(draft, unreadableReason(lost), lost.count);
    for (const trip of result.trips) addTrip(draft, result, trip);
  }
  const itineraries = toItineraries(draft);
  const { register, dropped } = draft;
  return {
    response: { vehicles: register.vehicles(), segments: register.segments(), itineraries },
    dropped,
    unknown: {
      ticketTypes: draft.unknownTicketTypes,
      vehicleClasses: dropped.get('unknown_vehicle_class') ?? 0,
    },
    spans: times.spans(),
  };
};

type Draft = {
  readonly input: SearchTranslationInput;
  readonly register: LegRegister;
  readonly clock: StationClock;
  readonly candidates: Candidate[];
  /** Departures of each option that was taken up: nearly always one. */
  readonly seen: Map<TripKey, readonly string[]>;
  readonly dropped: Map<string, number>;
  unknownTicketTypes: number;
};

const drop = ({ dropped }: Draft, reason: string, count = 1): void =>
  void dropped.set(reason, (dropped.get(reason) ?? 0) + count);

const timeFields: ReadonlySet<string> = new Set(['segments.dep_time', 'segments.arr_time']);

/** Times the client could not read are "no usable times" here; the rest is `unreadable_trip`, `unreadable_option`, … */
const unreadableReason = ({ level, reason }: Dropped): string =>
  level === 'trip' && timeFields.has(reason) ? 'no_times' : `unreadable_${level}`;

const addTrip = (draft: Draft, result: SearchResult, trip: Trip): void => {
  const problem = tryTrip(draft, result, trip);
  if (problem !== undefined) drop(draft, problem);
};

/** Adds the itineraries of a trip, or returns why it has none as a whole. */
const tryTrip = (draft: Draft, result: SearchResult, trip: Trip): string | undefined => {
  const route = judgeTrip(trip, draft.input);
  if (typeof route === 'string') return route;
  const shared = toDatedLegs(route, null, draft.input);
  // A single leg without times of its own may still find them in each of its options.
  const perOption = shared === 'no_times' && route.length === 1;
  if (typeof shared === 'string' && !perOption) return shared;
  for (const option of trip.travel_options) {
    const legs = perOption ? toDatedLegs(route, option, draft.input) : shared;
    const problem = typeof legs === 'string' ? legs : addOption(draft, { result, trip, option, legs });
    if (problem !== undefined) drop(draft, problem);
  }
  return undefined;
};

const judgeTrip = (trip: Trip, { accepts }: SearchTranslationInput): Route | string => {
  const route = toVisibleRoute(trip);
  if (typeof route === 'string') return route;
  return accepts(route[0].from, (route.at(-1) ?? route[0]).to) ? route : 'other_station';
};

const toDatedLegs = (
  route: Route,
  option: TravelOption | null,
  { date, charter, ids }: SearchTranslationInput,
): Legs | 'no_times' | 'other_date' | 'unknown_vehicle_class' => {
  const timed = toTimedRoute(route, option, ids);
  if (timed === undefined) return 'no_times';
  if (!timed[0].departure.startsWith(date)) return 'other_date';
  return toLegs(timed, charter, ids) ?? 'unknown_vehicle_class';
};

type Offer = {
  readonly result: SearchResult;
  readonly trip: Trip;
  readonly option: TravelOption;
  readonly legs: Legs;
};

/** An offer that is shown if it can be named. */
type Candidate = Offer & { readonly pricing: Pricing; readonly time: ZoneTime };

/** Takes the offer up, or returns why not. */
const addOption = (draft: Draft, offer: Offer): string | undefined => {
  const { input, seen } = draft;
  const { result, option, trip, legs } = offer;
  const problem = optionProblem(option, input.pax);
  if (problem !== undefined) return problem;
  const [{ segment, departure }] = legs;
  const time = draft.clock(segment.from, result.stations);
  if (time.hasCome(departure)) return 'departed';
  const before = seen.get(option.id);
  if (before?.includes(departure)) return 'duplicate';
  const pricing = input.price(option, trip);
  if ('dropped' in pricing) return pricing.dropped;
  seen.set(option.id, before === undefined ? [departure] : [...before, departure]);
  draft.candidates.push({ result, option, trip, legs, pricing, time });
  return undefined;
};

/** One trip key that no id can hold must not cost the partner the whole answer. Nothing is entered before it is certain to be shown. */
const toItineraries = (draft: Draft): Itinerary[] => {
  const { candidates, input } = draft;
  const ids = input.itineraryIds(
    candidates.map(({ option, legs }) => ({
      tripKey: option.id,
      departure: legs[0].departure,
      pax: input.pax,
    })),
  );
  const itineraries: Itinerary[] = [];
  for (const [at, candidate] of candidates.entries()) {
    const id = ids[at];
    if (id === undefined) drop(draft, 'unidentifiable');
    else itineraries.push(toItinerary(draft, candidate, id));
  }
  return itineraries;
};

const toItinerary = (draft: Draft, candidate: Candidate, id: string): Itinerary => {
  const { option, legs, pricing, time, result } = candidate;
  const { departure } = legs[0];
  const fullRefundUntil = option.full_refund_until;
  const window =
    fullRefundUntil === null || time.hasCome(toLocalMinute(fullRefundUntil))
      ? null
      : toRefundWindow({ fullRefundUntil, departure, now: time.now });
  const itinerary: Itinerary = {
    id,
    departure_segments: draft.register.enter({ legs, option, classes: result.classes }),
    connection_guaranteed: isConnectionGuaranteed(legs),
    cancellation_policies: toSearchPolicies(window),
    number_of_available_seats: option.bookable,
    pricing,
    confirmation_type: toConfirmationType(option.confirmation_time),
  };
  const ticketType = toTicketType(option.ticket_type);
  if (ticketType === undefined) draft.unknownTicketTypes += 1;
  else itinerary.ticket_type = ticketType;
  return itinerary;
};
