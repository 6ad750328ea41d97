/** The route of a trip, translated once for all of its options: its legs in travel order, with their times. */
import type {
  LocalDateTime,
  TravelOption,
  Trip,
  Segment as TwelveGoSegment,
} from '@partner-gateway/twelvego-client';
import type { Ids } from '../ids/ids.ts';
import { toLocalMinute } from './vocabulary.ts';

/** A route segment whose own times may be missing; a single leg then takes its option's. */
export type RouteSegment = Omit<TwelveGoSegment, 'dep_time' | 'arr_time'> & {
  readonly dep_time: LocalDateTime | null;
  readonly arr_time: LocalDateTime | null;
};

/** At least one, in travel order. */
export type Route = readonly [RouteSegment, ...RouteSegment[]];

/** Get itinerary answers with at most ten segments; a longer trip could be found but never booked. */
const legsMax = 10;
/** 30 days: no leg takes longer, and a figure beyond it is a fault of the data. */
const legMinutesMax = 30 * 24 * 60;

/** Why a trip cannot be shown on account of its legs. */
export type RouteProblem = 'no_route_segments' | 'too_many_legs' | 'absurd_duration';

/** The route segments of a trip, or why it cannot be shown. Waits only explain the gap between two legs. */
export const toRoute = (trip: Trip): Route | RouteProblem => {
  const route: RouteSegment[] = [];
  for (const segment of trip.segments) {
    if (segment.type !== 'route') continue;
    if (segment.duration < 0 || segment.duration > legMinutesMax) return 'absurd_duration';
    route.push(segment);
  }
  if (route.length > legsMax) return 'too_many_legs';
  return isRoute(route) ? route : 'no_route_segments';
};

const isRoute = (segments: readonly RouteSegment[]): segments is Route => segments.length > 0;

/** A route segment with its times in minutes, `YYYY-MM-DDTHH:MM`, each local to its station. */
export type TimedSegment = {
  readonly segment: RouteSegment;
  readonly departure: string;
  readonly arrival: string;
};

/** At least one, in travel order. */
export type TimedRoute = readonly [TimedSegment, ...TimedSegment[]];

/**
 * The route with its times, or undefined when one is unknown or contradicts the duration beside it. Only a single leg falls
 * back to its option's times.
 */
export const toTimedRoute = (
  route: Route,
  option: TravelOption | null,
  zones: Zones,
): TimedRoute | undefined => {
  const fallback = route.length === 1 ? option : null;
  const timed: TimedSegment[] = [];
  for (const segment of route) {
    const departure = segment.dep_time ?? fallback?.dep_datetime;
    const arrival = segment.arr_time ?? fallback?.arr_datetime;
    if (departure == null || arrival == null) return undefined;
    const times = { departure: toLocalMinute(departure), arrival: toLocalMinute(arrival) };
    const later = toArrival(segment, times, zones);
    if (later === undefined) return undefined;
    timed.push({ segment, departure: times.departure, arrival: later });
  }
  return timed as [TimedSegment, ...TimedSegment[]];
};

type Zones = Pick<Ids, 'timeZoneOfStation'>;
type Times = Pick<TimedSegment, 'departure' | 'arrival'>;

/**
 * Suppliers forget the day of an arrival after midnight: one before its departure is the departure plus the duration, or
 * undefined without one. Where two time zones are known to meet, the clock may really go back.
 */
const toArrival = (
  segment: RouteSegment,
  { departure, arrival }: Times,
  zones: Zones,
): string | undefined => {
  if (arrival >= departure) return arrival;
  const [from, to] = [segment.from, segment.to].map((station) => zones.timeZoneOfStation(station));
  if (from !== undefined && to !== undefined && from !== to) return arrival;
  return segment.duration > 0 ? plusMinutes(departure, segment.duration) : undefined;
};

const minuteMs = 60_000;

const plusMinutes = (localMinute: string, minutes: number): string =>
  toLocalMinute(new Date(Date.parse(`${localMinute}Z`) + minutes * minuteMs).toISOString());
