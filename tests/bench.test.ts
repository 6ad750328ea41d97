/** The bench measures the gateway as it is started, and its table says what was measured, what was aimed at, and never judges what it could not measure. */
import { expect, test } from 'vitest';
import { exponent, type Figure, median, meets, show, toTable } from '../bench/figures.ts';
import { createVariants, variantCounts } from '../bench/variants.ts';
import { hotSearches, mixedSizes, mixShares, zipfRanks } from '../bench/workload.ts';
import router from '../packages/router/package.json' with { type: 'json' };
import gateway from '../packages/server/package.json' with { type: 'json' };
import { gatewayFlags, routerFlags } from '../scripts/lib/node.mjs';

const figure = (changes: Partial<Figure>): Figure => ({
  id: 'P1',
  name: 'CPU',
  value: 2,
  aim: { at_most: 2.1 },
  raw: 'raw',
  ...changes,
});

test('measures gateway and router with the flags that operators start them with', () => {
  expect(gateway.scripts.start).toBe(`node ${gatewayFlags.join(' ')} dist/gateway.js`);
  expect(router.scripts.start).toBe(`node ${routerFlags.join(' ')} dist/router.js`);
});

test('an aim is met on its own side and on its edge', () => {
  expect(meets(figure({ value: 2.1 }))).toBe(true);
  expect(meets(figure({ value: 2.2 }))).toBe(false);
  expect(meets(figure({ value: 3.2, aim: { at_least: 3.2 } }))).toBe(true);
  expect(meets(figure({ value: 3.1, aim: { at_least: 3.2 } }))).toBe(false);
});

test('what has no aim or was not measured is not judged', () => {
  expect(meets(figure({ aim: undefined }))).toBeUndefined();
  expect(meets(figure({ value: Number.NaN }))).toBeUndefined();
  expect(toTable([figure({ value: Number.NaN })])).toContain('| not measured |');
});

test('the table has the aim beside each figure, in columns of one width', () => {
  const lines = toTable([
    figure({}),
    figure({ id: 'P8', name: 'RSS at 300 searches/s', value: 352.4, unit: 'MiB', aim: { at_most: 280 } }),
    figure({ id: 'P13', aim: undefined }),
  ]).split('\n');
  expect(lines[2]).toMatch(/^\| P1 +\| CPU +\| 2\.00 +\| ≤ 2\.1 +\| met +\| raw +\|$/);
  expect(lines[3]).toMatch(/\| 352 MiB +\| ≤ 280 +\| missed \|/);
  expect(lines[4]).toMatch(/\| reported \| +\|/);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
});

test('a median is a value that was measured, and there is none of nothing', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(3);
  expect(() => median([])).toThrow(RangeError);
});

test('cost that grows with size has the exponent 1, with its square 2', () => {
  expect(exponent({ size: 140, cost: 1.4 }, { size: 1000, cost: 10 })).toBeCloseTo(1);
  expect(exponent({ size: 10, cost: 1 }, { size: 100, cost: 100 })).toBeCloseTo(2);
});

test('numbers keep the digits that say something', () => {
  expect([0.1234, 12.34, 123.4].map(show)).toEqual(['0.12', '12.3', '123']);
});

type Answer = {
  trips: { id: string; segments: { dep_time: string }[]; travel_options: { id: string; price: unknown }[] }[];
};

test('no two searches of the bench find the same trips, and a variant is the same whenever it is asked for', () => {
  const [bodyOf, again] = [createVariants(10, '2026-12-29'), createVariants(10, '2026-12-29')];
  const options = [0, 1].flatMap((variant) =>
    (JSON.parse(bodyOf(variant).toString()) as Answer).trips.flatMap((trip) => trip.travel_options),
  );
  expect(options).toHaveLength(30);
  expect(new Set(options.map(({ id }) => id)).size).toBe(30);
  expect(new Set(options.map(({ price }) => JSON.stringify(price))).size).toBeGreaterThan(20);
  expect(again(1).equals(bodyOf(1))).toBe(true);
});

test('a variant has the size of the others, and its trips leave on the day that was searched for', () => {
  const bodyOf = createVariants(140, '2026-12-29');
  expect(Math.abs(bodyOf(0).length - bodyOf(1).length)).toBeLessThan(1_000);
  const { trips } = JSON.parse(bodyOf(1).toString()) as Answer;
  expect(trips).toHaveLength(140);
  expect(new Set(trips.map(({ segments }) => segments[0]?.dep_time.slice(0, 10)))).toEqual(
    new Set(['2026-12-29']),
  );
  expect(new Set(trips.map(({ segments }) => segments[0]?.dep_time)).size).toBeGreaterThan(50);
});

test('the variants of each size have more options than a gateway remembers ids', () => {
  for (const [size, count] of Object.entries(variantCounts))
    expect(1.5 * Number(size) * count).toBeGreaterThan(20_000);
});

test('a mix has the sizes of its searches in their shares', () => {
  for (const size of [10, 140, 1000] as const)
    expect(mixedSizes.filter((one) => one === size)).toHaveLength(mixShares[size]);
});

test('of 2,000 hot searches the second is asked for half as often as the first, and each round draws anew', () => {
  expect(new Set(hotSearches.map(({ from, to }) => `${from.id} ${to.id}`)).size).toBe(2_000);
  const ranks = zipfRanks(1, 10_000);
  const drawn = (rank: number): number => ranks.filter((one) => one === rank).length;
  expect(Math.abs(drawn(0) - 1_220)).toBeLessThan(150);
  expect(Math.abs(drawn(1) - 610)).toBeLessThan(110);
  expect(zipfRanks(2, 10)).not.toEqual(ranks.slice(0, 10));
});
