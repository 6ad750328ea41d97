/** Travel options of the sandbox as 12go prints them: what a fare costs, allows and has left on a day. */
import type { Printer } from '../accounts.ts';
import { addMinutes } from '../time-and-chance.ts';
import { departureOn, type Fare, type TimetableTrip } from '../world/timetable-entry.ts';

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
export const grossOf = (fare: Fare, view: TripView): number => netOf(fare, view) + fare.agfee + fare.sysfee;

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

export type JsonTravelOption = Readonly<Record<string, unknown>>;

type Printing = { readonly view: TripView; readonly printer: Printer; readonly arrives: string };

/** A fare on the day of the view. */
export const toOption = (
  trip: TimetableTrip,
  fare: Fare,
  { view, printer, arrives }: Printing,
): JsonTravelOption => {
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
