/** What an ESM partner's compiler sees. */
import { createClient, type Itinerary, type SearchResult } from '@partner-gateway/sdk';

const gateway = createClient({ baseUrl: 'https://gateway.example', clientId: 'acme', apiKey: 'key' });
const day = { departure_date: '2027-01-15', pax: 1 };
export const found: Promise<SearchResult> = gateway.search({
  ...day,
  departure_poi: 'THBKK',
  arrivals: ['THCNXRWY'],
});
export const first: Promise<Itinerary | undefined> = found.then(({ itineraries }) => itineraries[0]);
// @ts-expect-error an API key is needed
createClient({ baseUrl: 'https://gateway.example', clientId: 'acme' });
// @ts-expect-error one kind of place on each side
export const both = gateway.search({ ...day, departure_poi: 'A', departures: ['B'], arrival_poi: 'C' });
