/** The bench of the crash runs itself: how it spreads its blows, and that no lie escapes its judgement. */
import { describe, expect, it } from 'vitest';
import { planBlows } from './crash/blows.ts';
import { judge, type Verdict } from './crash/verdicts.ts';

describe('a crash run', () => {
  it('spreads its blows over the carts', () => {
    const plan = planBlows(1_000, { kill: 4, 'redis-kill': 2, flush: 1 });
    expect(plan.map(({ blow, at }) => `${blow} ${Math.round(at)}`)).toEqual([
      'kill 75',
      'redis-kill 200',
      'kill 325',
      'kill 575',
      'redis-kill 700',
      'flush 800',
      'kill 825',
    ]);
  });

  it.each([
    ['booked', 2, 'doubleBooked'],
    ['booked', 0, 'toldBookedButNot'],
    ['not_executed', 1, 'toldNotButBooked'],
    ['unresolved', 0, 'unresolved'],
    ['booked', 1, undefined],
    ['not_executed', 0, undefined],
  ] as const)('judges %s, executed %d times, as %s', (what: Verdict['what'], times, lie) => {
    const { doubleBooked, toldBookedButNot, toldNotButBooked, unresolved } = judge(
      [{ cart: 'a', what, tookMs: 1, retries: 0 }],
      new Map([['a', times]]),
    );
    const lies = { doubleBooked, toldBookedButNot, toldNotButBooked, unresolved };
    expect(Object.entries(lies).flatMap(([name, count]) => (count > 0 ? name : []))).toEqual(
      lie === undefined ? [] : [lie],
    );
  });
});
