/** What is sent and to whom: one place pair, and the number of passengers that picks the size of the answer. */

/** Trips of an answer, by the passengers searched for: a static upstream has nothing else to go by. */
export const sizes = { 10: 1, 140: 2, 1000: 3 } as const;
export type Size = keyof typeof sizes;

export const sizeOf = (pax: number): Size => {
  const found = ([10, 140, 1000] as const).find((size) => sizes[size] === pax);
  if (found === undefined) throw new Error('the bench searches for one, two or three passengers');
  return found;
};

const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** On this day every search finds other trips, as in life. */
export const date = dayFromNow(30);
/** On this one the same trips are found again and again. */
export const repeatingDate = dayFromNow(31);
export const clientId = 'bench';
export const apiKey = `gwk_bench_${'k'.repeat(40)}`;
/** A place by our id and by 12go's. */
export type Place = { readonly id: string; readonly province: number };
export type Places = { readonly from: Place; readonly to: Place };
const usualPlaces: Places = { from: { id: 'THBKK', province: 1 }, to: { id: 'THKCG', province: 118 } };

/** Of every request. */
export const headers = { 'x-api-key': apiKey };
export const upstreamKey = 'bench-upstream-key';
export const bid = '8451207';

/** Paths by what is measured: ours, and the one of 12go behind it. */
export const searchPath = (size: Size, on: string, { from, to } = usualPlaces): string =>
  `/v1/${clientId}/itineraries?departure_poi=${from.id}&arrival_poi=${to.id}&departure_date=${on}&pax=${sizes[size]}`;
export const gatewaySearch = (size: Size, places = usualPlaces): string => searchPath(size, date, places);
export const upstreamSearch = (size: Size, { from, to } = usualPlaces): string =>
  `/search/${from.province}p/${to.province}p/${date}?seats=${sizes[size]}&direct=true&k=${upstreamKey}`;
export const gatewayBooking = `/v1/${clientId}/bookings/${bid}`;
export const upstreamBooking = `/booking/${bid}?k=${upstreamKey}`;
