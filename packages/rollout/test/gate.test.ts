/** What is counted, and when a share may grow. */
import {
  compareAnswers,
  createTallies,
  judge,
  matchOf,
  mergeReports,
  percentile,
  type Rule,
} from '@partner-gateway/rollout';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const startMs = Date.UTC(2026, 10, 28, 8);
const quarterMs = 15 * 60_000;

type Seen = {
  readonly old?: number;
  readonly fresh?: number;
  readonly freshErrors?: number;
  readonly freshMs?: number;
  readonly prices?: number;
  readonly compared?: number;
  readonly copies?: number;
};

const reportOf = ({
  old = 1_000,
  fresh = 1_000,
  freshErrors = 0,
  freshMs = 100,
  prices = 0,
  ...more
}: Seen = {}) => {
  const tallies = createTallies(() => startMs + quarterMs);
  const place = { endpoint: 'search', client: 'acme' };
  const times = (count: number, work: (index: number) => void) => {
    for (let index = 0; index < count; index += 1) work(index);
  };
  times(old, () => tallies.answered(place, 'legacy', { ms: 100, isError: false }));
  times(fresh, (index) => tallies.answered(place, 'gateway', { ms: freshMs, isError: index < freshErrors }));
  times(more.copies ?? 0, () => tallies.answered(place, 'copy', { ms: 100, isError: false }));
  const answer = (amount: string) => ({ status: 200, text: JSON.stringify({ amount }) });
  times(prices, () =>
    tallies.compared(matchOf(place, compareAnswers('search-like', answer('1.00'), answer('2.00')))),
  );
  times(more.compared ?? 0, () =>
    tallies.compared(matchOf(place, compareAnswers('search-like', answer('1.00'), answer('1.00')))),
  );
  return tallies.report(15);
};

const at = (percent: number, client = '*'): Rule => ({
  endpoint: 'search',
  client,
  mode: 'percent',
  percent,
  since: new Date(startMs).toISOString(),
});
const verdict = (rule: Rule, seen: Seen = {}, nowMs = startMs + quarterMs) =>
  judge({ rule, report: reportOf(seen), nowMs });

describe('the gate', () => {
  test.each([
    [0, 5],
    [5, 25],
    [25, 50],
    [50, 100],
  ])('lets %i %% grow to %i %% after a quarter of an hour in which nothing was wrong', (percent, next) => {
    expect(verdict(at(percent), { compared: 200, copies: 200 })).toMatchObject({
      decision: 'advance',
      nextPercent: next,
    });
  });

  test('waits for its time and for enough requests on both sides', () => {
    expect(verdict(at(5), {}, startMs + quarterMs - 1)).toMatchObject({
      decision: 'hold',
      reasons: ['it has been so for 14 of 15 minutes'],
      nextPercent: 5,
    });
    expect(verdict(at(5), { fresh: 99 }).reasons).toStrictEqual([
      '99 requests of 100 were seen at the gateway',
    ]);
    expect(verdict(at(5), { old: 0 }).reasons).toStrictEqual([
      '0 requests of 100 were seen at the old system',
    ]);
    expect(verdict(at(100)).reasons).toStrictEqual([
      'everything is at the gateway; keep the old system warm for 48 hours',
    ]);
    expect(verdict(at(0), { fresh: 0 }).decision).toBe('hold');
  });

  test.each([
    ['one price that differs', { prices: 1 }, '1 prices differ'],
    [
      '0.1 points more errors',
      { freshErrors: 1 },
      '0.10 % of the gateway’s answers failed, 0.00 % of the old ones',
    ],
    ['a p95 that is 20 % slower', { freshMs: 126 }, 'p95 is'],
  ])('goes back a rung at once for %s', (_what, seen, reason) => {
    const early = verdict(at(50), seen, startMs + 1);

    expect(early).toMatchObject({ decision: 'roll_back', nextPercent: 25 });
    expect(early.reasons.join()).toContain(reason);
    expect(verdict(at(5), seen).nextPercent).toBe(0);
  });

  test('does not let a shadow with a wrong price begin', () => {
    expect(verdict(at(0), { prices: 1, compared: 500 })).toMatchObject({ decision: 'hold', nextPercent: 0 });
  });

  test('looks at the client of its rule only', () => {
    expect(verdict(at(50, 'zeta'), { prices: 1 }).decision).toBe('hold');
  });
});

describe('what is counted', () => {
  test('adds up over instances, to the same percentiles as if one had seen it all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 2, maxLength: 60 }),
        (latencies) => {
          const count = (seen: readonly number[]) => {
            const tallies = createTallies(() => startMs);
            for (const ms of seen)
              tallies.answered({ endpoint: 'search', client: 'acme' }, 'legacy', { ms, isError: false });
            return tallies.report(1);
          };
          const half = Math.floor(latencies.length / 2);
          const merged = mergeReports([count(latencies.slice(0, half)), count(latencies.slice(half))]);
          const p95 = percentile(count(latencies).flows[0]?.latencies ?? {}, 0.95) ?? 0;

          expect(merged?.flows[0]?.requests).toBe(latencies.length);
          expect(percentile(merged?.flows[0]?.latencies ?? {}, 0.95)).toBe(p95);
          const sorted = latencies.toSorted((one, other) => one - other);
          const exact = sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0;
          expect(p95).toBeGreaterThanOrEqual(exact * 0.999);
          expect(p95).toBeLessThanOrEqual(exact * 1.051);
        },
      ),
    );
  });

  test('is forgotten after two hours, and told for the minutes asked for', () => {
    let nowMs = startMs;
    const tallies = createTallies(() => nowMs);
    const count = (minutes: number) =>
      tallies.report(minutes).flows.reduce((sum, flow) => sum + flow.requests, 0);
    for (let minute = 0; minute < 200; minute += 1) {
      tallies.answered({ endpoint: 'search', client: 'acme' }, 'legacy', { ms: 5, isError: false });
      nowMs += 60_000;
    }

    expect(count(16)).toBe(15);
    expect(count(1_000)).toBeLessThanOrEqual(120);
  });

  test('names only so many clients, however many are made up', () => {
    const tallies = createTallies(() => startMs);
    for (let index = 0; index < 3_000; index += 1)
      tallies.answered({ endpoint: 'search', client: `made-up-${index}` }, 'legacy', {
        ms: 5,
        isError: false,
      });

    const { flows } = tallies.report(1);
    expect(flows.length).toBeLessThanOrEqual(2_001);
    expect(flows.reduce((sum, { requests }) => sum + requests, 0)).toBe(3_000);
  });
});
