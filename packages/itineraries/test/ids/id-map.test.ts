/** Promises of the id map: both spaces, fallbacks, several ids for one thing, provinces in provinces, and its size. */
import {
  toTwelveGoStationId as station,
  toClassId,
  toOperatorId,
  toProvinceId,
} from '@partner-gateway/twelvego-client';
import { describe, expect, it } from 'vitest';
import { createIdMap } from '../../src/ids/id-map.ts';
import { parseIdSnapshot } from '../../src/ids/id-snapshot.ts';
import { type IdSpace, type IdsOptions, idsFor, type MissingEntity } from '../../src/ids/ids.ts';
import { exampleMap } from '../support/example-world.ts';

const ids = (space: IdSpace = 'fuji', options: IdsOptions = {}) => idsFor(exampleMap, space, options);

const missesOf = (space: IdSpace, look: (view: ReturnType<typeof idsFor>) => void): MissingEntity[] => {
  const misses: MissingEntity[] = [];
  look(ids(space, { onMissing: (entity) => misses.push(entity) }));
  return misses;
};

describe('ids in', () => {
  it('leads a station to its 12go station and province', () => {
    expect(ids().station('THBKKEKM')).toMatchObject({ station: 4101, province: 1 });
  });

  it('leads one partner id to every 12go station behind it, the lowest first', () => {
    expect(
      ids()
        .stations('THBKKTWN')
        .map((place) => place.station),
    ).toEqual([4103, 4104]);
    expect(ids().station('THBKKTWN')?.station).toBe(4103);
  });

  it('leads a POI to its province', () => {
    expect(ids().poi('THKCG')).toBe(118);
  });

  it('takes the digits of a native client as they are, with the province of the table', () => {
    expect(ids('native').station('4101')).toEqual({ station: 4101, province: 1 });
    expect(ids('native').station('999999')).toEqual({ station: 999999, province: null });
    expect(ids('native').poi('118')).toBe(118);
  });

  it.each(['', '0', '007', '-4', '4101p', 'THBKKEKM', '1e3', '9'.repeat(16)])(
    'knows no native station %j',
    (text) => {
      expect([ids('native').station(text), ids('native').poi(text)]).toEqual([undefined, undefined]);
    },
  );

  it.each(['4101', 'THXXXXXX', 'constructor', '__proto__'])('knows no partner station %j', (text) => {
    expect([ids().station(text), ids().poi(text)]).toEqual([undefined, undefined]);
  });

  it('counts what has no mapping, and a station that has no province', () => {
    expect(missesOf('fuji', (view) => view.station('THXXXXXX'))).toEqual(['station']);
    expect(missesOf('fuji', (view) => view.poi('THXXX'))).toEqual(['poi']);
    expect(missesOf('fuji', (view) => view.stations('THBKKLST'))).toEqual(['province']);
    expect(missesOf('native', (view) => view.stations('999999'))).toEqual(['province']);
    expect(missesOf('fuji', (view) => view.stations('THBKKEKM'))).toEqual([]);
  });
});

describe('ids out', () => {
  it('translates stations, operators and classes', () => {
    expect(ids().stationOut(station(4101))).toBe('THBKKEKM');
    expect(ids().operatorOut(toOperatorId(3310))).toBe('THSCT');
    expect(ids().classOut(toOperatorId(7745), toClassId(80))).toBe('C-80');
  });

  it('maps a class under its own operator only', () => {
    expect(ids().classOut(toOperatorId(3310), toClassId(80))).toBe('80');
  });

  it('falls back to the integer and counts it, but for classes', () => {
    const misses = missesOf('fuji', (view) => {
      expect(view.stationOut(station(9901))).toBe('9901');
      expect(view.operatorOut(toOperatorId(9999))).toBe('9999');
      expect(view.classOut(toOperatorId(7745), toClassId(77))).toBe('77');
    });
    expect(misses).toEqual(['station', 'operator']);
  });

  it('keeps the integers of a native client and misses nothing', () => {
    const misses = missesOf('native', (view) => {
      expect(view.stationOut(station(4101))).toBe('4101');
      expect(view.operatorOut(toOperatorId(9999))).toBe('9999');
      expect(view.classOut(toOperatorId(7745), toClassId(80))).toBe('80');
    });
    expect(misses).toEqual([]);
  });

  it('prefers the partner id that was asked with, otherwise the lowest', () => {
    expect(ids().stationOut(station(4102))).toBe('THBKKMCT');
    expect(ids('fuji', { preferredStations: ['THBKKMOC'] }).stationOut(station(4102))).toBe('THBKKMOC');
    expect(ids('fuji', { preferredStations: ['THBKKMOC', 'THBKKMCT'] }).stationOut(station(4102))).toBe(
      'THBKKMOC',
    );
  });

  it('never lends an id that was asked with to another station', () => {
    expect(ids('fuji', { preferredStations: ['THBKKMOC'] }).stationOut(station(4101))).toBe('THBKKEKM');
  });
});

