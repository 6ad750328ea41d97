/** Search, trip details and rechecks: their calls, and their answer of trips, the maps these refer to and recheck URLs. */
import { z } from 'zod';
import { isRecord, readBoolean, readEntries, readList, readNumber, readText } from './leaves.ts';
import {
  type ClassId,
  type LocalDate,
  type LocalDateTime,
  type OperatorId,
  type ProvinceId,
  readClassId,
  readOperatorId,
  readProvinceId,
  readStationId,
  readTripKey,
  type TripKey,
  type TwelveGoStationId,
  toPathDateTime,
} from './scalars.ts';
import { readTrip, type Trip } from './trips.ts';
import {
  type Call,
  createDropTally,
  type Dropped,
  type DropTally,
  issueReason,
  lenient,
  readImages,
  required,
} from './wire.ts';

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
});

export const tripCall = (query: TripQuery): Call<SearchResult> => ({
  operation: 'trip',
  path: `/trip/${toTripPath(query)}`,
  query: { seats: String(query.seats) },
  read: readSearchResult,
});

/** Waits carry an id of 0, which no operator and no class has. */
const operatorSchema = z.object({
  id: required((value) => readOperatorId(value) || undefined),
  name: lenient(readText, ''),
  slug: lenient(readText, ''),
});

const stationSchema = z.object({
  station_id: required(readStationId),
  province_id: lenient(readProvinceId, null),
  station_name: lenient(readText, ''),
  station_name_full: lenient(readText, ''),
  station_code: lenient(readText, ''),
  station_slug: lenient(readText, ''),
  station_lat: lenient(readNumber, null),
  station_lng: lenient(readNumber, null),
});

const classSchema = z.object({
  id: required((value) => readClassId(value) || undefined),
  name: lenient(readText, ''),
  is_multi_pax: lenient(readBoolean, false),
  images: z.transform(readImages),
});

export type Operator = Readonly<z.infer<typeof operatorSchema>>;
export type Station = Readonly<z.infer<typeof stationSchema>>;
export type SeatClass = Readonly<z.infer<typeof classSchema>>;

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

/** Far above any real search; bounds what a hostile answer can cost. */
const mostTrips = 5_000;

/** Reads a search-shaped body, or undefined when it is not one (no list of `trips`). */
export const readSearchResult = (body: unknown): SearchResult | undefined => {
  const list = isRecord(body) ? readList(body.trips) : undefined;
  if (!isRecord(body) || list === undefined) return undefined;
  const tally = createDropTally();
  return {
    trips: readTrips(list, tally),
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
};

const readTrips = (list: readonly unknown[], tally: DropTally): readonly Trip[] => {
  for (let rest = list.length; rest > mostTrips; rest -= 1) tally.add('trip', 'too_many');
  return list
    .slice(0, mostTrips)
    .map((trip) => readTrip(trip, tally))
    .filter((trip) => trip !== undefined);
};

/** How the entries of a map are read, and what a lost one is counted as. */
type Entry<Schema extends z.ZodType, Id> = {
  readonly schema: Schema;
  readonly idOf: (item: z.output<Schema>) => Id;
  readonly level: string;
};

const readIdMap = <Schema extends z.ZodType, Id>(
  value: unknown,
  { schema, idOf, level }: Entry<Schema, Id>,
  tally: DropTally,
): ReadonlyMap<Id, z.output<Schema>> => {
  const map = new Map<Id, z.output<Schema>>();
  for (const [, item] of readEntries(value)) {
    const parsed = schema.safeParse(item);
    if (parsed.success) map.set(idOf(parsed.data), parsed.data);
    else tally.add(level, issueReason(parsed.error));
  }
  return map;
};

const readRecheck = (value: unknown, tally: DropTally): SearchResult['recheck'] => {
  const list = isUrl(value) ? [value] : readList(value);
  if (list === undefined) return { pending: readBoolean(value) ?? false, urls: [] };
  const urls = list.filter(isUrl);
  for (let lost = list.length - urls.length; lost > 0; lost -= 1) tally.add('recheck', 'shape');
  return { pending: list.length > 0, urls };
};

const isUrl = (value: unknown): value is string => typeof value === 'string' && URL.canParse(value);

/** The trips a recheck refreshed, as far as 12go says. */
export type RecheckResult = { readonly tripKeys: readonly TripKey[] };

/** Reads a JSON array of trip keys (`out=keys`) or a search-shaped body; any other answer names no trips. */
export const readRecheckResult = (body: unknown): RecheckResult => {
  const trips = isRecord(body) ? readList(body.trips) : undefined;
  const keys = trips?.map((trip) => (isRecord(trip) ? trip.id : undefined)) ?? readList(body) ?? [];
  return { tripKeys: keys.map(readTripKey).filter((key) => key !== undefined) };
};

/**
 * Whether a recheck URL may be called. An entry of the list is a host with optional port (`recheck.upstream.example`,
 * https only) or an origin (`http://127.0.0.1:4100`). The list comes from configuration; the URL comes from a response
 * body and is not to be trusted.
 */
export const isAllowedRecheck = (url: string, allowed: readonly string[]): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, host, origin, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  return allowed.some((entry) =>
    entry.includes('://') ? origin === entry : protocol === 'https:' && host === entry,
  );
};
