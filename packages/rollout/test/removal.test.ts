/** The removal of the old stores: what has to be true before reads leave them, and before they go. */
import {
  type CutOverFacts,
  type DiscrepancyLine,
  discrepancyLineSchema,
  judgeCutOver,
  judgeTables,
} from '@partner-gateway/rollout';
import { describe, expect, test } from 'vitest';

const nowMs = Date.parse('2026-12-20T12:00:00Z');
const hoursAgo = (hours: number): string => new Date(nowMs - hours * 3_600_000).toISOString();

const run = (hours: number, compared = 1_000, identical = 1_000): DiscrepancyLine => ({
  kind: 'run',
  at: hoursAgo(hours),
  compared,
  identical,
  fields: compared,
  alike: identical,
});
const difference = (hours: number): DiscrepancyLine =>
  discrepancyLineSchema.parse({
    kind: 'difference',
    at: hoursAgo(hours),
    client: 'acme',
    id: 'aZ09bY18cX',
    difference: 'value',
    field: 'status',
    old: 'approved',
    new: 'cancelled',
  });

const good: CutOverFacts = {
  log: [run(15 * 24), run(7 * 24), run(2), difference(60)],
  openOutcomes: 0,
  keysRefused: [],
  importedIds: 12,
};
const missing = (facts: Partial<CutOverFacts>): string[] =>
  judgeCutOver({ ...good, ...facts }, nowMs)
    .filter(({ isMet }) => !isMet)
    .map(({ code }) => code);

describe('reads may leave the tables', () => {
  test('when two weeks were alike, recently and quietly, and nothing is open', () => {
    expect(missing({})).toEqual([]);
    expect(missing({ log: [run(15 * 24), run(2)] })).toEqual([]);
  });

  test.each<[Partial<CutOverFacts>, string[]]>([
    [{ log: [] }, ['reads.long_enough', 'reads.recent', 'reads.match']],
    [{ log: [run(13 * 24), run(1)] }, ['reads.long_enough']],
    [{ log: [run(15 * 24), run(25)] }, ['reads.recent']],
    [{ log: [run(15 * 24), run(2, 1_000, 998)] }, ['reads.match']],
    [{ log: [run(15 * 24), run(2), difference(47)] }, ['reads.quiet']],
    [{ openOutcomes: 1 }, ['outcomes.open']],
    [{ keysRefused: ['acme'] }, ['upstream_keys']],
    [{ importedIds: 0 }, ['old_ids']],
    [{ importedIds: undefined }, ['old_ids']],
  ])('and not before: %j', (facts, codes) => {
    expect(missing(facts)).toEqual(codes);
  });
});

describe('the tables may go', () => {
  const days = (count: number, reads = 0) =>
    Array.from({ length: count }, (_, index) => ({
      day: new Date(Date.parse('2026-12-05') + index * 86_400_000).toISOString().slice(0, 10),
      table: 'booking',
      reads: index === count - 1 ? reads : 0,
      writes: 0,
    }));
  const watched = { since: '2026-12-05', days: 30 };

  test('when every one of 30 days was counted and nobody used them', () => {
    expect(judgeTables(days(30), watched)).toMatchObject([{ code: 'table.booking', isMet: true }]);
  });

  test('and not while a day is not counted, or one access was', () => {
    expect(judgeTables(days(29), watched)).toMatchObject([{ isMet: false }]);
    const [used] = judgeTables(days(30, 1), watched);
    expect(used).toMatchObject({ isMet: false });
    expect(used?.message).toContain('the last on 2027-01-03');
  });

  test('whatever was used before', () => {
    const before = { day: '2026-12-04', table: 'booking', reads: 900, writes: 3 };

    expect(judgeTables([before, ...days(30)], watched)).toMatchObject([{ isMet: true }]);
  });
});
