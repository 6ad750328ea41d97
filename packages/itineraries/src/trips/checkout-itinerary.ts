/** The trip and option an itinerary id stands for, found in trip details, as the parts of get itinerary that search has too. */
import type { CheckoutPolicy, ConfirmationType, Segment, Vehicle } from '@partner-gateway/contract';
import type { ClassId, SearchResult, TravelOption, Trip } from '@partner-gateway/twelvego-client';
import { toCheckoutPolicies, toRefundEnd, toRefundWindow } from '../cancellation-policies.ts';
import type { Ids } from '../ids/ids.ts';
import { type Legs, toLegs } from './legs.ts';
import { createLegRegister } from './legs-register.ts';
import { createStationClock, type NowLocal, watchZones } from './local-time.ts';
import { type OptionProblem, optionProblem, type TripFlagProblem, toVisibleRoute } from './on-sale.ts';
import { type RouteProblem, toTimedRoute } from './route.ts';
import type { ImageTable } from './seat-images.ts';
import { type CharterMode, toConfirmationType } from './vocabulary.ts';

/** What an itinerary id tells: the option's key, and the seat class where it is known otherwise. */
export type WantedOption = { readonly tripKey: string; readonly classId?: ClassId | undefined };

export type MatchedOption = { readonly trip: Trip; readonly option: TravelOption };

/**
 * The wanted option: the one with the same id, else of the same class, else the only one. The class is the one given,
 * or that of the leg which carries the wanted key.
 *
 * @example
 * const match = matchOption(result.trips, { tripKey: ref.optionId ?? ref.tripKey });
 * if (match === undefined) throw new GatewayError('unprocessable', 'no such option');
 */
export const matchOption = (trips: readonly Trip[], wanted: WantedOption): MatchedOption | undefined => {
  const all = trips.flatMap((trip) => trip.travel_options.map((option) => ({ trip, option })));
  const sameId = all.find(({ option }) => option.id === wanted.tripKey);
  if (sameId !== undefined) return sameId;
  const classId = wanted.classId ?? classOfLeg(trips, wanted.tripKey);
  const sameClass = all.find(({ option }) => option.class === classId);
  return sameClass ?? (all.length === 1 ? all[0] : undefined);
};

const classOfLeg = (trips: readonly Trip[], tripKey: string): ClassId | undefined =>
  trips
    .flatMap((trip) => trip.segments)
    .find((segment) => segment.type === 'route' && segment.trip_id === tripKey)?.class;

export type CheckoutItineraryInput = {
  readonly result: Pick<SearchResult, 'classes' | 'stations'>;
  readonly match: MatchedOption;
  readonly pax: number;
  readonly nowLocal: NowLocal;
  readonly ids: Ids;
  readonly charter: CharterMode;
  readonly images?: ImageTable | undefined;
};

/** What get itinerary takes over as it is; `policies` in its own spelling, `percentage`. */
export type CheckoutItineraryParts = {
  readonly segments: Segment[];
  readonly vehicles: Vehicle[];
  readonly toSegments: string[];
  readonly policies: CheckoutPolicy[];
  /** Until when everything is refunded, local; null when nothing is. */
  readonly refundEnd: string | null;
  readonly seats: number;
  readonly confirmationType: ConfirmationType;
  /** Of the first leg, `YYYY-MM-DDTHH:MM`. */
  readonly departure: string;
};

/** Why a trip that exists cannot be booked; all of them are a 422. */
export type NotBookableReason =
  | OptionProblem
  | RouteProblem
  | TripFlagProblem
  | 'departed'
  | 'no_times'
  | 'unknown_vehicle_class';

/**
 * Translates the matched option, or says why it cannot be booked.
 *
 * @example
 * const parts = toCheckoutItinerary({ result, match, pax: 2, nowLocal, ids, charter: 'Van' });
 * if ('problem' in parts) throw new GatewayError('unprocessable', parts.problem);
 */
export const toCheckoutItinerary = (
  input: CheckoutItineraryInput,
): CheckoutItineraryParts | { readonly problem: NotBookableReason } => {
  const { match, result, ids } = input;
  const legs = judgeLegs(input);
  if (typeof legs === 'string') return { problem: legs };
  const { departure, segment } = legs[0];
  const { now } = createStationClock(ids, watchZones(input.nowLocal))(segment.from, result.stations);
  if (departure <= now) return { problem: 'departed' };
  const problem = optionProblem(match.option, input.pax);
  if (problem !== undefined) return { problem };
  return toParts(input, legs, now);
};

const judgeLegs = ({ match, charter, ids }: CheckoutItineraryInput): Legs | NotBookableReason => {
  const route = toVisibleRoute(match.trip);
  if (typeof route === 'string') return route;
  const timed = toTimedRoute(route, match.option, ids);
  if (timed === undefined) return 'no_times';
  return toLegs(timed, charter, ids) ?? 'unknown_vehicle_class';
};

const toParts = (input: CheckoutItineraryInput, legs: Legs, now: string): CheckoutItineraryParts => {
  const { option } = input.match;
  const register = createLegRegister(input.ids, input.images);
  const toSegments = register.enter({ legs, option, classes: input.result.classes });
  const times = { fullRefundUntil: option.full_refund_until, departure: legs[0].departure, now };
  return {
    segments: register.segments(),
    vehicles: register.vehicles(),
    toSegments,
    policies: toCheckoutPolicies(toRefundWindow(times)),
    refundEnd: toRefundEnd(times),
    seats: option.bookable,
    confirmationType: toConfirmationType(option.confirmation_time),
    departure: legs[0].departure,
  };
};
