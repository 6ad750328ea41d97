/** Whole gateways killed at random under retried creates: the short form of the crash run. */
import { expect, it } from 'vitest';
import { crashRun } from '../../../write-guard/test/crash/run.ts';
import { gatewayTarget } from '../crash/gateway-target.ts';

it('books no cart twice and tells no lie, in short', async () => {
  const report = await crashRun(gatewayTarget('gateway'), {
    partners: 24,
    processes: 2,
    faultShare: 0.04,
    seed: 7,
    carts: 60,
    blows: { kill: 2, flush: 1 },
  });
  expect(report).toMatchObject({
    carts: 60,
    doubleBooked: 0,
    toldBookedButNot: 0,
    toldNotButBooked: 0,
    unresolved: 0,
    openOutcomes: 0,
  });
  expect(report.booked).toBeGreaterThan(20);
}, 180_000);
