/** Search-shaped answers of the sandbox: trips, everything they refer to, and the rechecks that would refresh them. */
import { randomText, type SandboxClock } from '../time-and-chance.ts';
import { timetable } from '../world/timetable.ts';
import type { Fare, TimetableTrip } from '../world/timetable-entry.ts';
import { classById, operatorById, stationById } from '../world/world.ts';
import { type JsonTrip, type TripView, toJsonTrip } from './trips.ts';

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

/** A supplier that wants to be asked: its trips carry stale prices, or it was never asked about the route. */
type Integration = {
  readonly id: number;
  readonly kind: 'searchr' | 'searchpm' | 'recheckpa';
  readonly from: number;
  readonly to: number;
};

const integrations: readonly Integration[] = [
  { id: 88, kind: 'searchr', from: 4101, to: 5688 },
  { id: 91, kind: 'searchpm', from: 4120, to: 4402 },
  { id: 95, kind: 'recheckpa', from: 80110, to: 80155 },
];

/** Until it is asked, a supplier with stale prices also hides that the last seats of its first fare are going fast. */
const seatsGoneByRecheck = 3;
const freshForMs = 15 * 60_000;

/** Trips that were found, and the day and number of seats that they are for. */
export type FoundTrips = {
  readonly trips: readonly TimetableTrip[];
  readonly date: string;
  readonly seats: number;
};

export type Rechecks = {
  /** The URLs, below `base`, that a search which found these trips has to list. */
  urls(found: FoundTrips, base: string): readonly string[];
  isStale(trip: TimetableTrip, fare: Fare, date: string): boolean;
  /** Seats of a fare that a recheck found gone. */
  gone(trip: TimetableTrip, fare: Fare, date: string): number;
  /** Asks the supplier behind a recheck URL. The trips it refreshed, or undefined for a URL that was never listed. */
  run(kind: string, query: URLSearchParams): readonly TimetableTrip[] | undefined;
  reset(): void;
};

export const createRechecks = (clock: SandboxClock): Rechecks => {
  const askedAt = new Map<string, number>();
  const integrationOf = (trip: TimetableTrip) =>
    integrations.find(({ from, to }) => trip.legs[0].from === from && trip.legs.at(-1)?.to === to);
  const isFresh = (id: number, date: string) =>
    clock.now() < (askedAt.get(`${id} ${date}`) ?? Number.NEGATIVE_INFINITY) + freshForMs;
  const isAsked = (id: number, date: string) => askedAt.has(`${id} ${date}`);
  const tripsOf = (integration: Integration) =>
    timetable.filter((trip) => integrationOf(trip) === integration);

  return {
    urls: ({ trips, date, seats }, base) =>
      integrations
        .filter(
          (integration) =>
            !isFresh(integration.id, date) && trips.some((trip) => integrationOf(trip) === integration),
        )
        .map(({ id, kind, from, to }) => `${base}/${kind}?f=${from}&t=${to}&d=${date}&s=${seats}&i=${id}`),
    isStale: (trip, fare, date) => {
      const integration = integrationOf(trip);
      return integration !== undefined && fare.stalePercent !== undefined && !isFresh(integration.id, date);
    },
    gone: (trip, fare, date) => {
      const integration = integrationOf(trip);
      return integration !== undefined && fare.stalePercent !== undefined && isAsked(integration.id, date)
        ? seatsGoneByRecheck
        : 0;
    },
    run: (kind, query) => {
      const integration = integrations.find(
        ({ id, kind: own }) => String(id) === query.get('i') && own === kind,
      );
      const date = query.get('d');
      if (integration === undefined || date === null) return undefined;
      askedAt.set(`${integration.id} ${date}`, clock.now());
      return tripsOf(integration);
    },
    reset: () => askedAt.clear(),
  };
};
