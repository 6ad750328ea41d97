/** Processes killed at random, a Redis that dies, forgets and is cut off, an upstream that loses answers: one booking per cart. */
import { expect, it } from 'vitest';
import { guardTarget } from './crash/guard-target.ts';
import { crashRun, violations } from './crash/run.ts';

const some = { partners: 24, processes: 3, faultShare: 0.1, seed: 7 };

it('books no cart twice and tells no lie', async () => {
  const blows = { kill: 10, 'redis-kill': 2, flush: 2, stall: 3, partition: 3, failover: 2 };
  const report = await crashRun(guardTarget('guard'), { ...some, carts: 400, blows, replicas: 2 });
  console.info(JSON.stringify(report));
  expect(violations(report)).toBe(0);
  expect(report).toMatchObject({ carts: 400, unresolved: 0, openOutcomes: 0 });
  expect(report.booked).toBeGreaterThan(200);
}, 100_000);

it('is needed: the simple recipe books carts twice in the same run', async () => {
  const report = await crashRun(guardTarget('simple'), { ...some, carts: 300, blows: { kill: 6 } });
  expect(report.doubleBooked).toBeGreaterThan(0);
}, 60_000);
