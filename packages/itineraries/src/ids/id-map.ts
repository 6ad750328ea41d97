/** The id map: immutable indexes over an id snapshot, built whole and swapped whole on refresh. */
import type { ClassId, OperatorId, ProvinceId } from '@partner-gateway/twelvego-client';
import type { IdSnapshot } from './id-snapshot.ts';
import { createStationTable, type StationTable } from './station-table.ts';

/** Read through `idsFor`, never directly. */
export type IdMap = {
  readonly stations: StationTable;
  readonly provincesByPoi: ReadonlyMap<string, ProvinceId>;
  readonly parents: ReadonlyMap<ProvinceId, ProvinceId>;
  readonly zones: ReadonlyMap<ProvinceId, string>;
  readonly operators: ReadonlyMap<OperatorId, string>;
  readonly classes: ReadonlyMap<OperatorId, ReadonlyMap<ClassId, string>>;
};

/**
 * Builds the map. Holds nothing of the snapshot but its texts, so the snapshot itself can be freed.
 *
 * @example
 * const ids = idsFor(createIdMap(parseIdSnapshot(json)), 'fuji');
 */
export const createIdMap = (snapshot: IdSnapshot): IdMap => {
  const stations = createStationTable(snapshot.stations);
  const parents = new Map<ProvinceId, ProvinceId>();
  for (const { id, parentId } of snapshot.provinces) {
    if (parentId != null) parents.set(id as ProvinceId, parentId as ProvinceId);
  }
  return {
    stations,
    provincesByPoi: indexPois(snapshot),
    parents,
    zones: indexZones(stations, parents),
    operators: indexLowest(snapshot.operators, (row) => row.id as OperatorId),
    classes: indexClasses(snapshot),
  };
};

const levelsUpMax = 3;

/** The province itself and its parents, nearest first, up to 3 levels up; a loop in the table ends there too. */
export const provincesUp = (parents: IdMap['parents'], province: ProvinceId): readonly ProvinceId[] => {
  const chain = [province];
  for (let level = 0, next = parents.get(province); level < levelsUpMax && next !== undefined; level += 1) {
    chain.push(next);
    next = parents.get(next);
  }
  return chain;
};

const lower = <Text extends string>(left: Text | undefined, right: Text): Text =>
  left !== undefined && left < right ? left : right;

/** A POI that names two provinces keeps the one with the lower id. */
const indexPois = ({ pois }: IdSnapshot): Map<string, ProvinceId> => {
  const index = new Map<string, ProvinceId>();
  for (const { fujiId, provinceId } of pois) {
    const earlier = index.get(fujiId);
    if (earlier === undefined || provinceId < earlier) index.set(fujiId, provinceId as ProvinceId);
  }
  return index;
};

/** A province's own stations come first; what is left over is filled from its children, nearest first. */
const indexZones = (stations: StationTable, parents: IdMap['parents']): Map<ProvinceId, string> => {
  const own = new Map<ProvinceId, string>();
  for (const station of stations.ids()) {
    const [province, timeZone] = [stations.provinceOf(station), stations.timeZoneOf(station)];
    if (province !== null && timeZone !== undefined && !own.has(province)) own.set(province, timeZone);
  }
  const zones = new Map(own);
  for (let level = 1; level <= levelsUpMax; level += 1) {
    for (const [province, zone] of own) {
      const ancestor = provincesUp(parents, province)[level];
      if (ancestor !== undefined && !zones.has(ancestor)) zones.set(ancestor, zone);
    }
  }
  return zones;
};

const indexLowest = <Row extends { readonly fujiId: string }, Id>(
  rows: readonly Row[],
  idOf: (row: Row) => Id,
): Map<Id, string> => {
  const index = new Map<Id, string>();
  for (const row of rows) index.set(idOf(row), lower(index.get(idOf(row)), row.fujiId));
  return index;
};

const indexClasses = ({ classes }: IdSnapshot): Map<OperatorId, Map<ClassId, string>> => {
  const index = new Map<OperatorId, Map<ClassId, string>>();
  for (const row of classes) {
    const operator = row.operatorId as OperatorId;
    const ofOperator = index.get(operator) ?? new Map<ClassId, string>();
    ofOperator.set(row.classId as ClassId, lower(ofOperator.get(row.classId as ClassId), row.fujiId));
    index.set(operator, ofOperator);
  }
  return index;
};
