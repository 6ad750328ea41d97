/** What the id snapshot parser takes, refuses and compares. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdSnapshotError, parseIdSnapshot } from '../../src/ids/id-snapshot.ts';
import { diffIdSnapshots } from '../../src/ids/id-snapshot-diff.ts';

const snapshot = {
  version: 3,
  takenAt: '2026-10-01T00:00:00Z',
  stations: [
    { id: 4101, provinceId: 1, fujiId: 'THBKKEKM', timeZone: 'Asia/Bangkok' },
    { id: 4106, provinceId: null },
  ],
  provinces: [
    { id: 1, parentId: null },
    { id: 10, parentId: 1 },
  ],
  pois: [{ provinceId: 1, fujiId: 'THBKK' }],
  operators: [{ id: 3310, fujiId: 'THSCT' }],
  classes: [{ operatorId: 3310, classId: 41, fujiId: '41' }],
};

const refusal = (json: unknown): IdSnapshotError => {
  try {
    parseIdSnapshot(json);
  } catch (error) {
    if (error instanceof IdSnapshotError) return error;
    throw error;
  }
  throw new Error('was not refused');
};

describe('parseIdSnapshot', () => {
  it('reads the five tables', () => {
    expect(parseIdSnapshot(snapshot)).toEqual(snapshot);
  });

  it('ignores members it does not know', () => {
    const extra = { ...snapshot, source: 'fuji', stations: [{ id: 1, provinceId: 1, name: 'Ekkamai' }] };
    expect(parseIdSnapshot(extra)).toMatchObject({ ...snapshot, stations: [{ id: 1, provinceId: 1 }] });
  });

  it('takes a station alone exactly when it has nothing against it among others', () => {
    const ids = fc.constantFrom<unknown>(1, 4101, 2 ** 53 - 1, 2 ** 53, 0, -1, 1.5, Number.NaN, '1', null);
    const texts = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        undefined,
        '',
        'THBKK',
        'thbkk',
        'TH BKK',
        'A'.repeat(32),
        'A'.repeat(33),
      ),
      fc.constantFrom<unknown>(7, {}, 'Asia/Bangkok', 'z'.repeat(64), 'z'.repeat(65)),
    );
    const rows = fc.oneof(
      fc.record({ id: ids, provinceId: ids, fujiId: texts, timeZone: texts }, { requiredKeys: [] }),
      fc.constantFrom<unknown>(null, [], 'row', 7),
    );
    const isTaken = (stations: readonly unknown[]): boolean => {
      try {
        parseIdSnapshot({ ...snapshot, stations });
        return true;
      } catch {
        return false;
      }
    };
    const bad = { id: 'not one', provinceId: null };
    fc.assert(
      fc.property(rows, (row) => {
        const { problems } = refusal({ ...snapshot, stations: [bad, row] });
        expect(isTaken([row])).toBe(!problems.some((problem) => problem.startsWith('stations.1')));
      }),
      { numRuns: 400 },
    );
  });

  it('names every problem at once, by path', () => {
    const { message } = refusal({
      ...snapshot,
      takenAt: 'yesterday',
      stations: [
        { id: '4101', provinceId: 1 },
        { id: 4102, provinceId: 1, fujiId: 'th-bkk' },
      ],
      operators: undefined,
    });
    for (const path of ['takenAt', 'stations.0.id', 'stations.1.fujiId', 'operators'])
      expect(message).toContain(`${path}: `);
  });

  it('bounds what it lists and still counts the rest', () => {
    const stations = Array.from({ length: 500 }, () => ({ id: -1, provinceId: 1 }));
    const error = refusal({ ...snapshot, stations });
    expect([error.problems.length, error.problemCount]).toEqual([20, 500]);
    expect(error.message).toContain('and 480 more');
    expect(error.message.length).toBeLessThan(4000);
  });

  it.each([null, [], 'tables', 7, undefined])('refuses %j', (json) => {
    expect(refusal(json).problemCount).toBeGreaterThan(0);
  });
});

describe('diffIdSnapshots', () => {
  const before = parseIdSnapshot(snapshot);
  const unchanged = { added: [], removed: [], changed: [] };

  it('finds nothing between a snapshot and itself, in whatever order', () => {
    const shuffled = { ...before, stations: before.stations.toReversed() };
    const diff = diffIdSnapshots(before, shuffled);
    expect(diff.stations).toEqual({ before: 2, after: 2, ...unchanged });
    expect(diff.classes).toEqual({ before: 1, after: 1, ...unchanged });
  });

  it('names what came, what went and what changed', () => {
    const after = parseIdSnapshot({
      ...snapshot,
      stations: [
        { id: 4101, provinceId: 2, fujiId: 'THBKKEKM' },
        { id: 4107, provinceId: 1 },
      ],
      provinces: [{ id: 10, parentId: 2 }],
      pois: [],
      operators: [{ id: 3310, fujiId: 'THSCX' }],
    });
    const diff = diffIdSnapshots(before, after);
    expect(diff.stations).toEqual({
      before: 2,
      after: 2,
      added: ['4107'],
      removed: ['4106'],
      changed: [{ key: '4101', before: 'THBKKEKM in 1, Asia/Bangkok', after: 'THBKKEKM in 2, -' }],
    });
    expect(diff.provinces.changed).toEqual([{ key: '10', before: 'under 1', after: 'under 2' }]);
    expect(diff.pois.removed).toEqual(['1']);
    expect(diff.operators.changed).toEqual([{ key: '3310', before: 'THSCT', after: 'THSCX' }]);
  });

  it('counts the rows of one 12go id as one', () => {
    const twice = parseIdSnapshot({
      ...snapshot,
      stations: [...snapshot.stations, { id: 4101, provinceId: 1, fujiId: 'THBKKAAA' }],
    });
    const [change] = diffIdSnapshots(before, twice).stations.changed;
    expect(change).toMatchObject({ key: '4101', after: 'THBKKAAA in 1, - | THBKKEKM in 1, Asia/Bangkok' });
  });
});
