/** Searches as they come in life: sizes in their shares, and some asked for far more often than others. */
import { hash } from 'node:crypto';
import { gatewaySearch, type Place, type Places, type Size, upstreamSearch } from './plan.ts';

/** Of a hundred searches so many find ten trips, 140, and 1000. */
export const mixShares = { 10: 70, 140: 27, 1000: 3 } as const satisfies Record<Size, number>;

/** A number from 0 up to and without 1, always the same for the same seed. */
const chanceOf = (seed: string): number => hash('sha256', seed, 'buffer').readUInt32BE() / 2 ** 32;

const sizesInOrder = ([10, 140, 1000] as const).flatMap((size) =>
  Array.from({ length: mixShares[size] }, () => size),
);

/** The sizes of a hundred searches, in an order without a pattern. */
export const mixedSizes: readonly Size[] = sizesInOrder
  .map((size, index) => ({ size, chance: chanceOf(`mix ${index}`) }))
  .toSorted((one, other) => one.chance - other.chance)
  .map(({ size }) => size);

export const gatewayMix = (): readonly string[] => mixedSizes.map((size) => gatewaySearch(size));
export const upstreamMix = (): readonly string[] => mixedSizes.map((size) => upstreamSearch(size));

const placesNamed = (name: string, count: number, firstProvince: number): readonly Place[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${name}${index}`, province: firstProvince + index }));
const [starts, ends] = [placesNamed('BENCHFROM', 40, 9_000), placesNamed('BENCHTO', 50, 9_100)];

/** Where hot searches go, beside the places of the sandbox's world. */
export const hotPlaces: readonly Place[] = [...starts, ...ends];

type HotSearch = Places & { readonly size: Size };

/** Two thousand searches that differ in their places, the most popular first, with the sizes of the mix. */
export const hotSearches: readonly HotSearch[] = starts
  .flatMap((from) => ends.map((to) => ({ from, to })))
  .map((places, rank) => ({ ...places, size: mixedSizes[rank % mixedSizes.length] ?? 10 }));

/** By rank: how often this search or a more popular one is asked for, where the n-th is asked for 1/n as often as the first. */
const sums: number[] = [];
for (const rank of hotSearches.keys()) sums.push((sums.at(-1) ?? 0) + 1 / (rank + 1));

/**
 * Draws of Zipf's law over the hot searches, by rank from 0; others in each round.
 *
 * @example
 * zipfRanks(1, 10_000).filter((rank) => rank === 0).length; // about 1,220
 */
export const zipfRanks = (round: number, draws: number): readonly number[] =>
  Array.from({ length: draws }, (_, draw) => {
    const wanted = chanceOf(`zipf ${round} ${draw}`) * (sums.at(-1) ?? 0);
    return sums.findIndex((sum) => sum > wanted);
  });

/** More than anybody answers in a round. */
const drawsInRound = 12_000;
const hotIn = (round: number): readonly HotSearch[] =>
  zipfRanks(round, drawsInRound).flatMap((rank) => hotSearches[rank] ?? []);

export const gatewayHot = (round: number): readonly string[] =>
  hotIn(round).map(({ size, ...places }) => gatewaySearch(size, places));
export const upstreamHot = (round: number): readonly string[] =>
  hotIn(round).map(({ size, ...places }) => upstreamSearch(size, places));
