/** An entry of the sandbox's timetable: a trip with its legs and fares, and its departure on one day. */
import type { FormPart } from '../forms/form-fields.ts';
import { toInstant } from '../time-and-chance.ts';
import { stationById } from './places.ts';

/** One leg. `departs` is `HH:mm` local on the day of travel; `duration` is in minutes. */
export type Leg = {
  readonly operator: number;
  readonly class: number;
  readonly vehclass: string;
  readonly from: number;
  readonly to: number;
  readonly departs: string;
  readonly duration: number;
  readonly officialId: string;
  readonly rating: number | null;
};

/** A priced variant. Money is in hundredths of the currency, per passenger. `refundHours` null is non-refundable. */
export type Fare = {
  readonly key: string;
  readonly class: number;
  readonly net: number;
  readonly agfee: number;
  readonly sysfee: number;
  readonly seats: number;
  readonly amenities: readonly string[];
  readonly ticketType: string;
  readonly confirmationMinutes: number;
  readonly refundHours: number | null;
  readonly baggageKg: number | null;
  readonly priceRestriction: number;
  /** The price shown until a recheck, in percent of the true one; such an option is `approximate`. */
  readonly stalePercent?: number;
};

/** How a vehicle is drawn: one of the four layout shapes of 12go, or the sleeper bus whose two decks use two of them. */
export type SeatPlan = 'row_list' | 'row_map' | 'grouped_rows' | 'column_map' | 'cabins';

/** A trip of the timetable. `seatPlan` and `form` shape its checkout form; `scenario` goes off when it is used. */
export type TimetableTrip = {
  readonly key: string;
  readonly routeName: string;
  readonly currency: string;
  readonly legs: readonly [Leg, ...Leg[]];
  readonly fares: readonly [Fare, ...Fare[]];
  readonly minRating: number | null;
  readonly ratingCount: number;
  readonly form: readonly FormPart[];
  readonly seatPlan?: SeatPlan;
  readonly scenario?: string;
};

/** A trip and fare on one day. `departure` is the local time of the first leg. */
export type Departure = { readonly trip: TimetableTrip; readonly fare: Fare; readonly departure: string };

/** The local departure of a trip on a day: `yyyy-MM-dd HH:mm:ss`. */
export const departureOn = (trip: TimetableTrip, date: string): string =>
  `${date} ${trip.legs[0].departs}:00`;

/** The moment a departure leaves. */
export const departsAt = ({ trip, departure }: Departure): number => toInstant(departure, countryOf(trip));

/** The country a trip starts in. */
export const countryOf = (trip: TimetableTrip): string =>
  stationById.get(trip.legs[0].from)?.countryCode ?? 'TH';
