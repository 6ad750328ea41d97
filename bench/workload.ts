/** Searches as they come in life: sizes in their shares, and some asked for far more often than others. */
import { createHash } from 'node:crypto';
import { gatewaySearch, type Size, upstreamSearch } from './plan.ts';

/** Of a hundred searches so many find ten trips, 140, and 1000. */
export const mixShares = { 10: 70, 140: 27, 1000: 3 } as const satisfies Record<Size, number>;

/** A number from 0 up to and without 1, always the same for the same seed. */
const chanceOf = (seed: string): number =>
  createHash('sha256').update(seed).digest().readUInt32BE() / 2 ** 32;

const sizesInOrder = ([10, 140, 1000] as const).flatMap((size) =>
  Array.from({ length: mixShares[size] }, () => size),
);

/** The sizes of a hundred searches, in an order without a pattern. */
export const mixedSizes: readonly Size[] = sizesInOrder
  .map((size, index) => ({ size, chance: chanceOf(`mix ${index}`) }))
  .toSorted((one, other) => one.chance - other.chance)
  .map(({ size }) => size);

export const gatewayMix = (): readonly string[] => mixedSizes.map(gatewaySearch);
export const upstreamMix = (): readonly string[] => mixedSizes.map(upstreamSearch);
