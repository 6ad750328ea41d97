/** Laws of the id map: what is unique round trips in both spaces, what is not still comes back to where it started. */
import {
  type TwelveGoStationId,
  toClassId,
  toOperatorId,
  toTwelveGoStationId,
} from '@partner-gateway/twelvego-client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdMap } from '../../src/ids/id-map.ts';
import { type IdSnapshot, parseIdSnapshot } from '../../src/ids/id-snapshot.ts';
import { idsFor, type MissingEntity } from '../../src/ids/ids.ts';

const numbers = fc.integer({ min: 1, max: 400_000 });
const placeIds = fc.stringMatching(/^[A-Z]{8}$/);
/** Few of each, so that ids and names collide. */
const fewNumbers = fc.integer({ min: 1, max: 6 });
const fewPlaceIds = fc.constantFrom('THBKKAAA', 'THBKKAAB', 'THCNXAAA', 'VNHANAAA');

const toSnapshot = (tables: Partial<IdSnapshot>): IdSnapshot =>
  parseIdSnapshot({ stations: [], provinces: [], pois: [], operators: [], classes: [], ...tables });

type Row = readonly [id: number, fujiId: string, provinceId: number];
const sharesAnId = (left: Row, right: Row): boolean => left[0] === right[0] || left[1] === right[1];

const uniqueStations = fc
  .uniqueArray(fc.tuple(numbers, placeIds, numbers), { maxLength: 40, comparator: sharesAnId })
  .map((rows) => rows.map(([id, fujiId, provinceId]) => ({ id, fujiId, provinceId })));

const anyStations = fc.array(
  fc.record({
    id: fewNumbers,
    fujiId: fc.option(fewPlaceIds),
    provinceId: fc.option(fewNumbers),
  }),
  { maxLength: 12 },
);

const stationId = (id: number): TwelveGoStationId => toTwelveGoStationId(id);

describe('the id map', () => {
  it('is a bijection of stations where ids are unique', () => {
    fc.assert(
      fc.property(uniqueStations, (stations) => {
        const ids = idsFor(createIdMap(toSnapshot({ stations })), 'fuji');
        const found = stations.map(({ id, fujiId }) => ({
          fujiId: ids.stationOut(stationId(id)),
          places: ids.stations(fujiId).map(({ station, province }) => [station, province]),
        }));
        expect(found).toEqual(
          stations.map(({ id, fujiId, provinceId }) => ({ fujiId, places: [[id, provinceId]] })),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('leads a partner id back to the 12go id it was emitted for, however ids collide', () => {
    fc.assert(
      fc.property(anyStations, fc.array(fewPlaceIds, { maxLength: 3 }), (stations, preferredStations) => {
        const ids = idsFor(createIdMap(toSnapshot({ stations })), 'fuji', { preferredStations });
        const lost = stations.filter(({ id, fujiId }) => {
          if (fujiId === null) return false;
          const behind = ids.stations(ids.stationOut(stationId(id))).map((place) => place.station);
          const isSorted = behind.every((one, at) => at === 0 || one >= (behind[at - 1] ?? one));
          return !behind.some((one) => one === id) || !isSorted;
        });
        expect(lost).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on the order of the rows, but for a station given two provinces', () => {
    const rows = fc.array(
      fc.record({ id: fewNumbers, fujiId: fewPlaceIds }).map((row) => ({ ...row, provinceId: row.id })),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(rows, (stations) => {
        const [ahead, behind] = [stations, stations.toReversed()].map((list) =>
          idsFor(createIdMap(toSnapshot({ stations: list })), 'fuji'),
        );
        for (const { id, fujiId } of stations) {
          expect(ahead?.stationOut(stationId(id))).toBe(behind?.stationOut(stationId(id)));
          expect(ahead?.stations(fujiId)).toEqual(behind?.stations(fujiId));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('round trips every integer in the native space, mapped or not, and misses none on the way out', () => {
    fc.assert(
      fc.property(anyStations, numbers, (stations, id) => {
        const missing: MissingEntity[] = [];
        const ids = idsFor(createIdMap(toSnapshot({ stations })), 'native', {
          onMissing: (entity) => missing.push(entity),
        });
        const out = ids.stationOut(stationId(id));
        expect(missing).toEqual([]);
        expect(ids.station(out)?.station).toBe(id);
        expect(ids.poi(out)).toBe(id);
        expect([ids.operatorOut(toOperatorId(id)), ids.classOut(toOperatorId(1), toClassId(id))]).toEqual([
          out,
          out,
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('emits the integer and reports it for whatever has no partner id', () => {
    fc.assert(
      fc.property(anyStations, numbers, (stations, id) => {
        fc.pre(stations.every((row) => row.id !== id || row.fujiId === null));
        const missing: MissingEntity[] = [];
        const ids = idsFor(createIdMap(toSnapshot({ stations })), 'fuji', {
          onMissing: (entity) => missing.push(entity),
        });
        expect([ids.stationOut(stationId(id)), ids.operatorOut(toOperatorId(id))]).toEqual([
          `${id}`,
          `${id}`,
        ]);
        expect(missing).toEqual(['station', 'operator']);
      }),
      { numRuns: 500 },
    );
  });
});
