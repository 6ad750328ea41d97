/** The sandbox's world carries the documented ids and every kind of thing 12go sends, on every day that is on sale. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSearchAnswer, createSandbox, timetable, world } from '../src/index.ts';

const start = '2026-10-28T09:41:00Z';
const sandbox = createSandbox({ now: start, frozen: true });
let url = '';
let close: () => Promise<void>;
beforeAll(async () => {
  ({ url, close } = await sandbox.listen());
});
afterAll(() => close());

const get = async (path: string, key = 'sandbox-key') => {
  const response = await fetch(`${url}${path}${path.includes('?') ? '&' : '?'}k=${key}`);
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
  };
};

describe('the places and companies', () => {
  it('carries the documented partner-side ids', () => {
    const station = (id: number) => world.stations.find((candidate) => candidate.id === id)?.fujiId;
    expect([4101, 5620, 5688, 61020, 61388, 70214, 70291].map(station)).toEqual([
      'THBKKEKM',
      'THTRTLNP',
      'THKCGASP',
      'VNHANMYD',
      'VNSPASPT',
      'PHCEBPRA',
      'PHTAGPRT',
    ]);
    const operator = (id: number) => world.operators.find((candidate) => candidate.id === id)?.fujiId;
    expect([3310, 3311, 7745, 28104, 41207].map(operator)).toEqual([
      'THSCT',
      'THSCF',
      'THEGM',
      'VNRRS',
      'PHVFC',
    ]);
    const poi = (id: number) => world.provinces.find((candidate) => candidate.id === id)?.fujiPoiId;
    expect([1, 118, 512, 530].map(poi)).toEqual(['THBKK', 'THKCG', 'PHCEBU', 'PHBOHOL']);
  });
});

describe('the timetable', () => {
  const fares = timetable.flatMap((trip) => trip.fares);

  it('refers only to places and companies of the world', () => {
    const ids = (list: readonly { readonly id: number }[]) => new Set(list.map(({ id }) => id));
    const [stations, operators, classes] = [ids(world.stations), ids(world.operators), ids(world.classes)];
    for (const leg of timetable.flatMap((trip) => trip.legs)) {
      expect(
        stations.has(leg.from) &&
          stations.has(leg.to) &&
          operators.has(leg.operator) &&
          classes.has(leg.class),
      ).toBe(true);
    }
    const provinces = ids(world.provinces);
    expect(world.stations.every(({ provinceId }) => provinces.has(provinceId))).toBe(true);
  });

  it('gives every fare a key of its own, of 24 characters and the country', () => {
    expect(new Set(fares.map(({ key }) => key)).size).toBe(fares.length);
    for (const { key } of fares) expect(key).toMatch(/^(TH|VN|PH|KH|MY|ID|JP)[0-9A-Za-z]{22}$/);
  });

  it('holds every vehicle class, ticket type, price restriction and kind of refund', () => {
    expect(new Set(timetable.flatMap((trip) => trip.legs.map((leg) => leg.vehclass)))).toEqual(
      new Set(['bus', 'train', 'ferry', 'van', 'avia', 'charter']),
    );
    expect(new Set(fares.map((fare) => fare.ticketType))).toEqual(
      new Set(['eticket', 'show_on_screen', 'pickup', 'paper', 'printed']),
    );
    expect(new Set(fares.map((fare) => fare.priceRestriction))).toEqual(new Set([0, 1, 2, 3]));
    expect(fares.some((fare) => fare.refundHours === null)).toBe(true);
    expect(timetable.some((trip) => trip.legs.length > 1)).toBe(true);
    expect(new Set(timetable.map((trip) => trip.seatPlan))).toEqual(
      new Set([undefined, 'cabins', 'row_list', 'row_map', 'grouped_rows', 'column_map']),
    );
  });

  it('runs on any day from today for a year, and not before or after', async () => {
    const trips = async (date: string) =>
      ((await get(`/search/310p/322p/${date}?seats=1`)).body.trips as unknown[]).length;
    expect(
      await Promise.all(['2026-10-28', '2027-10-28', '2026-10-27', '2027-10-29', 'never'].map(trips)),
    ).toEqual([1, 1, 0, 0, 0]);
  });

  it('finds stations of provinces inside a province, and stations by themselves', async () => {
    const trips = async (from: string, to: string) =>
      ((await get(`/search/${from}/${to}/2026-11-14?seats=1`)).body.trips as unknown[]).length;
    expect(await trips('1p', '61p')).toBe(2);
    expect(await trips('4101s', '5688s')).toBe(2);
    expect(await trips('4101s', '118p')).toBe(2);
    expect(await trips('1p', '1180p')).toBe(0);
    expect(await trips('118p', '1p')).toBe(0);
    expect((await get('/search/1x/118p/2026-11-14?seats=1')).status).toBe(400);
  });
});

describe('a large answer for benchmarks', () => {
  it('is the same each time', () => {
    expect(buildSearchAnswer({ trips: 7, date: '2026-12-01' })).toEqual(
      buildSearchAnswer({ trips: 7, date: '2026-12-01' }),
    );
  });
});
