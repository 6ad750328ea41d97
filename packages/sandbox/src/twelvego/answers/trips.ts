/** Trips of the sandbox as 12go prints them: summary, legs, waits. */
import { createPrinter } from '../accounts.ts';
import { addMinutes } from '../time-and-chance.ts';
import { departureOn, type Leg, type TimetableTrip } from '../world/timetable-entry.ts';
import { grossOf, type JsonTravelOption, type TripView, toOption } from './travel-options.ts';

export type JsonTrip = Readonly<Record<string, unknown>> & {
  readonly travel_options: readonly JsonTravelOption[];
};

/** A trip on the day of the view. */
export const toJsonTrip = (trip: TimetableTrip, view: TripView): JsonTrip => {
  const segments = toSegments(trip, view.date);
  const printer = createPrinter(trip.currency, view.accountCurrency);
  const options = trip.fares.map((fare) =>
    toOption(trip, fare, { view, printer, arrives: segments.arrives }),
  );
  const departs = departureOn(trip, view.date);
  return {
    id: trip.key,
    chunk_key: trip.key.slice(0, 14),
    route_name: trip.routeName,
    params: {
      vehclasses: trip.legs.map((leg) => leg.vehclass),
      bookable: Math.max(...trip.fares.map((fare) => view.left(trip, fare))),
      operators: trip.legs.map((leg) => leg.operator),
      duration: minutesBetween(departs, segments.arrives),
      dep_time: departs,
      arr_time: segments.arrives,
      min_price: printer.price(Math.min(...trip.fares.map((fare) => grossOf(fare, view)))),
      from: trip.legs[0].from,
      to: trip.legs.at(-1)?.to,
      stops: trip.legs.length - 1,
      min_rating: trip.minRating,
      rating_count: trip.ratingCount,
      hide: false,
      date: view.date,
    },
    segments: segments.list,
    travel_options: options,
  };
};

const minutesBetween = (from: string, to: string): number =>
  (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 60_000;

const toSegments = (
  trip: TimetableTrip,
  date: string,
): { readonly list: readonly object[]; readonly arrives: string } => {
  const list: object[] = [];
  let arrives = '';
  for (const leg of trip.legs) {
    const departs = nextAfter(arrives, date, leg.departs);
    if (arrives !== '') list.push(toWait(leg.from, arrives, departs));
    arrives = addMinutes(departs, leg.duration);
    list.push(toRoute(trip.key, leg, { departs, arrives }));
  }
  return { list, arrives };
};

/** A connecting leg leaves on the first day that it can be caught. */
const nextAfter = (arrives: string, date: string, departs: string): string => {
  let candidate = `${date} ${departs}:00`;
  while (candidate < arrives) candidate = addMinutes(candidate, 24 * 60);
  return candidate;
};

type Times = { readonly departs: string; readonly arrives: string };

const toRoute = (key: string, leg: Leg, { departs, arrives }: Times): object => ({
  type: 'route',
  trip_id: key,
  official_id: leg.officialId,
  vehclasses: [leg.vehclass],
  connection_guaranteed: true,
  from: leg.from,
  to: leg.to,
  duration: leg.duration,
  dep_time: departs,
  arr_time: arrives,
  class: leg.class,
  operator: leg.operator,
  rating: leg.rating,
  search_results_marker: '',
  show_map: true,
  price: null,
});

const toWait = (station: number, from: string, until: string): object => ({
  type: 'wait',
  trip_id: '',
  official_id: '',
  vehclasses: [],
  connection_guaranteed: true,
  from: station,
  to: station,
  duration: minutesBetween(from, until),
  dep_time: from,
  arr_time: until,
  class: 0,
  operator: 0,
  rating: null,
  search_results_marker: '',
  show_map: false,
  price: null,
});
