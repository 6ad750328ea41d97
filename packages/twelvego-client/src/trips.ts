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
} from './reading/leaves.ts';
import { counted, type DropTally, must } from './reading/reading-rule.ts';
import { type LocalDateTime, readLocalDateTime, readTripKey, type TripKey } from './reading/scalars.ts';
import { readSegment, type Segment } from './segments.ts';
import { readTravelOption, type TravelOption } from './travel-option.ts';

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
export const readTrip = (value: unknown, tally: DropTally): Trip | undefined =>
  counted(value, (raw) => toTrip(raw, tally), { level: 'trip', tally });

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
