import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRetryBudget } from '../src/index.ts';

test('in ten seconds no more is tried again than a tenth of the calls, or once a second where that is more', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ passMs: fc.nat(900), calls: fc.nat(30) }), { minLength: 1, maxLength: 60 }),
      (steps) => {
        let nowMs = 0;
        const budget = createRetryBudget(() => nowMs);
        const taken: number[] = [];
        const made: number[] = [];
        for (const { passMs, calls } of steps) {
          nowMs += passMs;
          for (let call = 0; call < calls; call += 1) {
            budget.spent();
            made.push(nowMs);
            if (budget.take()) taken.push(nowMs);
          }
          const lately = (all: number[]) => all.filter((ms) => ms > nowMs - 9_000).length;
          expect(lately(taken)).toBeLessThanOrEqual(Math.max(10, 0.1 * made.length + 10));
        }
      },
    ),
  );
});

test('a hundred calls in a second that all fail are eleven times tried again at most', () => {
  let nowMs = 0;
  const budget = createRetryBudget(() => nowMs);
  let taken = 0;
  for (let call = 0; call < 100; call += 1, nowMs += 10) {
    budget.spent();
    if (budget.take()) taken += 1;
  }
  expect(taken).toBeLessThanOrEqual(11);
  expect(taken).toBeGreaterThanOrEqual(9);
});

test('a call in a quiet hour may be tried again', () => {
  const budget = createRetryBudget(() => 3_600_000);
  budget.spent();
  expect([budget.take(), budget.take()]).toEqual([true, false]);
});
