/**
 * Trips, their legs and their priced options, and the tolerant reader of them. Written out by hand instead of as a zod
 * schema: a search holds hundreds of trips, and this is the one place where a schema's cost shows (four times as much).
 */
import {
  type ClassId,
  type LocalDateTime,
  type OperatorId,
  readClassId,
  readLocalDateTime,
  readOperatorId,
  readStationId,
  readTripKey,
  type TripKey,
  type TwelveGoStationId,
} from './scalars.ts';
import {
  counted,
  type DropTally,
  isRecord,
  must,
  nullOr,
  type Price,
  readBoolean,
  readImages,
  readInteger,
  readNumber,
  readPrice,
  readText,
  readTexts,
  type SeatClassImage,
} from './wire.ts';

/** The summary of a trip; informative only, so anything unreadable in it is null. `hide` asks not to show the trip. */
export type TripParams = {
  readonly bookable: number | null;
  readonly duration: number | null;
  readonly dep_time: LocalDateTime | null;
  readonly arr_time: LocalDateTime | null;
  readonly stops: number | null;
  readonly min_rating: number | null;
  readonly rating_count: number | null;
  readonly hide: boolean;
};

/**
 * A leg (`route`) or the pause between two legs (`wait`). Waits carry class and operator `0`. `duration` is in minutes.
 * A time that 12go leaves out is null; the options of the trip may still tell it.
 */
export type Segment = {
  readonly type: 'route' | 'wait';
  readonly trip_id: TripKey | null;
  readonly official_id: string | null;
  readonly vehclasses: readonly string[];
  readonly connection_guaranteed: boolean;
  readonly from: TwelveGoStationId;
  readonly to: TwelveGoStationId;
  readonly duration: number;
  readonly dep_time: LocalDateTime | null;
  readonly arr_time: LocalDateTime | null;
  readonly class: ClassId;
  readonly operator: OperatorId;
};

/** A connection between two places with its legs in order and its priced variants. */
export type Trip = {
  readonly id: TripKey;
  readonly chunk_key: string;
  readonly route_name: string;
  readonly params: TripParams | null;
  readonly segments: readonly Segment[];
  readonly travel_options: readonly TravelOption[];
  readonly is_visible: boolean;
  readonly bookable: boolean;
};

/**
 * A priced variant of a trip, one per class. Money is per passenger; a null price is hidden from the account. `id`
 * falls back to the trip's own key. `confirmation_time` is in minutes, 0 is instant. `approximate` prices await a recheck.
 */
export type TravelOption = {
  readonly id: TripKey;
  readonly bookable: number;
  readonly price: Price | null;
  readonly netprice: Price | null;
  readonly agfee: Price | null;
  readonly sysfee: Price | null;
  readonly class: ClassId;
  readonly amenities: readonly string[];
  readonly ticket_type: string;
  readonly confirmation_time: number;
  readonly confirmation_message: string;
  readonly cancellation: number | null;
  readonly cancellation_message: string;
  readonly full_refund_until: LocalDateTime | null;
  readonly baggage: { readonly value: number | null; readonly message: string } | null;
  readonly rating: number | null;
  readonly is_bookable: boolean;
  readonly reason: string | null;
  readonly price_restriction: number;
  readonly dep_datetime: LocalDateTime | null;
  readonly arr_datetime: LocalDateTime | null;
  readonly approximate: boolean;
  readonly images: readonly SeatClassImage[];
};

type Raw = Readonly<Record<string, unknown>>;

const mostParts = 200;

/** Reads a trip. An unreadable trip, or option of it, is left out and counted. */
export const readTrip = (value: unknown, tally: DropTally): Trip | undefined =>
  counted('trip', tally, value, (raw) => toTrip(raw, tally));

function toTrip(raw: Raw, tally: DropTally): Trip {
  const id = must(readTripKey(raw.id), 'id');
  const segments = must(readList(raw.segments), 'segments').map((segment) => toSegment(segment, id));
  const options = must(readList(raw.travel_options), 'travel_options');
  return {
    id,
    chunk_key: readText(raw.chunk_key) ?? '',
    route_name: readText(raw.route_name) ?? '',
    params: isRecord(raw.params) ? toParams(raw.params) : null,
    segments,
    travel_options: options
      .map((option) => readOption(option, id, tally))
      .filter((option) => option !== undefined),
    is_visible: readBoolean(raw.is_visible) ?? true,
    bookable: readBoolean(raw.bookable) ?? true,
  };
}

