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

test('heavy work takes one turn of the loop each, in the order in which it came', async () => {
  const turnstile = createTurnstile();
  const order: string[] = [];
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    order.push('other');
    if (!isDone) setImmediate(count);
  };
  const work = async (name: string) => {
    await turnstile.turn();
    order.push(name);
  };
  const all = Promise.all(['a', 'b', 'c', 'd'].map(work));
  expect(turnstile.waiting()).toBe(4);
  setImmediate(count);
  await all;
  isDone = true;
  expect(order.join(' ')).toMatch(/^a other b other c other d/);
  expect(turns).toBeGreaterThanOrEqual(3);
  expect(turnstile.waiting()).toBe(0);
});
