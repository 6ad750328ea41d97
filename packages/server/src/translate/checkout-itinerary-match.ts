/** Finds the option that an itinerary id stands for in 12go's answer to trip details. */
import type { ClassId, TravelOption, Trip } from '@partner-gateway/twelvego-client';

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
export function matchOption(trips: readonly Trip[], wanted: WantedOption): MatchedOption | undefined {
  const all = trips.flatMap((trip) => trip.travel_options.map((option) => ({ trip, option })));
  const sameId = all.find(({ option }) => option.id === wanted.tripKey);
  if (sameId !== undefined) return sameId;
  const classId = wanted.classId ?? classOfLeg(trips, wanted.tripKey);
  const sameClass = all.find(({ option }) => option.class === classId);
  return sameClass ?? (all.length === 1 ? all[0] : undefined);
}

const classOfLeg = (trips: readonly Trip[], tripKey: string): ClassId | undefined =>
  trips
    .flatMap((trip) => trip.segments)
    .find((segment) => segment.type === 'route' && segment.trip_id === tripKey)?.class;
