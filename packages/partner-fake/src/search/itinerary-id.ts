/** Ids of itineraries: sealed ones carry the number of passengers, plain ones are a trip, a day and a time. */
import { type Departure, tripByKey } from '../world/trips.ts';

const prefix = 'k1.';

export type ItineraryAsked = {
  /** Undefined when there is no such trip at that time. */
  readonly departure: Departure | undefined;
  /** Undefined when the id does not say. */
  readonly passengers: number | undefined;
};

/** The id that search gives out. */
export const toItineraryId = ({ trip, date }: Departure, passengers: number): string =>
  prefix + Buffer.from(`${trip.key} ${date} ${passengers}`).toString('base64url');

const departureOf = (key: string | undefined, date: string | undefined): Departure | undefined => {
  const trip = tripByKey.get(key ?? '');
  return trip === undefined || date === undefined ? undefined : { trip, date };
};

/** Undefined for what is no id of either form. */
export const readItineraryId = (id: string): ItineraryAsked | undefined => {
  if (id.startsWith(prefix)) {
    const text = Buffer.from(id.slice(prefix.length), 'base64url').toString();
    const [, key, date, passengers] = /^(\w+) (\d{4}-\d{2}-\d{2}) (\d+)$/.exec(text) ?? [];
    const departure = departureOf(key, date);
    return departure && { departure, passengers: Number(passengers) };
  }
  const [, key, date, time] = /^(\w+)-(\d{4}-\d{2}-\d{2})-(\d{2}:\d{2})$/.exec(id) ?? [];
  if (key === undefined) return undefined;
  const departure = departureOf(key, date);
  const runs = departure?.trip.legs[0].departs === time;
  return { departure: runs ? departure : undefined, passengers: undefined };
};
