/** A partner's search sides as 12go place pairs, and the judge of which trips belong to the stations asked for. */
import type { SearchSide } from '@partner-gateway/contract';
import type { Place, TwelveGoStationId } from '@partner-gateway/twelvego-client';
import type { Ids, StationPlace } from '../ids/ids.ts';

/** One call to 12go. */
export type PlacePair = { readonly from: Place; readonly to: Place };

/** What `searchSides` of the contract returns. */
export type SearchSides = { readonly departure: SearchSide; readonly arrival: SearchSide };

export type PlaceOptions = {
  /** How a station is asked for: by its province, or by itself. */
  readonly placeMode: 'province' | 'station';
  /** Station lists on both sides: every departure with every arrival, instead of pairs by index. */
  readonly crossProduct: boolean;
};

/** Judges a trip by its first and last 12go stations. A POI side matches anything: 12go restricts it already. */
export type Accepts = (from: TwelveGoStationId, to: TwelveGoStationId) => boolean;

export type PlacePlan = {
  readonly pairs: readonly PlacePair[];
  readonly accepts: Accepts;
  /** What was asked for and is nowhere, as the query had it: `departure_poi=THXXX`. */
  readonly unknown: readonly string[];
};

/**
 * Plans a search. Pairs are distinct and in the order asked. A location without a mapping is dropped (the view of ids
 * counts it); when nothing is left, `pairs` is empty and the answer is an empty 200.
 *
 * @example
 * const plan = toPlacePairs(searchSides(query), ids, { placeMode: 'province', crossProduct: false });
 * if ('problem' in plan) throw new GatewayError('invalid_request', 'departures and arrivals differ in length');
 */
export const toPlacePairs = (
  { departure, arrival }: SearchSides,
  ids: Ids,
  options: PlaceOptions,
): PlacePlan | { readonly problem: 'unequal_lists' } => {
  const from = resolveSide(departure, ids, options);
  const to = resolveSide(arrival, ids, options);
  const paired = departure.kind === 'stations' && arrival.kind === 'stations' && !options.crossProduct;
  if (paired && from.length !== to.length) return { problem: 'unequal_lists' };
  const couples = (paired ? zip(from, to) : product(from, to)).filter(isJourney);
  return {
    pairs: toDistinctPairs(couples),
    accepts: toAccepts(couples),
    unknown: [
      ...unknownOf(departure, from, { poi: 'departure_poi', stations: 'departures' }),
      ...unknownOf(arrival, to, { poi: 'arrival_poi', stations: 'arrivals' }),
    ],
  };
};

/** The ids of a side that lead to no place, by the parameter that named them. */
const unknownOf = (
  side: SearchSide,
  locations: readonly Location[],
  parameters: Readonly<Record<SearchSide['kind'], string>>,
): readonly string[] => {
  const ids = side.kind === 'poi' ? [side.poi] : side.stations;
  return ids
    .filter((_id, index) => (locations[index] ?? []).length === 0)
    .map((id) => `${parameters[side.kind]}=${id}`);
};

/** One 12go place to ask for, and the station that counts as it; null for a POI, where any does. */
type Spot = { readonly place: Place; readonly station: TwelveGoStationId | null };
/** The spots of one location: none without a mapping, several when one partner id covers several 12go stations. */
type Location = readonly Spot[];
type Couple = readonly [from: Spot, to: Spot];

const resolveSide = (side: SearchSide, ids: Ids, options: PlaceOptions): readonly Location[] =>
  side.kind === 'poi'
    ? [resolvePoi(side.poi, ids)]
    : side.stations.map((station) => ids.stations(station).flatMap((place) => toSpots(place, options)));

const resolvePoi = (poi: string, ids: Ids): Location => {
  const id = ids.poi(poi);
  return id === undefined ? [] : [{ place: { kind: 'province', id }, station: null }];
};

const toSpots = ({ station, province }: StationPlace, { placeMode }: PlaceOptions): Location => {
  if (placeMode === 'station') return [{ place: { kind: 'station', id: station }, station }];
  return province === null ? [] : [{ place: { kind: 'province', id: province }, station }];
};

const zip = (from: readonly Location[], to: readonly Location[]): readonly Couple[] =>
  from.flatMap((location, index) => couplesOf(location, to[index] ?? []));

const product = (from: readonly Location[], to: readonly Location[]): readonly Couple[] =>
  couplesOf(from.flat(), to.flat());

const couplesOf = (from: Location, to: Location): readonly Couple[] =>
  from.flatMap((start) => to.map((end): Couple => [start, end]));

/** The cross product pairs a station that is on both sides with itself. */
const isJourney = ([from, to]: Couple): boolean => from.station === null || from.station !== to.station;

const keyOf = ({ kind, id }: Place): string => `${kind} ${id}`;

const toDistinctPairs = (couples: readonly Couple[]): readonly PlacePair[] => {
  const pairs = new Map<string, PlacePair>();
  for (const [{ place: from }, { place: to }] of couples) {
    const key = `${keyOf(from)} ${keyOf(to)}`;
    if (!pairs.has(key)) pairs.set(key, { from, to });
  }
  return [...pairs.values()];
};

const toAccepts = (couples: readonly Couple[]): Accepts => {
  const wanted = new Map<TwelveGoStationId | null, Set<TwelveGoStationId | null>>();
  for (const [{ station: from }, { station: to }] of couples) {
    wanted.set(from, (wanted.get(from) ?? new Set()).add(to));
  }
  const takes = (ends: ReadonlySet<TwelveGoStationId | null> | undefined, to: TwelveGoStationId): boolean =>
    ends !== undefined && (ends.has(null) || ends.has(to));
  return (from, to) => takes(wanted.get(from), to) || takes(wanted.get(null), to);
};