const readList = (value: unknown): readonly unknown[] | undefined =>
  Array.isArray(value) && value.length <= mostParts ? value : undefined;

const toParams = (raw: Raw): TripParams => ({
  bookable: readInteger(raw.bookable) ?? null,
  duration: readInteger(raw.duration) ?? null,
  dep_time: readLocalDateTime(raw.dep_time) ?? null,
  arr_time: readLocalDateTime(raw.arr_time) ?? null,
  stops: readInteger(raw.stops) ?? null,
  min_rating: readNumber(raw.min_rating) ?? null,
  rating_count: readInteger(raw.rating_count) ?? null,
  hide: readBoolean(raw.hide) ?? false,
});

/** Most keys of a trip repeat its own. */
const readKey = (value: unknown, tripId: TripKey): TripKey | undefined =>
  value === tripId ? tripId : readTripKey(value);

function toSegment(value: unknown, tripId: TripKey): Segment {
  const raw = must(isRecord(value) ? value : undefined, 'segments');
  return {
    type: must(raw.type === 'route' || raw.type === 'wait' ? raw.type : undefined, 'segments.type'),
    trip_id: readKey(raw.trip_id, tripId) ?? null,
    official_id: readText(raw.official_id) ?? null,
    vehclasses: readTexts(raw.vehclasses),
    connection_guaranteed: readBoolean(raw.connection_guaranteed) ?? false,
    from: must(readStationId(raw.from), 'segments.from'),
    to: must(readStationId(raw.to), 'segments.to'),
    duration: must(readInteger(raw.duration), 'segments.duration'),
    dep_time: nullOr(raw.dep_time, readLocalDateTime, 'segments.dep_time'),
    arr_time: nullOr(raw.arr_time, readLocalDateTime, 'segments.arr_time'),
    class: must(readClassId(raw.class), 'segments.class'),
    operator: must(readOperatorId(raw.operator), 'segments.operator'),
  };
}

/** Reads one option of the trip `tripId`. An unreadable one is left out and counted. */
const readOption = (value: unknown, tripId: TripKey, tally: DropTally): TravelOption | undefined =>
  counted('option', tally, value, (raw) => toOption(raw, tripId));

const toOption = (raw: Raw, tripId: TripKey): TravelOption => ({
  id: raw.id === tripId ? tripId : (nullOr(raw.id, readTripKey, 'id') ?? tripId),
  bookable: must(readInteger(raw.bookable), 'bookable'),
  price: nullOr(raw.price, readPrice, 'price'),
  netprice: nullOr(raw.netprice, readPrice, 'netprice'),
  agfee: nullOr(raw.agfee, readPrice, 'agfee'),
  sysfee: nullOr(raw.sysfee, readPrice, 'sysfee'),
  class: must(readClassId(raw.class), 'class'),
  amenities: readTexts(raw.amenities),
  ticket_type: readText(raw.ticket_type) ?? '',
  confirmation_time: readInteger(raw.confirmation_time) ?? 0,
  confirmation_message: readText(raw.confirmation_message) ?? '',
  cancellation: readInteger(raw.cancellation) ?? null,
  cancellation_message: readText(raw.cancellation_message) ?? '',
  full_refund_until: nullOr(raw.full_refund_until, readLocalDateTime, 'full_refund_until'),
  baggage: isRecord(raw.baggage)
    ? { value: readInteger(raw.baggage.value) ?? null, message: readText(raw.baggage.message) ?? '' }
    : null,
  rating: readNumber(raw.rating) ?? null,
  is_bookable: readBoolean(raw.is_bookable) ?? true,
  reason: readText(raw.reason) ?? null,
  price_restriction: readInteger(raw.price_restriction) ?? 0,
  dep_datetime: nullOr(raw.dep_datetime, readLocalDateTime, 'dep_datetime'),
  arr_datetime: nullOr(raw.arr_datetime, readLocalDateTime, 'arr_datetime'),
  approximate: readBoolean(raw.approximate) ?? false,
  images: readImages(raw.images),
});
