/** What a search cache and its shelves promise by themselves; the rest is promised through the gateway. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAnswerShelf, createMemoryShelf, createSearchCache, encodeOnce } from '../src/index.ts';

const sleep = () => Promise.reject(new Error('nobody waits for another instance in memory'));
const asked = { account: 'a', pairs: ['Hanoi to Sapa'], date: '2026-11-20', pax: 1, currency: undefined };
const result = { trips: [], dropped: [], recheck: { urls: [], pending: false } };

describe('a stamp', () => {
  const start = () => {
    const clock = { ms: 0 };
    const cache = createSearchCache(createMemoryShelf(), { lifeMs: 90_000, nowMs: () => clock.ms, sleep });
    const loads: number[] = [];
    const load = async () => {
      loads.push(clock.ms);
      return { results: [result as never], isComplete: true };
    };
    const find = () => cache.find(asked, load, (results) => ({ results, isComplete: true }));
    return { clock, cache, load, loads, find };
  };

  test('holds until the end of its answer’s life, and is asked for anew behind it in the last third', async () => {
    const { clock, cache, load, loads, find } = start();
    const { stamp = '' } = await find();
    clock.ms = 59_999;
    expect(await cache.holds(asked, stamp, load)).toBe('memory');
    expect(loads).toEqual([0]);
    clock.ms = 60_000;
    expect(await cache.holds(asked, stamp, load)).toBe('memory');
    await new Promise(setImmediate);
    expect(loads).toEqual([0, 60_000]);
  });

  test('holds no more once its answer was replaced, or is too old', async () => {
    const { clock, cache, load, find } = start();
    const { stamp = '' } = await find();
    clock.ms = 60_000;
    await find();
    await new Promise(setImmediate);
    expect(await cache.holds(asked, stamp, load)).toBeUndefined();
    const { stamp: second = '' } = await find();
    clock.ms = 150_000;
    expect(await cache.holds(asked, second, load)).toBeUndefined();
  });
});

test('at most four answers are asked for anew at a time, and the others when they are asked for next', async () => {
  const clock = { ms: 0 };
  const cache = createSearchCache(createMemoryShelf(), { lifeMs: 90_000, nowMs: () => clock.ms, sleep });
  const underway: (() => void)[] = [];
  const load = async () => {
    if (clock.ms > 0) await new Promise<void>((resolve) => underway.push(resolve));
    return { results: [result as never], isComplete: true };
  };
  const findAll = () =>
    Promise.all(
      Array.from({ length: 10 }, (_, pax) =>
        cache.find({ ...asked, pax }, load, (results) => ({ results, isComplete: true })),
      ),
    );
  await findAll();
  clock.ms = 60_000;
  for (const [round, more] of [4, 4, 2, 0].entries()) {
    const found = await findAll();
    expect(found.map(({ level }) => level)).toEqual(Array.from({ length: 10 }, () => 'memory'));
    await new Promise(setImmediate);
    expect(underway, `round ${round}`).toHaveLength(more);
    for (const end of underway.splice(0)) end();
    await new Promise(setImmediate);
  }
});

test('a stamp outlives its answer in memory, where there is room for no more than the last', async () => {
  const shelf = createMemoryShelf(1);
  const entry = { keptAtMs: 7, results: [result as never] };
  const name = await shelf.put('one', entry, 90_000);
  await shelf.put('other', entry, 90_000);
  expect(await shelf.get('one')).toBeUndefined();
  expect(await shelf.stampOf('one')).toEqual({ name, keptAtMs: 7 });
});

test('a shelf of answers never weighs more than its bound, and keeps those that were used last', () => {
  const put = fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    size: fc.integer({ max: 9_000, min: 0 }),
  });
  fc.assert(
    fc.property(fc.array(put, { maxLength: 40 }), (puts) => {
      const shelf = createAnswerShelf<{ readonly bytes: Uint8Array }>(20_000);
      for (const { name, size } of puts) {
        const answer = { bytes: new Uint8Array(size) };
        shelf.put(name, answer);
        expect(shelf.weightBytes()).toBeLessThanOrEqual(20_000);
        expect(shelf.get(name)).toBe(answer);
      }
    }),
  );
});

test('what is compressed of an answer weighs as long as the answer is kept, and makes others go', async () => {
  const shelf = createAnswerShelf<{ readonly bytes: Uint8Array }>(40_000);
  const [old, used] = [{ bytes: randomBytes(10_000) }, { bytes: randomBytes(10_000) }];
  shelf.put('old', old);
  shelf.put('used', used);
  const withoutBytes = shelf.weightBytes();
  const { byteLength } = await encodeOnce(used.bytes, 'gzip');
  await encodeOnce(used.bytes, 'gzip');
  expect(shelf.weightBytes()).toBe(withoutBytes + byteLength);
  await encodeOnce(used.bytes, 'br');
  expect([shelf.get('old'), shelf.get('used')]).toEqual([undefined, used]);
  expect(shelf.weightBytes()).toBeLessThanOrEqual(40_000);
  const underway = encodeOnce(old.bytes, 'gzip');
  shelf.put('used', { bytes: new Uint8Array(1) });
  const withoutOld = shelf.weightBytes();
  await underway;
  await encodeOnce(used.bytes, 'zstd');
  expect(shelf.weightBytes()).toBe(withoutOld);
});

test('an answer beyond the bound of a shelf is not kept, and neither is any by one of 0', () => {
  for (const bound of [0, 4_000]) {
    const shelf = createAnswerShelf<{ readonly bytes: Uint8Array }>(bound);
    shelf.put('a', { bytes: new Uint8Array(5_000) });
    expect(shelf.get('a')).toBeUndefined();
    expect(shelf.weightBytes()).toBe(0);
  }
});
