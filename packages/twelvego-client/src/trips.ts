/**
 * Trips, their legs and their priced options, and the tolerant reader of them. Written out by hand instead of as a zod
 * schema: a search holds hundreds of trips, and this is the one place where a schema's cost shows (four times as much).
 */

import {
  type ClassId,
  type OperatorId,
  readClassId,
  readOperatorId,
  readStationId,
  readTripKey,
  type TripKey,
  type TwelveGoStationId,
} from './ids.ts';
import { type LocalDateTime, readLocalDateTime } from './local-date-time.ts';
import { readOption, type TravelOption } from './travel-options.ts';
import {
  counted,
  type DropTally,
  isRecord,
  must,
  nullOr,
  readBoolean,
  readInteger,
  readNumber,
  readText,
  readTexts,
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

type Raw = Readonly<Record<string, unknown>>;

const mostParts = 200;

/** Reads a trip. An unreadable trip, or option of it, is left out and counted. */
export function readTrip(value: unknown, tally: DropTally): Trip | undefined {
  if (isRecord(value)) return counted('trip', tally, () => toTrip(value, tally));
  tally.add('trip', 'shape');
  return undefined;
}

function toTrip(raw: Raw, tally: DropTally): Trip {
  const id = must(readTripKey(raw.id), 'id');
  const segments = must(readList(raw.segments), 'segments').map(toSegment);
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

function toSegment(value: unknown): Segment {
  const raw = must(isRecord(value) ? value : undefined, 'segments');
  return {
    type: must(raw.type === 'route' || raw.type === 'wait' ? raw.type : undefined, 'segments.type'),
    trip_id: readTripKey(raw.trip_id) ?? null,
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
