/** What the schedule promises: the times of attempts, and when a webhook is given up. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AttemptResult, defaultSchedule, nextStep, retryAfterMsOf } from '../src/index.ts';

const answered = (status: number, retryAfterMs?: number): AttemptResult => ({
  kind: 'answered',
  status,
  latencyMs: 12,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});
const after = (attempt: number, result: AttemptResult, random = 0.5) =>
  nextStep(defaultSchedule, { attempt, result }, random);

describe('the schedule', () => {
  it('tries at once, after 30 s, 5 min and 30 min, and then no more', () => {
    const steps = [1, 2, 3, 4].map((attempt) => after(attempt, answered(503)));
    expect(steps).toEqual([
      { kind: 'retry', delayMs: 30_000 },
      { kind: 'retry', delayMs: 300_000 },
      { kind: 'retry', delayMs: 1_800_000 },
      { kind: 'dead' },
    ]);
  });

  it('keeps every delay within 20 % of the plan, and uses all of that', () => {
    fc.assert(
      fc.property(
        fc.nat(2),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (index, random) => {
          const planMs = defaultSchedule.delaysMs[index] ?? 0;
          const step = after(index + 1, answered(500), random);
          expect(step.kind).toBe('retry');
          const delayMs = step.kind === 'retry' ? step.delayMs : 0;
          expect(delayMs).toBeGreaterThanOrEqual(planMs * 0.8);
          expect(delayMs).toBeLessThanOrEqual(planMs * 1.2);
        },
      ),
    );
    expect(after(1, answered(500), 0)).toEqual({ kind: 'retry', delayMs: 24_000 });
    expect(after(1, answered(500), 0.999_999_9)).toEqual({ kind: 'retry', delayMs: 36_000 });
  });

  it('takes 2xx for delivered, 410 for gone, and everything else for a failure', () => {
    for (let status = 100; status < 600; status += 1) {
      const kind = after(1, answered(status)).kind;
      if (status >= 200 && status < 300) expect(kind).toBe('delivered');
      else expect(kind).toBe(status === 410 ? 'gone' : 'retry');
    }
    expect(after(1, { kind: 'failed', reason: 'timeout', latencyMs: 10_000 }).kind).toBe('retry');
    expect(after(4, { kind: 'failed', reason: 'timeout', latencyMs: 10_000 }).kind).toBe('dead');
  });

  it('waits as long as Retry-After says when that is later, up to a day', () => {
    expect(after(1, answered(429, 90_000))).toEqual({ kind: 'retry', delayMs: 90_000 });
    expect(after(1, answered(429, 10_000))).toEqual({ kind: 'retry', delayMs: 30_000 });
    expect(after(1, answered(429, 10 * 86_400_000))).toEqual({ kind: 'retry', delayMs: 86_400_000 });
    expect(after(4, answered(429, 90_000))).toEqual({ kind: 'dead' });
  });
});

describe('Retry-After', () => {
  const nowMs = Date.UTC(2026, 10, 28, 9, 42, 15);
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Sat, 28 Nov 2026 09:43:15 GMT', 60_000],
    ['Sat, 28 Nov 2026 09:41:15 GMT', 0],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['2026-11-28', undefined],
    ['99999999999999999999', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is read as %j ms', (text, expected) => {
    expect(retryAfterMsOf(text, nowMs)).toBe(expected);
  });
});
