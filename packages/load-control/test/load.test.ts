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

test('heavy work takes one turn of the loop each, and the keys in turn', async () => {
  const turnstile = createTurnstile();
  const order: string[] = [];
  const work = async (key: string, name: string) => {
    await turnstile.turn(key);
    order.push(name);
  };
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  const all = Promise.all([
    ...['a1', 'a2', 'a3', 'a4'].map((name) => work('noisy', name)),
    work('quiet', 'b1'),
    work('quiet', 'b2'),
  ]);
  expect(turnstile.waiting()).toBe(6);
  setImmediate(count);
  await all;
  isDone = true;
  expect(order).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'a4']);
  expect(turns).toBeGreaterThanOrEqual(5);
  expect(turnstile.waiting()).toBe(0);
});
