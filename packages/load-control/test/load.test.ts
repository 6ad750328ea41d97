/** When load is shed, and how heavy work takes turns. */
import { expect, test, vi } from 'vitest';
import { createLoadJudge, createLoadWatch, createTurnstile, type LoadSample } from '../src/index.ts';

const limits = { busyMs: 200, drowningMs: 800, heapShare: 0.85 };
const late = (delayMs: number): LoadSample => ({ delayMs, heapShare: 0.2 });

test('one stall sheds nothing; two late windows do, and two good ones end it', () => {
  const judge = createLoadJudge(limits);
  const seen = [0, 900, 0, 900, 900, 300, 300, 10, 300, 10, 10].map((ms) => judge(late(ms)));
  expect(seen.join(' ')).toBe('calm calm calm calm drowning drowning busy busy busy busy calm');
});

test('a heap that fills up is busy, however quick the loop is', () => {
  const judge = createLoadJudge(limits);
  const full: LoadSample = { delayMs: 0, heapShare: 0.9 };
  expect([judge(full), judge(full)]).toEqual(['calm', 'busy']);
});

test('a loop that is blocked again and again is seen, and so is its recovery', async () => {
  const watch = createLoadWatch({ ...limits, busyMs: 20, heapShareNow: () => 0, windowMs: 250 });
  watch.start();
  try {
    const blocks = setInterval(() => {
      const end = performance.now() + 60;
      while (performance.now() < end);
    }, 5);
    await vi.waitFor(() => expect(watch.current()).not.toBe('calm'), 10_000);
    expect(watch.delayMs()).toBeGreaterThan(20);
    clearInterval(blocks);
    await vi.waitFor(() => expect(watch.current()).toBe('calm'), 10_000);
  } finally {
    watch.stop();
  }
});

/** Light work in every turn of the loop, each so long, until somebody ends it; tells how often it was done. */
const occupyLoop = (turnMs: number) => {
  let turns = 0;
  let isDone = false;
  const work = (): void => {
    turns += 1;
    const endMs = performance.now() + turnMs;
    while (performance.now() < endMs);
    if (!isDone) setImmediate(work);
  };
  setImmediate(work);
  return {
    turns: () => turns,
    end: () => {
      isDone = true;
    },
  };
};

test('heavy work goes one at a time, in the order in which it came, with turns of the loop in between', async () => {
  const turnstile = createTurnstile();
  const light = occupyLoop(0);
  const order: string[] = [];
  const passedAt: number[] = [];
  const work = async (name: string) => {
    await turnstile.turn();
    order.push(name);
    passedAt.push(light.turns());
  };
  const all = Promise.all(['a', 'b', 'c', 'd'].map(work));
  expect(turnstile.waiting()).toBe(4);
  await all;
  light.end();
  expect(order.join('')).toBe('abcd');
  expect(passedAt.every((at, index) => index === 0 || at > (passedAt[index - 1] ?? 0))).toBe(true);
  expect(turnstile.waiting()).toBe(0);
});

test('heavy work waits while the loop has other things to do, and goes after so many turns all the same', async () => {
  const turnstile = createTurnstile({ turnsMax: 7 });
  const light = occupyLoop(1);
  await turnstile.turn();
  expect(light.turns()).toBeGreaterThanOrEqual(7);
  expect(light.turns()).toBeLessThanOrEqual(9);
  light.end();
});

test('heavy work goes as soon as the loop is quiet, long before it has to', async () => {
  const turnstile = createTurnstile({ turnsMax: Number.POSITIVE_INFINITY });
  const light = occupyLoop(1);
  const passed = turnstile.turn();
  while (light.turns() < 50) await new Promise(setImmediate);
  expect(turnstile.waiting()).toBe(1);
  light.end();
  await passed;
});
