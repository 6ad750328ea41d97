/** The law of search answers: whatever 12go sends, the partner's body is whole, priced, ordered, declared and decodable. */
import { isDeepStrictEqual } from 'node:util';
import { type Itinerary, type SearchResponse, searchResponseSchema } from '@partner-gateway/contract';
import type { SearchResult } from '@partner-gateway/twelvego-client';
import fc from 'fast-check';
import { expect } from 'vitest';
import { idsFor } from '../../src/ids/ids.ts';
import { type SearchTranslation, toSearchResponse } from '../../src/trips/itineraries.ts';
import {
  exampleImages,
  exampleItineraryIds,
  exampleMap,
  exampleNow,
  examplePrice,
} from '../support/example-world.ts';
import { searchBodies } from '../support/upstream-arbitrary.ts';
import { readSearch } from '../support/upstream-door.ts';

/** What an answer depends on beside 12go's. */
export const settings = fc.record({
  idSpace: fc.constantFrom('fuji' as const, 'native' as const),
  idMode: fc.constantFrom('plain' as const, 'sealed' as const),
  charter: fc.constantFrom('Van' as const, 'drop' as const),
  pax: fc.constantFrom(1, 2, 9),
});
type Settings = typeof settings extends fc.Arbitrary<infer Value> ? Value : never;

const date = '2026-11-14';

/** The answer as its partner gets it. */
export const translate = (
  results: readonly SearchResult[],
  { idSpace, idMode, charter, pax }: Settings,
): SearchTranslation =>
  toSearchResponse({
    results,
    date,
    pax,
    nowLocal: exampleNow,
    ids: idsFor(exampleMap, idSpace),
    accepts: (from, to) => from !== 4105 && to !== 9901,
    price: examplePrice(),
    itineraryIds: (origins) => exampleItineraryIds.issueAll(idMode, 'acme', origins),
    charter,
    images: exampleImages,
  });

const isRepeated = (texts: readonly string[]): boolean => new Set(texts).size !== texts.length;
const sorted = (texts: Iterable<string>): string[] => [...new Set(texts)].sort();
const isSameSet = (left: Iterable<string>, right: Iterable<string>): boolean =>
  isDeepStrictEqual(sorted(left), sorted(right));

/** The laws broken by an answer; a list, because thousands of assertions an answer would be the slowest part. */
const brokenLaws = (
  response: SearchResponse,
  results: readonly SearchResult[],
  setting: Settings,
): string[] => {
  const laws = {
    'declares everything': isDeepStrictEqual(searchResponseSchema.parse(response), response),
    'is whole': isWhole(response),
    'adds up': response.itineraries.every(addsUp),
    'decodes to what made it': isDecodable(response, setting),
    'keeps the order': isOrdered(response, results),
  };
  return Object.entries(laws).flatMap(([law, holds]) => (holds ? [] : [law]));
};

/** Every id is unique, every reference resolves, and everything that is there is referred to. */
const isWhole = ({ vehicles, segments, itineraries }: SearchResponse): boolean => {
  const seats = vehicles.flatMap((vehicle) => vehicle.seat_classes.map((seat) => `${vehicle.id} ${seat.id}`));
  const segmentIds = segments.map(({ id }) => id);
  const boarded = segments.map((segment) => `${segment.vehicle_id} ${segment.seat_class_id}`);
  const travelled = itineraries.flatMap((itinerary) => itinerary.departure_segments);
  const lists = [vehicles.map(({ id }) => id), segmentIds, itineraries.map(({ id }) => id), seats];
  return !lists.some(isRepeated) && isSameSet(travelled, segmentIds) && isSameSet(boarded, seats);
};

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));

const addsUp = ({ pricing: { gross_price, net_price, taxes_and_fees } }: Itinerary): boolean =>
  gross_price.price_type !== 'Recommended' ||
  cents(gross_price.amount) === cents(net_price.amount) + cents(taxes_and_fees.amount);

const openIds = ({ itineraries }: SearchResponse) =>
  itineraries.map((itinerary) => exampleItineraryIds.open('acme', itinerary.id));

/** Every id names the departure that made the itinerary, on the day asked for, and sealed ones the passengers. */
const isDecodable = (response: SearchResponse, { idMode, pax }: Settings): boolean => {
  const departures = new Map(response.segments.map((segment) => [segment.id, segment.departure_time]));
  return openIds(response).every((ref, index) => {
    const [first = ''] = response.itineraries[index]?.departure_segments ?? [];
    const carriesPax = ref.pax === (idMode === 'sealed' ? pax : undefined);
    return carriesPax && ref.departure === departures.get(first) && ref.departure.startsWith(date);
  });
};

/** The options 12go sent, in its order, hold the options of the itineraries in theirs. */
const isOrdered = (response: SearchResponse, results: readonly SearchResult[]): boolean => {
  const upstream: readonly string[] = results
    .flatMap((result) => result.trips)
    .flatMap((trip) => trip.travel_options.map((option) => option.id));
  let position = 0;
  return openIds(response).every(({ tripKey }) => {
    const found = upstream.indexOf(tripKey, position);
    position = found + 1;
    return found >= 0;
  });
};

/** Searches answered at random: each body is whole, priced, ordered and declared, and its ids decode to what made them. */
export const assertWholeAnswers = async (numRuns: number): Promise<void> => {
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(searchBodies, { minLength: 1, maxLength: 2 }),
      settings,
      async (bodies, setting) => {
        const results = await Promise.all(bodies.map(readSearch));
        const { response } = translate(results, setting);
        expect(brokenLaws(response, results, setting)).toEqual([]);
        shown += response.itineraries.length;
      },
    ),
    { numRuns },
  );
  // The laws hold for an empty answer too, so they must not have judged empty answers only.
  expect(shown).toBeGreaterThan(numRuns / 2);
};
