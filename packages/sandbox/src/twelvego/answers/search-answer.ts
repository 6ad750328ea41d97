/** Search-shaped answers of the sandbox: trips and everything they refer to, as found or as many as a benchmark wants. */
import { randomText } from '../time-and-chance.ts';
import { classById, operatorById } from '../world/operators.ts';
import { stationById } from '../world/places.ts';
import { timetable } from '../world/timetable.ts';
import type { TimetableTrip } from '../world/timetable-entry.ts';
import type { TripView } from './travel-options.ts';
import { type JsonTrip, toJsonTrip } from './trips.ts';

/** The five top-level fields of search and trip details. */
export type SearchAnswer = {
  readonly trips: readonly JsonTrip[];
  readonly operators: object;
  readonly stations: object;
  readonly classes: object;
  readonly recheck: readonly string[];
};

/** An answer with these trips and everything they refer to. */
export const toSearchAnswer = (
  trips: readonly TimetableTrip[],
  view: TripView,
  recheck: readonly string[],
): SearchAnswer => {
  const legs = trips.flatMap((trip) => trip.legs);
  const classIds = [
    ...legs.map((leg) => leg.class),
    ...trips.flatMap((trip) => trip.fares.map((fare) => fare.class)),
  ];
  return {
    trips: trips.map((trip) => toJsonTrip(trip, view)),
    operators: toMap(
      legs.map((leg) => leg.operator),
      toJsonOperator,
    ),
    stations: toMap(
      legs.flatMap((leg) => [leg.from, leg.to]),
      toJsonStation,
    ),
    classes: toMap(classIds, toJsonClass),
    recheck,
  };
};

/** A PHP map: by id, in order of the ids; an empty one is a list. */
const toMap = (ids: readonly number[], toJson: (id: number) => object): object => {
  const distinct = [...new Set(ids)].sort((a, b) => a - b);
  return distinct.length === 0 ? [] : Object.fromEntries(distinct.map((id) => [String(id), toJson(id)]));
};

const toJsonOperator = (id: number): object => {
  const operator = operatorById.get(id);
  return { id, name: operator?.name ?? '', slug: operator?.slug ?? '', logo: [] };
};

const toJsonClass = (id: number): object => ({
  id,
  name: classById.get(id)?.name ?? '',
  is_multi_pax: false,
});

const toJsonStation = (id: number): object => {
  const station = stationById.get(id);
  return {
    station_id: id,
    province_id: station?.provinceId,
    station_name: station?.name,
    station_name_full: station?.fullName,
    station_code: station?.code,
    station_slug: station?.slug,
    station_lat: station?.lat,
    station_lng: station?.lng,
    weight: station?.weight,
  };
};

/**
 * A search answer of `trips` trips from Bangkok to Koh Chang in the documented shape, for benchmarks: 140 trips are
 * about 290 KB.
 *
 * @example
 * const body = JSON.stringify(buildSearchAnswer({ trips: 140, date: '2026-11-14'}));
 */
export const buildSearchAnswer = ({
  trips,
  date = '2026-11-14',
}: {
  readonly trips: number;
  readonly date?: string;
}): SearchAnswer => {
  const [busAndFerry, van] = timetable as readonly [TimetableTrip, TimetableTrip, ...TimetableTrip[]];
  const copies = Array.from({ length: trips }, (_, index) =>
    copyOf(index % 2 === 0 ? busAndFerry : van, index),
  );
  const view: TripView = {
    date,
    accountCurrency: null,
    showsNetPrice: true,
    left: (_trip, fare) => fare.seats,
    isStale: () => false,
  };
  return toSearchAnswer(copies, view, []);
};

/** The same trip as one of its own: other keys, a departure of its own. */
const copyOf = (trip: TimetableTrip, index: number): TimetableTrip => {
  const rename = (key: string) => `${key.slice(0, 17)}${randomText(7, key, index)}`;
  const shift = (departs: string) =>
    `${String((Number(departs.slice(0, 2)) + index) % 24).padStart(2, '0')}${departs.slice(2)}`;
  const [first, ...others] = trip.legs;
  const [fare, ...fares] = trip.fares;
  return {
    ...trip,
    key: rename(trip.key),
    legs: [{ ...first, departs: shift(first.departs) }, ...others],
    fares: [
      { ...fare, key: rename(fare.key) },
      ...fares.map((other) => ({ ...other, key: rename(other.key) })),
    ],
  };
};
