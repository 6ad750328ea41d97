/** What units that are taken ahead promise: a limit holds, nobody uses what is old, and nothing that was not used stays counted. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Advance, createAdvances, createLocalRateLimits } from '../src/index.ts';

const quota = { units: 12, seconds: 60 };
const lifeMs = 5_000;

const start = () => {
  const clock = { nowMs: 0 };
  const limits = createLocalRateLimits(() => clock.nowMs);
  const take = (units: number) => limits.take({ name: '12go', quota, units });
  const advances = createAdvances({ take, nowMs: () => clock.nowMs, lifeMs });
  const counted = async () => quota.units - (await take(0)).remaining;
  return { advances, clock, counted };
};

test('what one does not use the next one has, and nothing more is taken for it', async () => {
  const { advances, counted } = start();
  const one = await advances.draw(3);
  expect(one.use()).toBe(true);
  one.end();
  const next = await advances.draw(2);
  expect([next.use(), next.use(), next.use()]).toEqual([true, true, false]);
  expect(await counted()).toBe(3);
});

test('what was not used is given back once it is old, and never used then', async () => {
  const { advances, clock, counted } = start();
  const late = await advances.draw(1);
  (await advances.draw(4)).end();
  clock.nowMs = lifeMs;
  expect(late.use()).toBe(false);
  (await advances.draw(1)).end();
  expect(await counted()).toBe(1 + 1);
});

test('who is over has nothing left, and where the limit is reached nothing is drawn', async () => {
  const { advances } = start();
  const over = await advances.draw(1);
  over.end();
  expect(over.use()).toBe(false);
  expect((await advances.draw(quota.units)).use()).toBe(true);
  expect((await advances.draw(1)).use()).toBe(false);
});

test('no more is ever used than was counted, whoever draws, uses and ends when', async () => {
  const step = fc.record({
    draws: fc.nat(3),
    uses: fc.nat(4),
    ends: fc.boolean(),
    passMs: fc.constantFrom(0, 10, 2_000, 6_000),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const { advances, clock, counted } = start();
      const open: Advance[] = [];
      const usedMs: number[] = [];
      for (const { draws, uses, ends, passMs } of steps) {
        if (draws > 0) open.push(await advances.draw(draws));
        for (const advance of open)
          for (let at = 0; at < uses; at += 1) if (advance.use()) usedMs.push(clock.nowMs);
        if (ends) open.shift()?.end();
        const inWindow = usedMs.filter((ms) => ms > clock.nowMs - (1_000 * quota.seconds - lifeMs));
        expect(inWindow.length).toBeLessThanOrEqual(await counted());
        expect(inWindow.length).toBeLessThanOrEqual(quota.units);
        clock.nowMs += passMs;
      }
    }),
    { numRuns: 50 },
  );
});
