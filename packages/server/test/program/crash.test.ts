/** Whole gateways killed at random under retried creates: the short form of the crash run, and how it spreads its blows. */
import { describe, expect, it } from 'vitest';
import { crashRun, planBlows } from '../crash/run.ts';

const some = { partners: 24, gateways: 2, faultShare: 0.04, seed: 7 };

describe('a crash run', () => {
  it('books no cart twice and tells no lie, in short', async () => {
    const report = await crashRun({
      ...some,
      recipe: 'gateway',
      carts: 60,
      gatewayKills: 2,
      redisKills: 0,
      flushes: 1,
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

  it('spreads its blows over the carts', () => {
    const plan = planBlows({
      ...some,
      recipe: 'gateway',
      carts: 1_000,
      gatewayKills: 4,
      redisKills: 2,
      flushes: 1,
    });
    expect(plan.map(({ blow, at }) => `${blow} ${Math.round(at)}`)).toEqual([
      'gateway 75',
      'redis 200',
      'gateway 325',
      'gateway 575',
      'redis 700',
      'flush 800',
      'gateway 825',
    ]);
  });
});
