/** Search and trip details: the shapes both share, and their tolerant parser. */
import { z } from 'zod';
import { createDropTally, type DropTally, issueReason } from './dropped.ts';
import {
  type ClassId,
  type OperatorId,
  type ProvinceId,
  readTripKey,
  type TripKey,
  type TwelveGoStationId,
} from './ids.ts';
import { readLocalDateTime } from './local-date-time.ts';
import {
  type Dropped,
  isRecord,
  lenient,
  nullable,
  readBoolean,
  readEntries,
  readId,
  readIdOrZero,
  readInteger,
  readNumber,
  readPrice,
  readText,
  readTexts,
  required,
} from './wire.ts';

const stationId = required(readId as (value: unknown) => TwelveGoStationId | undefined);
const classId = required(readIdOrZero as (value: unknown) => ClassId | undefined);
const operatorId = required(readIdOrZero as (value: unknown) => OperatorId | undefined);

const paramsSchema = z.object({
  bookable: lenient(readInteger, null),
  duration: lenient(readInteger, null),
  dep_time: lenient(readLocalDateTime, null),
  arr_time: lenient(readLocalDateTime, null),
  from: lenient(readInteger, null),
  to: lenient(readInteger, null),
  stops: lenient(readInteger, null),
  min_rating: lenient(readNumber, null),
  rating_count: lenient(readInteger, null),
  hide: lenient(readBoolean, false),
});

const segmentSchema = z.object({
  type: z.enum(['route', 'wait']),
  trip_id: lenient(readTripKey, null),
  official_id: lenient(readText, null),
  vehclasses: lenient(readTexts, []),
  connection_guaranteed: lenient(readBoolean, false),
  from: stationId,
  to: stationId,
  duration: required(readInteger),
  dep_time: required(readLocalDateTime),
  arr_time: required(readLocalDateTime),
  class: classId,
  operator: operatorId,
});

const baggageSchema = lenient((value) => {
  if (!isRecord(value)) return undefined;
  return { value: readInteger(value.value) ?? null, message: readText(value.message) ?? '' };
}, null);

/** A picture of a seat class, where 12go supplies one. Its name ends in `-inside` or `-outside` when 12go says which. */
export type SeatClassImage = {
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
};

function readImage(value: unknown): SeatClassImage | undefined {
  const image = typeof value === 'string' ? { url: value } : value;
  if (!isRecord(image) || typeof image.url !== 'string' || !/^https?:\/\//.test(image.url)) return undefined;
  return { url: image.url, width: readId(image.width) ?? null, height: readId(image.height) ?? null };
}

const images = lenient(
  (value) => (Array.isArray(value) ? value.map(readImage).filter((image) => image !== undefined) : undefined),
  [] as SeatClassImage[],
);

const optionSchema = z.object({
  id: nullable(readTripKey),
  bookable: required(readInteger),
  price: nullable(readPrice),
  netprice: nullable(readPrice),
  agfee: nullable(readPrice),
  sysfee: nullable(readPrice),
  class: classId,
  amenities: lenient(readTexts, []),
  ticket_type: lenient(readText, ''),
  confirmation_time: lenient(readInteger, 0),
  confirmation_message: lenient(readText, ''),
  cancellation: lenient(readInteger, null),
  cancellation_message: lenient(readText, ''),
  full_refund_until: nullable(readLocalDateTime),
  baggage: baggageSchema,
  rating: lenient(readNumber, null),
  is_bookable: lenient(readBoolean, true),
  reason: lenient(readText, null),
  price_restriction: lenient(readInteger, 0),
  dep_datetime: nullable(readLocalDateTime),
  arr_datetime: nullable(readLocalDateTime),
  approximate: lenient(readBoolean, false),
  images,
});

const tripSchema = z.object({
  id: required(readTripKey),
  chunk_key: lenient(readText, ''),
  route_name: lenient(readText, ''),
  params: z.union([paramsSchema, z.transform(() => null)]),
  segments: z.array(segmentSchema),
  travel_options: z.array(z.unknown()),
  is_visible: lenient(readBoolean, true),
  bookable: lenient(readBoolean, true),
});

const operatorSchema = z.object({ id: operatorId, name: lenient(readText, ''), slug: lenient(readText, '') });

const stationSchema = z.object({
  station_id: stationId,
  province_id: lenient(readId as (value: unknown) => ProvinceId | undefined, null),
  station_name: lenient(readText, ''),
  station_name_full: lenient(readText, ''),
  station_code: lenient(readText, ''),
  station_slug: lenient(readText, ''),
  station_lat: lenient(readNumber, null),
  station_lng: lenient(readNumber, null),
});

const classSchema = z.object({
  id: classId,
  name: lenient(readText, ''),
  is_multi_pax: lenient(readBoolean, false),
  images,
});

/** A leg (`route`) or the pause between two legs (`wait`). Waits carry class and operator `0`. */
export type Segment = Readonly<z.infer<typeof segmentSchema>>;
/** A priced variant of a trip, one per class. Money is per passenger. `id` falls back to the trip's own key. */
export type TravelOption = Readonly<Omit<z.infer<typeof optionSchema>, 'id'>> & { readonly id: TripKey };
/** A connection between two places with its legs in order and its priced variants. */
export type Trip = Readonly<Omit<z.infer<typeof tripSchema>, 'travel_options'>> & {
  readonly travel_options: readonly TravelOption[];
};
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

/** Reads a search-shaped body, or undefined when it is not one (no `trips` array). */
export function readSearchResult(body: unknown): SearchResult | undefined {
  if (!isRecord(body) || !Array.isArray(body.trips)) return undefined;
  const tally = createDropTally();
  return {
    trips: body.trips.map((trip) => readTrip(trip, tally)).filter((trip) => trip !== undefined),
    operators: readIdMap(body.operators, operatorSchema, (operator) => operator.id, 'operator', tally),
    stations: readIdMap(body.stations, stationSchema, (station) => station.station_id, 'station', tally),
    classes: readIdMap(body.classes, classSchema, (seatClass) => seatClass.id, 'class', tally),
    recheck: readRecheck(body.recheck, tally),
    dropped: tally.list(),
  };
}

function readTrip(value: unknown, tally: DropTally): Trip | undefined {
  const parsed = tripSchema.safeParse(value);
  if (!parsed.success) {
    tally.add('trip', issueReason(parsed.error));
    return undefined;
  }
  const { id } = parsed.data;
  const options = parsed.data.travel_options.map((option) => readOption(option, id, tally));
  return { ...parsed.data, travel_options: options.filter((option) => option !== undefined) };
}

function readOption(value: unknown, tripId: TripKey, tally: DropTally): TravelOption | undefined {
  const parsed = optionSchema.safeParse(value);
  if (parsed.success) return { ...parsed.data, id: parsed.data.id ?? tripId };
  tally.add('option', issueReason(parsed.error));
  return undefined;
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