describe('provinces', () => {
  const chain = createIdMap(
    parseIdSnapshot({
      stations: [
        { id: 1, provinceId: 14, fujiId: 'AAAAAAAA', timeZone: 'Asia/Jakarta' },
        { id: 2, provinceId: 11, timeZone: 'Asia/Makassar' },
        { id: 3, provinceId: 30 },
      ],
      provinces: [
        { id: 14, parentId: 13 },
        { id: 13, parentId: 12 },
        { id: 12, parentId: 11 },
        { id: 11, parentId: 10 },
        { id: 30, parentId: 31 },
        { id: 31, parentId: 30 },
      ],
      pois: [],
      operators: [],
      classes: [],
    }),
  );
  const view = idsFor(chain, 'fuji');
  const province = toProvinceId;

  it('hold the stations of their child provinces, up to three levels down', () => {
    const within = [14, 13, 12, 11, 10].map((id) => view.isInProvince(station(1), province(id)));
    expect(within).toEqual([true, true, true, true, false]);
    expect(view.isInProvince(station(2), province(12))).toBe(false);
    expect(view.isInProvince(station(99), province(11))).toBe(false);
  });

  it('survive a loop in the table', () => {
    expect(view.isInProvince(station(3), province(31))).toBe(true);
    expect(view.isInProvince(station(3), province(14))).toBe(false);
  });

  it('have the zone of their own stations, else of the nearest below', () => {
    const zones = [14, 13, 12, 11, 10, 30].map((id) => view.timeZoneOfProvince(province(id)));
    expect(zones).toEqual([
      'Asia/Jakarta',
      'Asia/Jakarta',
      'Asia/Jakarta',
      'Asia/Makassar',
      'Asia/Makassar',
      undefined,
    ]);
  });
});

describe('a whole country of stations', () => {
  const letters = (number: number): string =>
    Array.from({ length: 6 }, (_, index) =>
      String.fromCharCode(65 + (Math.trunc(number / 26 ** index) % 26)),
    ).join('');
  const stationCount = 270_000;
  const json: unknown = {
    stations: Array.from({ length: stationCount }, (_, index) => ({
      id: index + 1,
      provinceId: (index % 3000) + 1,
      fujiId: `TH${letters(index)}`,
      timeZone: 'Asia/Bangkok',
    })),
    provinces: Array.from({ length: 3000 }, (_, index) => ({ id: index + 1, parentId: null })),
    pois: [],
    operators: Array.from({ length: 43_000 }, (_, index) => ({ id: index + 1, fujiId: `OP${index}` })),
    classes: [],
  };

  it('is indexed in less than a second of processor time and round trips', () => {
    const snapshot = parseIdSnapshot(json);
    const build = () => {
      const before = process.cpuUsage();
      const map = createIdMap(snapshot);
      return { map, tookMs: process.cpuUsage(before).user / 1000 };
    };
    let built = build();
    // Of three, for collecting garbage counts as well.
    for (let more = 2; more > 0 && built.tookMs >= 1000; more -= 1) built = build();
    expect(built.tookMs).toBeLessThan(1000);
    const whole = idsFor(built.map, 'fuji');
    expect(whole.station(whole.stationOut(station(stationCount)))?.station).toBe(stationCount);
  });
});
