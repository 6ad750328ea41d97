/**
 * Trips, their legs and their priced options, and the tolerant reader of them. Written out by hand instead of as a zod
 * schema: a search holds hundreds of trips, and this is the one place where a schema's cost shows (four times as much).
 */
import {
  isNothing,
  isRecord,
  readBoolean,
  readInteger,
  readList,
  readMinutes,
  readNumber,
  readText,
  readTexts,
} from './leaves.ts';
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
import { readTravelOption, type TravelOption } from './travel-option.ts';
import { counted, type DropTally, must, nullOr } from './wire.ts';

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
const [noClass, noOperator] = [0 as ClassId, 0 as OperatorId];

/** Reads a trip. An unreadable trip, or option of it, is left out and counted. */
export const readTrip = (value: unknown, tally: DropTally): Trip | undefined =>
  counted('trip', tally, value, (raw) => toTrip(raw, tally));

const toTrip = (raw: Raw, tally: DropTally): Trip => {
  const id = must(readTripKey(raw.id), 'id');
  const segments = must(readParts(raw.segments), 'segments').map((segment) =>
    readSegment(segment, id, tally),
  );
  const options = must(readParts(raw.travel_options), 'travel_options');
  return {
    id,
    chunk_key: readText(raw.chunk_key) ?? '',
    route_name: readText(raw.route_name) ?? '',
    params: isRecord(raw.params) ? toParams(raw.params) : null,
    segments: segments.filter((segment) => segment !== undefined),
    travel_options: options
      .map((option) => readTravelOption(option, keyOfOption(option, id, options), tally))
      .filter((option) => option !== undefined),
    is_visible: readBoolean(raw.is_visible) ?? true,
    bookable: readBoolean(raw.bookable) ?? true,
  };
};

const readParts = (value: unknown): readonly unknown[] | undefined => {
  const list = readList(value);
  return list !== undefined && list.length <= mostParts ? list : undefined;
};

/** An option without a key of its own goes by the trip's, unless that is another option's. */
const keyOfOption = (option: unknown, tripId: TripKey, options: readonly unknown[]): TripKey | undefined => {
  const id = isRecord(option) ? option.id : undefined;
  if (id === tripId) return tripId;
  if (!isNothing(id)) return readTripKey(id);
  return options.some((other) => isRecord(other) && other.id === tripId) ? undefined : tripId;
};

const toParams = (raw: Raw): TripParams => ({
  bookable: readInteger(raw.bookable) ?? null,
  duration: readMinutes(raw.duration) ?? null,
  dep_time: readLocalDateTime(raw.dep_time) ?? null,
  arr_time: readLocalDateTime(raw.arr_time) ?? null,
  stops: readInteger(raw.stops) ?? null,
  min_rating: readNumber(raw.min_rating) ?? null,
  rating_count: readInteger(raw.rating_count) ?? null,
  hide: readBoolean(raw.hide) ?? false,
});

/** Nothing hangs on a wait, so one that cannot be read is left out and counted; a leg decides about its trip. */
const readSegment = (value: unknown, tripId: TripKey, tally: DropTally): Segment | undefined => {
  const raw = must(isRecord(value) ? value : undefined, 'segments');
  if (raw.type === 'wait') return counted('wait', tally, raw, (wait) => toSegment(wait, 'wait', tripId));
  return toSegment(raw, must(raw.type === 'route' ? raw.type : undefined, 'segments.type'), tripId);
};

const toSegment = (raw: Raw, type: Segment['type'], tripId: TripKey): Segment => {
  const operator = readOperatorId(raw.operator) ?? (type === 'wait' ? noOperator : undefined);
  return {
    type,
    // Most keys of a trip repeat its own.
    trip_id: raw.trip_id === tripId ? tripId : (readTripKey(raw.trip_id) ?? null),
    official_id: readText(raw.official_id) ?? null,
    vehclasses: readTexts(raw.vehclasses),
    connection_guaranteed: readBoolean(raw.connection_guaranteed) ?? false,
    from: must(readStationId(raw.from), 'segments.from'),
    to: must(readStationId(raw.to), 'segments.to'),
    duration: must(readMinutes(raw.duration), 'segments.duration'),
    dep_time: nullOr(raw.dep_time, readLocalDateTime, 'segments.dep_time'),
    arr_time: nullOr(raw.arr_time, readLocalDateTime, 'segments.arr_time'),
    class: readClassId(raw.class) ?? noClass,
    operator: must(operator, 'segments.operator'),
  };
};
