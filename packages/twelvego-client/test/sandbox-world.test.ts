/** The sandbox answers what 12go documents to the letter, and the client reads the whole of its world. */
import { buildSearchAnswer, createSandbox, timetable } from '@partner-gateway/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSearchResult } from '../src/search.ts';
import { fixture } from './support/fixture.ts';

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
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
};

describe('the documented world', () => {
  it('answers the documented search to the letter, but for the host of the recheck', async () => {
    const { body, headers } = await get('/search/1p/118p/2026-11-14?seats=2&direct=true');
    const documented = fixture('search');
    expect(body).toEqual({
      ...documented,
      recheck: [`${url}/recheck/searchr?f=4101&t=5688&d=2026-11-14&s=2&i=88`],
    });
    expect(headers.get('token')).not.toBeNull();
  });

  it('answers the documented trip to the letter', async () => {
    const { body, headers } = await get('/trip/VN0fSc0fY87jib04V0pW41sL/2026-12-05-22-00-00?seats=2');
    expect(body).toEqual(fixture('trip'));
    expect(headers.get('token')).toBeNull();
  });

  it.each([
    ['VN0fSc0fY87jib04V0pW41sL/2026-12-05-22-00-00', 'checkout-hanoi-sapa'],
    ['PH0igu0ihJaIDf09S01mZc8D/2026-12-05-09-00-00', 'checkout-cebu-extras'],
  ])('builds every documented field of the form of %s', async (trip, name) => {
    const added = await fetch(`${url}/cart/${trip}?seats=2&k=sandbox-key`, { method: 'POST' });
    const { body } = await get(`/checkout/${(await added.json()) as string}?people=2`);
    const documented = Object.entries(fixture(name)).filter(([key]) => !key.startsWith('passenger[1]'));
    for (const [key, field] of documented) expect(body[key]).toEqual(field);
    expect(Object.keys(body)).toContain('passenger[1][first_name]');
    expect(Object.keys(body)).not.toContain('passenger[2][first_name]');
  });
});

describe('every trip of the timetable', () => {
  it.each(timetable.map((trip) => [trip.routeName, trip] as const))(
    '%s can be searched and read whole',
    async (_name, trip) => {
      const { body } = await get(`/search/${trip.legs[0].from}s/${trip.legs.at(-1)?.to}s/2026-12-20?seats=1`);
      const result = readSearchResult(body);
      const isBroken = trip.legs[0].from === 9101;
      expect(result?.dropped).toEqual(isBroken ? [{ level: 'option', reason: 'price', count: 1 }] : []);
      expect(result?.trips.map(({ id }) => id)).toContain(trip.key);
    },
  );
});

describe('a large answer for benchmarks', () => {
  it('has the documented shape, distinct keys and a realistic size', () => {
    const answer = buildSearchAnswer({ trips: 140 });
    const size = JSON.stringify(answer).length;
    expect(size).toBeGreaterThan(150_000);
    expect(size).toBeLessThan(320_000);
    const result = readSearchResult(JSON.parse(JSON.stringify(answer)));
    expect(result?.dropped).toEqual([]);
    expect(new Set(result?.trips.map(({ id }) => id)).size).toBe(140);
    expect(Object.keys(answer.trips[0] ?? {})).toEqual(
      Object.keys((fixture('search').trips as object[])[0] ?? {}),
    );
  });
});
