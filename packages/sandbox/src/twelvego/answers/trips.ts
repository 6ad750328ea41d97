/** Trips of the sandbox as 12go prints them: summary, legs, waits, options. */
import { createPrinter, type Printer } from '../accounts.ts';
import { addMinutes } from '../time-and-chance.ts';
import { departureOn, type Fare, type Leg, type TimetableTrip } from '../world/timetable-entry.ts';

export type JsonTrip = Readonly<Record<string, unknown>> & {
  readonly travel_options: readonly Readonly<Record<string, unknown>>[];
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

/** What an answer depends on beside the timetable. */
export type TripView = {
  readonly date: string;
  readonly accountCurrency: string | null;
  readonly showsNetPrice: boolean;
  /** Seats left of a fare on the day. */
  readonly left: (trip: TimetableTrip, fare: Fare) => number;
  /** Whether the fare's price still awaits a recheck. */
  readonly isStale: (fare: Fare) => boolean;
};

/** The net price shown: the true one, or the stale one until a recheck. */
const netOf = (fare: Fare, view: TripView): number =>
  view.isStale(fare) ? Math.round((fare.net * (fare.stalePercent ?? 100)) / 100) : fare.net;
/** What the traveller pays. */
const grossOf = (fare: Fare, view: TripView): number => netOf(fare, view) + fare.agfee + fare.sysfee;

const cancellations: Readonly<Record<number, readonly [code: number, message: string]>> = {
  24: [2, 'Full refund up to 24 hours before departure'],
  72: [3, 'Full refund up to 3 days before departure'],
};
const cancellationOf = (hours: number | null): readonly [number, string] =>
  hours === null
    ? [1, 'Non-refundable']
    : (cancellations[hours] ?? [4, `Full refund up to ${hours} hours before departure`]);

const confirmationMessage = (minutes: number): string => {
  if (minutes === 0) return 'Instant confirmation';
  return minutes % 60 === 0
    ? `Confirmed within ${minutes / 60} hours`
    : `Confirmed within ${minutes} minutes`;
};

type Printing = { readonly view: TripView; readonly printer: Printer; readonly arrives: string };

/** A travel option as 12go prints it. */
const toOption = (
  trip: TimetableTrip,
  fare: Fare,
  { view, printer, arrives }: Printing,
): Readonly<Record<string, unknown>> => {
  const departs = departureOn(trip, view.date);
  const left = view.left(trip, fare);
  const [cancellation, cancellationMessage] = cancellationOf(fare.refundHours);
  return {
    id: fare.key,
    bookable: left,
    price: printer.price(grossOf(fare, view)),
    netprice: view.showsNetPrice ? printer.price(netOf(fare, view)) : null,
    agfee: printer.price(fare.agfee),
    sysfee: view.showsNetPrice ? printer.price(fare.sysfee) : null,
    buy: [],
    class: fare.class,
    amenities: fare.amenities,
    ticket_type: fare.ticketType,
    confirmation_time: fare.confirmationMinutes,
    confirmation_message: confirmationMessage(fare.confirmationMinutes),
    cancellation,
    cancellation_message: cancellationMessage,
    baggage:
      fare.baggageKg === null
        ? null
        : { value: fare.baggageKg, icon: 'bag', message: `${fare.baggageKg} kg free` },
    rating: 4.4,
    is_bookable: left > 0 ? 1 : 0,
    reason: left > 0 ? null : 'No seats left',
    booking_uri: `/booking/${fare.key}`,
    price_restriction: fare.priceRestriction,
    full_refund_until: fare.refundHours === null ? null : addMinutes(departs, -60 * fare.refundHours),
    dep_datetime: departs,
    arr_datetime: arrives,
    ...(view.isStale(fare) ? { approximate: true } : {}),
  };
};
