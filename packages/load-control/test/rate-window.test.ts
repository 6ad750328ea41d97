import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRateWindow } from '../src/index.ts';

const quota = { units: 5, seconds: 60 };

test('a window admits its quota at once, and says when there is room again', () => {
  let nowMs = 90_400;
  const window = createRateWindow(() => nowMs);
  for (let left = 4; left >= 0; left -= 1)
    expect(window.take(1, quota)).toEqual({ isAdmitted: true, remaining: left, resetMs: 60_100 });
  expect(window.take(1, quota)).toEqual({ isAdmitted: false, remaining: 0, resetMs: 60_100 });
  nowMs += 60_100;
  expect(window.take(1, quota)).toMatchObject({ isAdmitted: true, remaining: 4 });
});

test('what is reserved is left for others', () => {
  const window = createRateWindow(() => 0);
  expect(window.take(4, quota, 1).isAdmitted).toBe(true);
  expect(window.take(1, quota, 1)).toEqual({ isAdmitted: false, remaining: 0, resetMs: 60_500 });
  expect(window.take(1, quota).isAdmitted).toBe(true);
});

test('more than the quota in any minute is never admitted, and what waits as told is', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30_000), { minLength: 1, maxLength: 80 }), (steps) => {
      let nowMs = 0;
      const window = createRateWindow(() => nowMs);
      const admittedMs: number[] = [];
      for (const step of steps) {
        nowMs += step;
        let verdict = window.take(1, quota);
        if (!verdict.isAdmitted) {
          nowMs += verdict.resetMs;
          verdict = window.take(1, quota);
          expect(verdict.isAdmitted).toBe(true);
        }
        admittedMs.push(nowMs);
        expect(admittedMs.filter((ms) => ms > nowMs - 60_000).length).toBeLessThanOrEqual(5);
      }
    }),
  );
});
