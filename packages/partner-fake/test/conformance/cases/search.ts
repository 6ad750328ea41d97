/** Search, get itinerary, master data and health, on both sides. */
import type { Case } from '../api.ts';
import { findTrip, searchOf, searchTrip } from '../steps.ts';

const query = (name: string, parameters: string): Case => ({
  name: `a search with ${name}`,
  run: async (api) => {
    await api.ask(`GET /itineraries?${parameters.replaceAll('DAY', api.day)}`);
  },
});

const hanoi = 'departures=VNHANMYD&arrivals=VNSPASPT&departure_date=DAY';

const queries: readonly Case[] = [
  query('stations on both sides', `${hanoi}&pax=1&timeout=10`),
  query(
    'brackets and a date-time',
    'departures[]=VNHANMYD&arrivals[]=VNSPASPT&departure_date=DAYT10:00&pax=2&timeout=10',
  ),
  query('points of interest', 'departure_poi=THBKK&arrival_poi=THKCG&departure_date=DAY&pax=1&timeout=10'),
  query(
    'a point of interest and a station',
    'departure_poi=VNHAN&arrivals=VNSPASPT&departure_date=DAY&pax=1&timeout=10',
  ),
  query('a station that is not known', 'departures=VNHANMYD&arrivals=XXXXXXXX&departure_date=DAY&pax=1'),
  query(
    'a point of interest that is not known',
    'departure_poi=XXXXX&arrival_poi=THKCG&departure_date=DAY&pax=1',
  ),
  query('more passengers than there are seats', `${hanoi}&pax=13&timeout=10`),
  query('nothing but a place', 'departures=VNHANMYD'),
  query('no passenger', `${hanoi}&pax=0`),
  query('passengers that are no number', `${hanoi}&pax=x`),
  query('passengers twice', `${hanoi}&pax=1&pax=2`),
  query('a day that is over', 'departures=VNHANMYD&arrivals=VNSPASPT&departure_date=2020-01-01&pax=1'),
  query(
    'a day that there is none of',
    'departures=VNHANMYD&arrivals=VNSPASPT&departure_date=2027-02-30&pax=1',
  ),
  query(
    'a station that is paired with itself',
    'departures=VNHANMYD&arrivals=VNHANMYD&departure_date=DAY&pax=1',
  ),
  query(
    'lists of different lengths',
    'departures=VNHANMYD&departures=VNHANMYD&arrivals=VNSPASPT&departure_date=DAY&pax=1',
  ),
  query('a station and a point of interest on one side', `${hanoi}&arrival_poi=VNSPA&pax=1`),
  query('a place in small letters', 'departures=vnhanmyd&arrivals=VNSPASPT&departure_date=DAY&pax=1'),
  query('a currency in small letters', `${hanoi}&pax=1&currency=usd`),
  query('a currency that there is none of', `${hanoi}&pax=1&currency=XXX`),
  query('a timeout that is too long', `${hanoi}&pax=1&timeout=30`),
  query('a confidence that is too high', `${hanoi}&pax=1&confidence_score=2`),
  query('a yes or no that is neither', `${hanoi}&pax=1&cache_only=perhaps`),
  query('a locale that is none', `${hanoi}&pax=1&locale=e!`),
  query('a parameter that is not known', `${hanoi}&pax=1&timeout=10&colour=red`),
];

const itineraries: readonly Case[] = [
  {
    name: 'an itinerary that search found, with seats and a pick-up',
    run: async (api) => {
      await api.ask(`GET /itineraries/${await searchTrip(api, 'hanoi')}`);
      await api.ask(`GET /itineraries/${findTrip(api, { pax: 2 })}`);
    },
  },
  {
    name: 'an itinerary with baggage and delivery',
    run: async (api) => {
      await api.ask(`GET /itineraries/${findTrip(api, { route: 'cebu' })}`);
    },
  },
  {
    name: 'an itinerary of two legs',
    run: async (api) => {
      await api.ask(`GET /itineraries/${findTrip(api, { route: 'island' })}`);
    },
  },
  {
    name: 'an itinerary that the operator has to approve',
    run: async (api) => {
      await api.ask(`GET /itineraries/${findTrip(api, { route: 'island', index: 2 })}`);
    },
  },
  {
    name: 'an itinerary by its plain id',
    run: async (api) => {
      await api.ask(`GET /itineraries/VN0fSc0fY87jib04V0pW41sL-${api.day}-22:00?pax=2`);
    },
  },
  {
    name: 'an itinerary that leaves at another time',
    run: async (api) => {
      await api.ask(`GET /itineraries/VN0fSc0fY87jib04V0pW41sL-${api.day}-21:00`);
    },
  },
  {
    name: 'an itinerary that has left',
    run: async (api) => {
      await api.ask('GET /itineraries/VN0fSc0fY87jib04V0pW41sL-2020-01-01-22:00');
    },
  },
  {
    name: 'an itinerary for more passengers than there are seats',
    run: async (api) => {
      await api.ask(`GET /itineraries/VN0fSc0fY87jib04V0pW41sL-${api.day}-22:00?pax=13`);
    },
  },
  {
    name: 'an id of nothing',
    run: async (api) => {
      await api.ask('GET /itineraries/zzz');
    },
  },
];

const plain = (name: string, what: string, headers: Readonly<Record<string, string>> = {}): Case => ({
  name,
  run: async (api) => {
    await api.ask(what, { headers });
  },
});

const rest: readonly Case[] = [
  plain('a list without its locale', 'GET /pois/GetList'),
  plain('a path of nothing', 'GET //v1/nothing/at/all'),
  plain('a method that is not allowed', 'DELETE /pois'),
  plain('a method that is not allowed on a write', 'GET /bookings'),
  plain('a method that confirm does not know', 'PATCH /bookings/x/confirm'),
  plain('another client’s path', 'GET //v1/nobody/pois/GetList?locale=en'),
  plain('a wrong key', 'GET /bookings/BK-1-AAAAA', { 'x-api-key': 'gwk_wrong' }),
  plain('a version of another day', 'GET /bookings/BK-1-AAAAA', { 'travelier-version': '2020-01-01' }),
  plain('two versions, of which the one with an x wins', 'GET /bookings/BK-1-AAAAA', {
    'travelier-version': '2020-01-01',
    'x-travelier-version': '2023-07-01',
  }),
  plain('ids of a request, which come back', 'GET /bookings/BK-1-AAAAA', {
    'x-request-id': 'r-1',
    'x-api-experiment': 'blue',
  }),
  plain('a path that is too long', `GET /bookings/${'x'.repeat(2100)}`),
  plain('a path without its version', 'GET //demo/bookings/BK-1-AAAAA'),
];

export const searchCases: readonly Case[] = [...queries, ...itineraries, ...rest];

/** A gateway that keeps the answers of searches. */
export const keeping = { environment: { SEARCH_CACHE: 'memory' } };

export const keptCases: readonly Case[] = [
  {
    name: 'a search whose answer the caller has, and one of which it has another',
    run: async (api) => {
      const what = `GET ${searchOf(api)}`;
      const { headers } = await api.ask(what);
      for (const tag of [headers.get('etag') ?? '', '"another"', '*'])
        await api.ask(what, { headers: { 'if-none-match': tag } });
    },
  },
];

export const searchAgain: Case = {
  name: 'a trip that is sold out is not found',
  run: async (api) => {
    await api.stage({
      fake: { operation: 'search', scenario: 'sold_out', times: 1 },
      gateway: { operation: 'search', scenario: 'empty_search' },
    });
    await api.ask(`GET ${searchOf(api)}`);
  },
};
