/** The answer of search and trip details: trips, the maps they refer to, and pending rechecks. */
import { z } from 'zod';
import {
  type ClassId,
  type OperatorId,
  readClassId,
  readOperatorId,
  readProvinceId,
  readStationId,
  type TwelveGoStationId,
} from './ids.ts';
import { readImages } from './travel-options.ts';
import { readTrip, type Trip } from './trips.ts';
import {
  createDropTally,
  type Dropped,
  type DropTally,
  isRecord,
  issueReason,
  lenient,
  readBoolean,
  readEntries,
  readNumber,
  readText,
  required,
} from './wire.ts';

const operatorSchema = z.object({
  id: required(readOperatorId),
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
  id: required(readClassId),
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

/** Reads a search-shaped body, or undefined when it is not one (no `trips` array). */
export function readSearchResult(body: unknown): SearchResult | undefined {
  if (!isRecord(body) || !Array.isArray(body.trips)) return undefined;
  const tally = createDropTally();
  return {
    trips: readTrips(body.trips, tally),
    operators: readIdMap(body.operators, operatorSchema, (operator) => operator.id, 'operator', tally),
    stations: readIdMap(body.stations, stationSchema, (station) => station.station_id, 'station', tally),
    classes: readIdMap(body.classes, classSchema, (seatClass) => seatClass.id, 'class', tally),
    recheck: readRecheck(body.recheck, tally),
    dropped: tally.list(),
  };
}

function readTrips(list: readonly unknown[], tally: DropTally): readonly Trip[] {
  for (let rest = list.length; rest > mostTrips; rest -= 1) tally.add('trip', 'too_many');
  return list
    .slice(0, mostTrips)
    .map((trip) => readTrip(trip, tally))
    .filter((trip) => trip !== undefined);
}

function readIdMap<Schema extends z.ZodType, Id>(
  value: unknown,
  schema: Schema,
  idOf: (item: z.output<Schema>) => Id,
  level: string,
  tally: DropTally,
): ReadonlyMap<Id, z.output<Schema>> {
  const map = new Map<Id, z.output<Schema>>();
  for (const [, item] of readEntries(value)) {
    const parsed = schema.safeParse(item);
    if (parsed.success) map.set(idOf(parsed.data), parsed.data);
    else tally.add(level, issueReason(parsed.error));
  }
  return map;
}

function readRecheck(value: unknown, tally: DropTally): SearchResult['recheck'] {
  if (!Array.isArray(value)) return { pending: readBoolean(value) ?? false, urls: [] };
  const urls = value.filter((url): url is string => typeof url === 'string' && URL.canParse(url));
  for (let lost = value.length - urls.length; lost > 0; lost -= 1) tally.add('recheck', 'shape');
  return { pending: value.length > 0, urls };
}
