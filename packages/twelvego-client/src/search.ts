/** Search and trip details: their calls, and their answer of trips, the maps these refer to and recheck URLs. */
import type { Call } from './call.ts';
import { isRecord, readBoolean, readList } from './reading/leaves.ts';
import { createDropTally, type Dropped, type DropTally } from './reading/reading-rule.ts';
import {
  type ClassId,
  type LocalDate,
  type LocalDateTime,
  type OperatorId,
  type ProvinceId,
  type TripKey,
  type TwelveGoStationId,
  toPathDateTime,
} from './reading/scalars.ts';
import type { PieceReader, PieceReading } from './transport/json-pieces.ts';
import {
  classSchema,
  type Operator,
  operatorSchema,
  readIdMap,
  type SeatClass,
  type Station,
  stationSchema,
} from './trip-references.ts';
import { readTrip, type Trip } from './trips.ts';

/** A place of a search: a province (12go's POI) or one station. */
export type Place =
  | { readonly kind: 'province'; readonly id: ProvinceId }
  | { readonly kind: 'station'; readonly id: TwelveGoStationId };

export type SearchQuery = {
  readonly from: Place;
  readonly to: Place;
  readonly date: LocalDate;
  readonly seats: number;
};

/** A trip by its key and the local departure of its first leg. */
export type TripQuery = {
  readonly tripKey: TripKey;
  readonly departure: LocalDateTime;
  readonly seats: number;
};

const toPlace = (place: Place): string => `${place.id}${place.kind === 'province' ? 'p' : 's'}`;

/** The part of a path that names a trip on a day. */
export const toTripPath = (query: TripQuery): string => `${query.tripKey}/${toPathDateTime(query.departure)}`;

export const searchCall = (query: SearchQuery): Call<SearchResult> => ({
  operation: 'search',
  path: `/search/${toPlace(query.from)}/${toPlace(query.to)}/${query.date}`,
  query: { seats: String(query.seats), direct: 'true' },
  read: readSearchResult,
  pieces,
});

export const tripCall = (query: TripQuery): Call<SearchResult> => ({
  operation: 'trip',
  path: `/trip/${toTripPath(query)}`,
  query: { seats: String(query.seats) },
  read: readSearchResult,
});

/**
 * What search and trip details answer. A trip or option that cannot be read is left out and counted in `dropped`.
 * `recheck.pending` is true while 12go has prices to refresh; `recheck.urls` are the URLs to call for that.
 */
export type SearchResult = {
  readonly trips: readonly Trip[];
  readonly operators: ReadonlyMap<OperatorId, Operator>;
  readonly stations: ReadonlyMap<TwelveGoStationId, Station>;
  readonly classes: ReadonlyMap<ClassId, SeatClass>;
  readonly recheck: { readonly pending: boolean; readonly urls: readonly string[] };
  readonly dropped: readonly Dropped[];
};

/** Far above any real search; they bound what a hostile answer can cost. */
const mostTrips = 5_000;
const mostUrls = 1_000;

/**
 * Lets go of the trips of an answer that nobody reads any more. It came through promises that are older than it, since they waited for
 * 12go; V8 frees such promises late, and holds until then whatever they were resolved with.
 *
 * @example
 * const result = await client.search({ from, to, date, seats: 2 });
 * const names = result.trips.map(({ route_name }) => route_name);
 * letGoOfTrips(result);
 */
export const letGoOfTrips = ({ trips }: SearchResult): void => {
  (trips as Trip[]).length = 0;
};

/** Reads the trips as they come, in one list or several, and then what these refer to. */
const beginSearchResult = (): PieceReading<SearchResult> => {
  const tally = createDropTally();
  const trips: Trip[] = [];
  let seen = 0;
  return {
    take(list) {
      for (const raw of list) {
        seen += 1;
        const trip = seen > mostTrips ? undefined : readTrip(raw, tally);
        if (trip !== undefined) trips.push(trip);
      }
    },
    end(body) {
      tally.add('trip', 'too_many', seen - mostTrips);
      return {
        trips,
        operators: readIdMap(
          body.operators,
          { schema: operatorSchema, idOf: (operator) => operator.id, level: 'operator' },
          tally,
        ),
        stations: readIdMap(
          body.stations,
          { schema: stationSchema, idOf: (station) => station.station_id, level: 'station' },
          tally,
        ),
        classes: readIdMap(
          body.classes,
          { schema: classSchema, idOf: (seatClass) => seatClass.id, level: 'class' },
          tally,
        ),
        recheck: readRecheck(body.recheck, tally),
        dropped: tally.list(),
      };
    },
  };
};

/** Reads a search-shaped body, or undefined when it is not one (no list of `trips`). */
export const readSearchResult = (body: unknown): SearchResult | undefined => {
  const list = isRecord(body) ? readList(body.trips) : undefined;
  if (!isRecord(body) || list === undefined) return undefined;
  const reading = beginSearchResult();
  reading.take(list);
  return reading.end(body);
};

const pieces: PieceReader<SearchResult> = { member: 'trips', begin: beginSearchResult };

const readRecheck = (value: unknown, tally: DropTally): SearchResult['recheck'] => {
  const list = isUrl(value) ? [value] : readList(value);
  if (list === undefined) return { pending: readBoolean(value) ?? false, urls: [] };
  const taken = list.slice(0, mostUrls);
  const urls = taken.filter(isUrl);
  tally.add('recheck', 'shape', taken.length - urls.length);
  tally.add('recheck', 'too_many', list.length - taken.length);
  return { pending: list.length > 0, urls };
};

const isUrl = (value: unknown): value is string => typeof value === 'string' && URL.canParse(value);
