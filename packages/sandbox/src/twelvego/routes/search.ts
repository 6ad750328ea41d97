/** Search, trip details and rechecks of the sandbox. */
import { nobody } from '../accounts.ts';
import { type SearchAnswer, toSearchAnswer } from '../answers/search-answer.ts';
import type { TripView } from '../answers/travel-options.ts';
import type { FoundTrips } from '../rechecks.ts';
import { ok, type Reply, refuse } from '../reply.ts';
import { countIn, type Route, type RouteCall } from '../route.ts';
import type { ScenarioName } from '../scenarios.ts';
import type { SandboxState } from '../state.ts';
import { toLocal } from '../time-and-chance.ts';
import { isInProvince, stationById } from '../world/places.ts';
import { fareByKey, timetable } from '../world/timetable.ts';
import { countryOf, departsAt, departureOn, type TimetableTrip } from '../world/timetable-entry.ts';

const daysOnSale = 365;
const dayMs = 86_400_000;

/** Whether a trip can be bought for a day: it has not left, and the day is on sale. */
export const runsOn = (state: SandboxState, trip: TimetableTrip, date: string): boolean => {
  const [fare] = trip.fares;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) return false;
  const lastDay = toLocal(state.clock.now() + daysOnSale * dayMs, countryOf(trip)).slice(0, 10);
  return date <= lastDay && departsAt({ trip, fare, departure: departureOn(trip, date) }) > state.clock.now();
};

/** `1p` is a province with those inside it, `4101s` a station; undefined when it is neither. */
const toPlace = (text: string): ((stationId: number) => boolean) | undefined => {
  const match = /^(\d{1,9})([ps])$/.exec(text);
  if (match === null) return undefined;
  const id = Number(match[1]);
  if (match[2] === 's') return (stationId) => stationId === id;
  return (stationId) => {
    const station = stationById.get(stationId);
    return station !== undefined && isInProvince(station, id);
  };
};

/** What an answer shows, and the scenario that spoils it. */
type Shown = FoundTrips & { readonly scenario: ScenarioName | undefined };

const viewOf = (state: SandboxState, { account }: RouteCall, { date, scenario }: Shown): TripView => ({
  date,
  accountCurrency: account.currency,
  showsNetPrice: account.showsNetPrice,
  left: (trip, fare) => {
    if ((scenario ?? trip.scenario) === 'sold_out') return 0;
    const left = state.ledger.left({ trip, fare, departure: departureOn(trip, date) });
    return Math.max(0, left - state.rechecks.gone(trip, fare, date));
  },
  isStale: (fare) => {
    const found = fareByKey.get(fare.key);
    return found !== undefined && state.rechecks.isStale(found.trip, fare, date);
  },
});

const toReply = (state: SandboxState, call: RouteCall, shown: Shown): Reply => {
  const { trips, date, scenario } = shown;
  const urls = state.rechecks.urls(shown, call.recheckBase);
  const answer = toSearchAnswer(trips, viewOf(state, call, shown), urls);
  const spoiled = {
    ...answer,
    trips: answer.trips.map((trip, index) => spoil(trip, scenario ?? trips[index]?.scenario)),
  };
  return ok(spoiled, urls.length > 0 ? { token: `recheck-${date}` } : {});
};

type JsonTrip = SearchAnswer['trips'][number];

/** What a scenario does to a trip in an answer. */
const spoil = (trip: JsonTrip, scenario: string | undefined): JsonTrip => {
  if (scenario === 'hidden_trip') return { ...trip, params: { ...(trip.params as object), hide: true } };
  if (scenario === 'no_prices') {
    return {
      ...trip,
      travel_options: trip.travel_options.map((option) => ({ ...option, netprice: null, sysfee: null })),
    };
  }
  if (scenario !== 'broken_option') return trip;
  const [first, ...others] = trip.travel_options;
  return { ...trip, travel_options: [{ ...first, price: { value: -1, fxcode: 'THB' } }, ...others] };
};

export const searchRoutes: readonly Route[] = [
  {
    operation: 'search',
    method: 'get',
    path: '/search/:from/:to/:date',
    run: (state, call, staged) => {
      const [from, to] = [toPlace(call.params.from ?? ''), toPlace(call.params.to ?? '')];
      const [date = '', seats] = [call.params.date, countIn(call.query, 'seats')];
      if (from === undefined || to === undefined || seats === undefined) return refuse(400, 'Invalid search');
      const isShown = (trip: TimetableTrip) =>
        from(trip.legs[0].from) && to(trip.legs.at(-1)?.to ?? 0) && runsOn(state, trip, date);
      const isEmpty = call.account.deniesAll || staged?.name === 'empty_search';
      const trips = isEmpty ? [] : timetable.filter(isShown);
      return toReply(state, call, { trips, date, seats, scenario: staged?.name });
    },
  },
  {
    operation: 'trip',
    method: 'get',
    path: '/trip/:tripKey/:datetime',
    subject: (_state, { params }) => fareByKey.get(params.tripKey ?? '')?.trip.scenario,
    run: (state, call, staged) => {
      const found = findDeparture(state, call);
      const seats = countIn(call.query, 'seats');
      if (found === undefined || staged?.name === 'trip_gone' || call.account.deniesAll)
        return refuse(404, 'Trip not found');
      if (seats === undefined) return refuse(400, 'Invalid number of seats');
      const date = found.departure.slice(0, 10);
      return toReply(state, call, { trips: [found.trip], date, seats, scenario: staged?.name });
    },
  },
  {
    operation: 'recheck',
    method: 'get',
    path: '/:kind',
    open: true,
    run: (state, { params, query }) => {
      const trips = state.rechecks.run(params.kind ?? '', query);
      if (trips === undefined) return refuse(404, 'Not found');
      if (query.get('out') === 'keys') return ok(trips.flatMap((trip) => trip.fares.map((fare) => fare.key)));
      const call = { account: nobody, params, query, body: {}, recheckBase: '' };
      const [date, seats] = [query.get('d') ?? '', countIn(query, 's') ?? 1];
      return toReply(state, call, { trips, date, seats, scenario: undefined });
    },
  },
];

/** The departure that `tripKey` and `datetime` of a path name, if it is on sale. */
export const findDeparture = (state: SandboxState, { params }: Pick<RouteCall, 'params'>) => {
  const found = fareByKey.get(params.tripKey ?? '');
  const match = /^(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})-(\d{2})$/.exec(params.datetime ?? '');
  if (found === undefined || match === null) return undefined;
  const [, date = '', hour, minute, second] = match;
  const departure = departureOn(found.trip, date);
  if (departure !== `${date} ${hour}:${minute}:${second}` || !runsOn(state, found.trip, date))
    return undefined;
  return { ...found, departure };
};
