import { expect, test } from 'vitest';
import { createThrottle } from '../src/index.ts';

test('no call for as long as was asked, then half of them at once, and one more every ten seconds', () => {
  let nowMs = 0;
  const throttle = createThrottle(() => nowMs);
  expect([throttle.refusesForMs(), throttle.limit(30)]).toEqual([undefined, 30]);
  throttle.refused(5_000, 30);
  expect([throttle.refusesForMs(), throttle.limit(30)]).toEqual([5_000, 15]);
  nowMs = 20_000;
  expect([throttle.refusesForMs(), throttle.limit(30)]).toEqual([undefined, 17]);
  throttle.refused(1_000, 30);
  expect(throttle.limit(30)).toBe(8);
  nowMs = 600_000;
  expect(throttle.limit(30)).toBe(30);
});

test('calls refused together halve once, and the longest time counts', () => {
  let nowMs = 0;
  const throttle = createThrottle(() => nowMs);
  for (const seconds of [2, 9, 4]) throttle.refused(seconds * 1_000, 8);
  expect([throttle.refusesForMs(), throttle.limit(8)]).toEqual([9_000, 4]);
  for (; nowMs < 100_000; nowMs += 2_000) throttle.refused(1_000, 8);
  expect(throttle.limit(8)).toBe(1);
});
