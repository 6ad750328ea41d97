/** A long search answer is parsed in pieces, and what is read is what the whole of it holds, however it is printed. */
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import {
  createTwelveGoTransport,
  letGoOfTrips,
  TwelveGoError,
  toLocalDate,
  toProvinceId,
} from '../src/index.ts';
import { searchCall } from '../src/search.ts';
import { fixture } from './support/fixture.ts';

type Json = Record<string, unknown>;
type Body = Json & { trips: Json[] };

afterEach(() => {
  vi.restoreAllMocks();
});

const call = searchCall({
  from: { kind: 'province', id: toProvinceId(1) },
  to: { kind: 'province', id: toProvinceId(2) },
  date: toLocalDate('2026-11-14'),
  seats: 2,
});

/** What the client reads of a body that comes in chunks of a socket. */
const read = (body: string) => {
  const bytes = new TextEncoder().encode(body);
  const transport = createTwelveGoTransport({
    baseUrl: 'http://upstream.example',
    exchange: async () => ({
      status: 200,
      headers: { get: () => null },
      body: (async function* () {
        for (let at = 0; at < bytes.length; at += 60_000) yield bytes.subarray(at, at + 60_000);
      })(),
    }),
  });
  return transport.send(call, 'key', { attempts: 1 });
};

const [first, second] = (fixture('search') as Body).trips as [Json, Json];
/** More than twice what is parsed at once. */
const many = 200;
const longBody = (change: (trip: Json, index: number) => unknown = (trip) => trip): Body => ({
  ...fixture('search'),
  trips: Array.from({ length: many }, (_, index) =>
    change({ ...structuredClone(index % 3 === 0 ? second : first), chunk_key: `chunk ${index}` }, index),
  ) as Json[],
});

/** How the same body is read in one piece: nobody cuts what a notice stands behind. */
const readWhole = (body: string) => read(`${body}\n<br />Notice: something`);

const longestParsed = async (work: () => Promise<unknown>): Promise<number> => {
  const parse = vi.spyOn(JSON, 'parse');
  await work();
  return Math.max(...parse.mock.calls.map(([text]) => text.length));
};

it('a text of 128 kB and more is never parsed at once where 12go prints its trips alike', async () => {
  const text = JSON.stringify(longBody());
  expect(text.length).toBeGreaterThan(300_000);
  expect(await longestParsed(() => read(text))).toBeLessThan(128 * 1024);
  expect(await longestParsed(() => readWhole(text))).toBeGreaterThan(300_000);
});

it('every trip is read once and in order', async () => {
  const { trips, dropped, stations } = await read(JSON.stringify(longBody()));
  expect(trips.map(({ chunk_key }) => chunk_key)).toEqual(longBody().trips.map(({ chunk_key }) => chunk_key));
  expect(dropped).toEqual([]);
  expect(stations.size).toBe(3);
});

const misleading = [
  ']},{"id":"x',
  '"trips":[{',
  '\\"}]},{\\"id\\":',
  '}]}],"operators"',
  '\u0000taken',
  '\\',
  'Đà Nẵng 🚌',
  '[[[{{{',
];
const text = fc.oneof(fc.constantFrom(...misleading), fc.string({ unit: 'binary' }));
/** Reordered names, members of their own, and trips that cannot be read. */
const bends: readonly ((trip: Json, words: string) => unknown)[] = [
  (trip) => trip,
  (trip, words) => ({ ...trip, route_name: words }),
  (trip, words) => ({ [words]: words, ...trip }),
  (trip) => Object.fromEntries(Object.entries(trip).reverse()),
  ({ segments: _segments, ...trip }, words) => ({ ...trip, trips: [{ id: words }, { id: words }] }),
  (trip, words) => ({ ...trip, travel_options: [{ id: words, surprise: [{}, { id: words }] }] }),
  (_trip, words) => [words],
  (_trip, words) => words,
  () => null,
];
const prints: readonly ((body: Body) => string)[] = [
  (body) => JSON.stringify(body),
  (body) => JSON.stringify(body, null, 2),
  (body) => JSON.stringify(body, null, '\t').replaceAll('\n', '\r\n'),
  ({ trips, ...rest }) => JSON.stringify({ ...rest, trips }),
  (body) => JSON.stringify({ meta: { trips: [{ id: 1 }, { id: 2 }] }, ...body }),
  (body) => JSON.stringify({ ...body, hint: { trips: [{ id: 1 }] } }),
  (body) => `${JSON.stringify(body).slice(0, -1)},"trips":[]}`,
  (body) => `{"trips":[{"id":1}],${JSON.stringify(body).slice(1)}`,
  (body) => JSON.stringify({ ...body, trips: { ...body.trips } }),
];

it('is read as the whole of it, whatever its texts hold and however it is printed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(many - 1), fc.constantFrom(...bends), text), { maxLength: 8 }),
      fc.constantFrom(...prints),
      async (bent, print) => {
        const body = print(
          longBody((trip, at) => {
            const [, bend = (same: Json) => same, words = ''] = bent.find(([index]) => index === at) ?? [];
            return bend(trip, words);
          }),
        );
        expect(await read(body)).toEqual(await readWhole(body));
      },
    ),
    { numRuns: 60 },
  );
});

it.each([
  ['in the middle of a trip', (body: string) => body.slice(0, 200_000)],
  ['behind its trips', (body: string) => body.slice(0, -20)],
  ['with a list that is not closed', (body: string) => body.replace('}]}],"', '}]},"')],
  ['with a trip too many closed', (body: string) => body.replace(']},{"id":', ']}},{"id":')],
  ['with a comma too many', (body: string) => body.replace(']},{"id":', ']},,{"id":')],
])('a body that is broken %s is unreadable', async (_where, breakIt) => {
  const reading = read(breakIt(JSON.stringify(longBody())));
  await expect(reading).rejects.toSatisfy(
    (error) => TwelveGoError.isInstance(error) && error.kind === 'unreadable' && error.retryable,
  );
});

it('holds no trip any more once it was let go of, and all that stands beside them', async () => {
  const result = await read(JSON.stringify(longBody()));
  expect(result.trips).toHaveLength(many);
  letGoOfTrips(result);
  expect(result.trips).toEqual([]);
  expect(result.stations.size).toBe(3);
});
