/** A trip on one day: when it leaves, and in which country's time. */
import { toInstant } from './clock.ts';
import type { Fare, TimetableTrip } from './timetable-entry.ts';
import { stationById } from './world.ts';

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
