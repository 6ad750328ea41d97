/** Whole gateways killed at random under retried creates, a Redis that dies and forgets, an upstream that loses answers. */
import { describe, expect, it } from 'vitest';
import { crashRun, violations } from '../../../write-guard/test/crash/run.ts';
import { gatewayTarget } from '../crash/gateway-target.ts';

const some = { partners: 24, processes: 2, seed: 7 };

describe('a crash run', () => {
  it('books no cart twice and tells no lie', async () => {
    const blows = { kill: 8, 'redis-kill': 1, flush: 1, stall: 2, partition: 2, failover: 1 };
    const report = await crashRun(gatewayTarget('gateway'), {
      ...some,
      carts: 400,
      blows,
      replicas: 2,
      faultShare: 0.04,
    });
    console.info(JSON.stringify(report));
    expect(report).toMatchObject({
      carts: 400,
      doubleBooked: 0,
      toldBookedButNot: 0,
      toldNotButBooked: 0,
      unresolved: 0,
      openOutcomes: 0,
    });
    expect(report.booked).toBeGreaterThan(150);
    expect(report.faults.reserve).toBeGreaterThan(5);
  }, 180_000);

  it.each(['simple', 'lease'] as const)(
    'is needed: the %s recipe books carts twice',
    async (recipe) => {
      const hard = { carts: 120, blows: { kill: 2 }, faultShare: 0.1 };
      const report = await crashRun(gatewayTarget(recipe), { ...some, ...hard });
      expect(report.doubleBooked).toBeGreaterThan(0);
      expect(violations(report)).toBeGreaterThan(0);
    },
    60_000,
  );
});
