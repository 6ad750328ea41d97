/** Gateways killed at random, a Redis that dies and forgets, an upstream that loses answers: still one booking per cart. */
import { expect, it } from 'vitest';
import { crashRun } from './support/crash-run.ts';

/** Set `CRASH_CARTS` for a long run; 0 in n carts means at most 3/n at 95 %. */
const carts = Number(process.env.CRASH_CARTS ?? 400);
const timeoutMs = 60_000 + carts * 100;

it(
  'books no cart twice and tells no lie',
  async () => {
    const report = await crashRun({
      recipe: 'guard',
      carts,
      gatewayKillEveryMs: 250,
      memoryLossEveryMs: 1_800,
    });
    console.info(JSON.stringify(report));
    expect(report).toMatchObject({
      doubleBooked: 0,
      toldBookedButNot: 0,
      toldNotButBooked: 0,
      unresolved: 0,
    });
    expect(report.gatewayKills).toBeGreaterThan(5);
    expect(report.redisKills).toBeGreaterThan(0);
    expect(report.booked).toBeGreaterThan(carts / 2);
  },
  timeoutMs,
);

it('is needed: the simple recipe books carts twice in the same run', async () => {
  const report = await crashRun({
    recipe: 'simple',
    carts: 300,
    gatewayKillEveryMs: 250,
    memoryLossEveryMs: 0,
  });
  expect(report.doubleBooked).toBeGreaterThan(0);
}, 60_000);
