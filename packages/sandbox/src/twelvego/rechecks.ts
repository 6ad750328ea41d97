/** Rechecks of the sandbox: the suppliers that want to be asked again, and what their trips hide until they are. */
import type { SandboxClock } from './time-and-chance.ts';
import { timetable } from './world/timetable.ts';
import type { Fare, TimetableTrip } from './world/timetable-entry.ts';

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
