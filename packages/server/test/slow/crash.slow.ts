/** Whole gateways killed at random under retried creates, a Redis that dies and forgets, an upstream that loses answers. */
import { describe, expect, it } from 'vitest';
import { crashRun, violations } from '../crash/run.ts';

const some = { partners: 24, gateways: 2, faultShare: 0.04, seed: 7 };
const none = { gatewayKills: 0, redisKills: 0, flushes: 0 };

describe('a crash run', () => {
  it('books no cart twice and tells no lie', async () => {
    const report = await crashRun({
      ...some,
      recipe: 'gateway',
      carts: 400,
      gatewayKills: 8,
      redisKills: 1,
      flushes: 1,
      stalls: 2,
      partitions: 2,
      failovers: 1,
      replicas: 2,
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
      const report = await crashRun({
        ...some,
        ...none,
        recipe,
        carts: 120,
        gatewayKills: 2,
        faultShare: 0.1,
      });
      expect(report.doubleBooked).toBeGreaterThan(0);
      expect(violations(report)).toBeGreaterThan(0);
    },
    60_000,
  );
});
