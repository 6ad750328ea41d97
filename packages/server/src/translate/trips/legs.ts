/** The legs of a trip, translated once for all of its options, and why a trip or an option is not shown (each reason a label). */
import type { TransportationType } from '@partner-gateway/contract';
import type {
  LocalDateTime,
  Price,
  TravelOption,
  Trip,
  Segment as TwelveGoSegment,
} from '@partner-gateway/twelvego-client';
import type { Ids } from '../ids/ids.ts';
import { type CharterMode, toDuration, toLocalMinute, toTransportationType } from './vocabulary.ts';

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

/** One leg in the partner's words, but for the seat class, which the option decides. */
export type Leg = {
  readonly segment: RouteSegment;
  readonly type: TransportationType;
  readonly carrier: string;
  readonly from: string;
  readonly to: string;
  readonly departure: string;
  readonly arrival: string;
  readonly duration: string;
};

/** At least one, in travel order. */
export type Legs = readonly [Leg, ...Leg[]];

/** The legs of a route, or undefined when the vehicle classes of one of them map to nothing. */
export const toLegs = (route: TimedRoute, charter: CharterMode, ids: Ids): Legs | undefined => {
  const legs: Leg[] = [];
  for (const timed of route) {
    const type = toTransportationType(timed.segment.vehclasses, charter);
    if (type === undefined) return undefined;
    legs.push(toLeg(timed, type, ids));
  }
  return legs as [Leg, ...Leg[]];
};

const toLeg = ({ segment, departure, arrival }: TimedSegment, type: TransportationType, ids: Ids): Leg => ({
  segment,
  type,
  carrier: ids.operatorOut(segment.operator),
  from: ids.stationOut(segment.from),
  to: ids.stationOut(segment.to),
  departure,
  arrival,
  duration: toDuration(segment.duration),
});

/** Whether a journey of these legs is one connection: a single leg always is. */
export const isConnectionGuaranteed = (legs: Legs): boolean =>
  legs.length === 1 || legs.every((leg) => leg.segment.connection_guaranteed);

/** Far above any vehicle; 12go's "plenty" stays below it, a broken count does not. */
const seatsMax = 99_999;

export type TripFlagProblem = 'hidden' | 'not_visible' | 'not_bookable';

/** Why a trip is not shown as a whole, judged by its flags alone. */
const tripFlagProblem = (trip: Trip): TripFlagProblem | undefined => {
  if (trip.params?.hide === true) return 'hidden';
  if (!trip.is_visible) return 'not_visible';
  return trip.bookable ? undefined : 'not_bookable';
};

/** The route of a trip that is shown, or why it is not. */
export const toVisibleRoute = (trip: Trip): Route | TripFlagProblem | RouteProblem =>
  tripFlagProblem(trip) ?? toRoute(trip);

export type OptionProblem =
  | 'not_bookable'
  | 'too_few_seats'
  | 'absurd_seats'
  | 'no_price'
  | 'zero_price'
  | 'mixed_currencies';

/** Why an option cannot be sold to `pax` passengers, before anything is priced. */
export const optionProblem = (option: TravelOption, pax: number): OptionProblem | undefined => {
  if (!option.is_bookable) return 'not_bookable';
  if (option.bookable < pax) return 'too_few_seats';
  if (option.bookable > seatsMax) return 'absurd_seats';
  const { price, netprice, sysfee, agfee } = option;
  if (price?.value == null || netprice?.value == null) return 'no_price';
  // Nobody travels for nothing: such an answer is a mistake, and would be sold. One that is zero beside others may be meant.
  if (isZero(price) && isZero(netprice)) return 'zero_price';
  return [netprice, sysfee, agfee].every((other) => isIn(price.fxcode, other))
    ? undefined
    : 'mixed_currencies';
};

const isZero = ({ value }: Price): boolean => Number(value) === 0;

/** A fee without an amount is none, whatever currency stands beside it. */
const isIn = (currency: string, price: Price | null): boolean =>
  price === null || price.value === null || price.fxcode === currency;
