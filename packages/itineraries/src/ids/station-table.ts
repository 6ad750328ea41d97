/** The stations of the id map in packed columns outside of the heap: a country of them as objects would be most of what is collected. */
import type { ProvinceId, TwelveGoStationId } from '@partner-gateway/twelvego-client';
import type { IdSnapshot } from './id-snapshot.ts';

type Row = IdSnapshot['stations'][number];

/** Stations by either id. One that is not in the table has no province, no partner id and no zone. */
export type StationTable = {
  /** How many stations have ids of their own. */
  readonly size: number;
  /** Distinct 12go ids, lowest first. */
  ids(): IterableIterator<TwelveGoStationId>;
  provinceOf(station: TwelveGoStationId): ProvinceId | null;
  /** The lowest of its partner ids. */
  fujiIdOf(station: TwelveGoStationId): string | undefined;
  timeZoneOf(station: TwelveGoStationId): string | undefined;
  /** The stations behind a partner's id, lowest first. */
  stationsBehind(fujiId: string): readonly TwelveGoStationId[];
};

/** The first place from which `isReached` holds; it must hold from there on. */
const firstPlace = (length: number, isReached: (place: number) => boolean): number => {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isReached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Place ids are letters and digits of ASCII, one behind another here. */
const packTexts = (texts: readonly string[]): ((place: number) => string) => {
  const ends = new Uint32Array(texts.length);
  const bytes = new Uint8Array(texts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const [place, text] of texts.entries()) {
    for (let at = 0; at < text.length; at += 1) bytes[end + at] = text.charCodeAt(at);
    end += text.length;
    ends[place] = end;
  }
  return (place) => String.fromCharCode(...bytes.subarray(ends[place - 1] ?? 0, ends[place]));
};

const nameOf = ({ fujiId }: Row): string => fujiId ?? '';

const byName = (one: Row, other: Row): number => {
  const left = nameOf(one);
  const right = nameOf(other);
  if (left === right) return one.id - other.id;
  return left < right ? -1 : 1;
};

/** Partner ids in order, each beside its station; one of several stations is there several times. */
const indexNames = (rows: readonly Row[]) => {
  const named = rows.filter(({ fujiId }) => fujiId != null).sort(byName);
  return {
    stations: Float64Array.from(named, ({ id }) => id),
    nameAt: packTexts(named.map(nameOf)),
  };
};

/** What a table tells of each station; 0 stands for nothing, since ids begin at 1 and so do places of names and zones here. */
type Columns = Readonly<Record<'ids' | 'provinces' | 'names' | 'zones', Float64Array>> & {
  readonly zoneNames: readonly string[];
};

/** Several rows of one station are one: the first province and zone that are told, and the lowest partner id. */
const toColumns = (rows: readonly Row[], nameStations: Float64Array): Columns => {
  const sorted = rows.toSorted((one, other) => one.id - other.id);
  const columnOf = (): Float64Array => new Float64Array(rows.length);
  const [ids, provinces, zones, names] = [columnOf(), columnOf(), columnOf(), columnOf()];
  const zonePlaces = new Map<string, number>();
  let size = 0;
  for (const { id, provinceId, timeZone } of sorted) {
    if (size === 0 || ids[size - 1] !== id) size += 1;
    const at = size - 1;
    ids[at] = id;
    provinces[at] ||= provinceId ?? 0;
    if (timeZone == null) continue;
    if (!zonePlaces.has(timeZone)) zonePlaces.set(timeZone, zonePlaces.size + 1);
    zones[at] ||= zonePlaces.get(timeZone) ?? 0;
  }
  for (let place = 0; place < nameStations.length; place += 1) {
    const station = nameStations[place] ?? 0;
    names[firstPlace(size, (at) => (ids[at] ?? 0) >= station)] ||= place + 1;
  }
  return { ids: ids.subarray(0, size), provinces, zones, names, zoneNames: [...zonePlaces.keys()] };
};

/** So many stations of late are looked up once: searches ask for few of them, again and again. */
const rememberedMost = 4_096;

/** `look` with its answers remembered, at most so many, then all are given up together. */
const rememberedByStation = <Found>(
  look: (station: TwelveGoStationId) => Found,
): ((station: TwelveGoStationId) => Found) => {
  const known = new Map<TwelveGoStationId, Found>();
  return (station) => {
    const before = known.get(station);
    if (before !== undefined || known.has(station)) return before as Found;
    if (known.size >= rememberedMost) known.clear();
    const found = look(station);
    known.set(station, found);
    return found;
  };
};

/** Builds the table; holds nothing of the rows. */
export const createStationTable = (rows: readonly Row[]): StationTable => {
  const { stations, nameAt } = indexNames(rows);
  const { ids, provinces, names, zones, zoneNames } = toColumns(rows, stations);
  const told = (column: Float64Array, station: TwelveGoStationId): number => {
    const place = firstPlace(ids.length, (at) => (ids[at] ?? 0) >= station);
    return ids[place] === station ? (column[place] ?? 0) : 0;
  };
  return {
    size: ids.length,
    ids: () => ids.values() as IterableIterator<number> as IterableIterator<TwelveGoStationId>,
    provinceOf: (station) => (told(provinces, station) || null) as ProvinceId | null,
    fujiIdOf: rememberedByStation((station) => {
      const name = told(names, station);
      return name === 0 ? undefined : nameAt(name - 1);
    }),
    timeZoneOf: rememberedByStation((station) => zoneNames[told(zones, station) - 1]),
    stationsBehind(fujiId) {
      const found = new Set<TwelveGoStationId>();
      let place = firstPlace(stations.length, (at) => nameAt(at) >= fujiId);
      for (; place < stations.length && nameAt(place) === fujiId; place += 1)
        found.add(stations[place] as TwelveGoStationId);
      return [...found];
    },
  };
};
