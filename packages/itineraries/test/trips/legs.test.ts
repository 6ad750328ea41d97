/** Where a leg's times come from when 12go leaves its own out; everything else of legs is pinned by the search cases. */
import { type TravelOption, toLocalDateTime } from '@partner-gateway/twelvego-client';
import { describe, expect, it } from 'vitest';
import { type Route, toRoute, toTimedRoute } from '../../src/trips/route.ts';
import { readSearch } from '../support/upstream-door.ts';

const leg = {
  type: 'route',
  vehclasses: ['bus'],
  from: 4101,
  to: 5688,
  duration: 60,
  dep_time: '2026-11-14 08:00:00',
  arr_time: '2026-11-14 09:00:00',
  class: 41,
  operator: 3310,
};
const optionTimes = { dep_datetime: '2026-11-14 10:15:00', arr_datetime: '2026-11-14 11:45:00' };

const read = async (legs: number): Promise<{ route: Route; option: TravelOption }> => {
  const { trips } = await readSearch(
    JSON.stringify({
      trips: [
        {
          id: 'T',
          segments: Array(legs).fill(leg),
          travel_options: [{ bookable: 1, class: 41, ...optionTimes }],
        },
      ],
    }),
  );
  const [trip] = trips;
  const route = trip === undefined ? 'no_route_segments' : toRoute(trip);
  const [option] = trip?.travel_options ?? [];
  if (typeof route === 'string' || option === undefined) throw new Error('not read');
  return { route, option };
};

const withoutTimes = ([first, ...rest]: Route): Route => [
  { ...first, dep_time: null, arr_time: null },
  ...rest,
];
const noZones = { timeZoneOfStation: () => undefined };
const timesOf = (
  route: Route,
  option: TravelOption | null,
  zones: Parameters<typeof toTimedRoute>[2] = noZones,
) => toTimedRoute(route, option, zones)?.map(({ departure, arrival }) => [departure, arrival]);

describe('toTimedRoute', () => {
  it('takes the times of the legs themselves, without seconds', async () => {
    const { route, option } = await read(1);
    expect(timesOf(route, option)).toEqual([['2026-11-14T08:00', '2026-11-14T09:00']]);
  });

  it('falls back to the times of the option for a single leg', async () => {
    const { route, option } = await read(1);
    expect(timesOf(withoutTimes(route), option)).toEqual([['2026-11-14T10:15', '2026-11-14T11:45']]);
  });

  it('takes each missing time by itself', async () => {
    const { route, option } = await read(1);
    const [first] = withoutTimes(route);
    const departing = { ...first, dep_time: toLocalDateTime('2026-11-14 08:00:00') };
    expect(timesOf([departing], option)).toEqual([['2026-11-14T08:00', '2026-11-14T11:45']]);
  });

  it('never lends the option’s times to one of several legs', async () => {
    const { route, option } = await read(2);
    expect(timesOf(withoutTimes(route), option)).toBeUndefined();
  });

  it('has no times without an option to ask', async () => {
    const { route } = await read(1);
    expect(timesOf(withoutTimes(route), null)).toBeUndefined();
  });

  const overnight = async (duration: number): Promise<Route> => {
    const { route } = await read(1);
    const [first] = route;
    const times = { dep_time: '2026-11-14 22:00:00', arr_time: '2026-11-14 04:00:00' };
    return [
      {
        ...first,
        dep_time: toLocalDateTime(times.dep_time),
        arr_time: toLocalDateTime(times.arr_time),
        duration,
      },
    ];
  };

  it('takes an arrival before its departure for the departure plus the duration', async () => {
    expect(timesOf(await overnight(360), null)).toEqual([['2026-11-14T22:00', '2026-11-15T04:00']]);
    const inOneZone = { timeZoneOfStation: () => 'Asia/Bangkok' };
    expect(timesOf(await overnight(375), null, inOneZone)).toEqual([
      ['2026-11-14T22:00', '2026-11-15T04:15'],
    ]);
  });

  it('has no times where an arrival before its departure has no duration beside it', async () => {
    expect(timesOf(await overnight(0), null)).toBeUndefined();
  });

  it('lets the clock go back between two time zones', async () => {
    const zones = { timeZoneOfStation: (id: number) => (id === 4101 ? 'Asia/Tokyo' : 'Pacific/Honolulu') };
    expect(timesOf(await overnight(420), null, zones)).toEqual([['2026-11-14T22:00', '2026-11-14T04:00']]);
  });
});
