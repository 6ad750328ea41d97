/** The ids of one request: the view of the id map in the id space of the client that asks. */
import type { ClassId, OperatorId, ProvinceId, TwelveGoStationId } from '@partner-gateway/twelvego-client';
import { type IdMap, provincesUp } from './id-map.ts';

/** Which ids a client speaks: the partner's own, or 12go's integers as text. */
export type IdSpace = 'fuji' | 'native';
/** What a mapping was missing for, as `gateway.mapping.missing` labels it. */
export type MissingEntity = 'station' | 'operator' | 'poi' | 'province';

/** One 12go station and its province; null when the tables know none. */
export type StationPlace = { readonly station: TwelveGoStationId; readonly province: ProvinceId | null };

/**
 * A view of the map for one request. A look-up that misses is reported to `onMissing`: also a station that is known
 * but has no province, since it can then only be searched by itself.
 */
export type Ids = {
  /** In: the 12go station behind a partner's station id. Of several, the one with the lowest 12go id. */
  station(partnerId: string): StationPlace | undefined;
  /** In: every 12go station behind a partner's station id, lowest first; empty when there is none. */
  stations(partnerId: string): readonly StationPlace[];
  /** In: the province behind a partner's POI id. */
  poi(partnerId: string): ProvinceId | undefined;
  timeZoneOfStation(station: TwelveGoStationId): string | undefined;
  /** The zone of the province's first station, or of its child provinces' when it has none itself. */
  timeZoneOfProvince(province: ProvinceId): string | undefined;
  /** Whether the station's province is `province` or lies in it, up to 3 levels down. */
  isInProvince(station: TwelveGoStationId, province: ProvinceId): boolean;
  /** Out: the partner's id, or the integer as text when there is none. */
  stationOut(id: TwelveGoStationId): string;
  operatorOut(id: OperatorId): string;
  /** An unmapped class is no miss: its integer is its partner id. */
  classOut(operator: OperatorId, classId: ClassId): string;
};

export type IdsOptions = {
  /** The ids the partner asked with: preferred when a 12go station has several. */
  readonly preferredStations?: readonly string[] | undefined;
  readonly onMissing?: ((entity: MissingEntity) => void) | undefined;
};

/**
 * The ids of one request in the client's space.
 *
 * @example
 * const ids = idsFor(createIdMap(snapshot), 'fuji', { preferredStations: query.departures });
 * ids.station('THBKKEKM'); // { station: 4101, province: 1 }
 * ids.stationOut(station); // 'THBKKEKM'
 */
export const idsFor = (map: IdMap, space: IdSpace, options: IdsOptions = {}): Ids => {
  const onMissing = options.onMissing ?? (() => {});
  const counted = <Value>(value: Value | undefined, entity: MissingEntity): Value | undefined => {
    if (value === undefined) onMissing(entity);
    return value;
  };
  const stations = (partnerId: string): readonly StationPlace[] => {
    const places = spoken.stations(partnerId);
    if (places.length === 0) onMissing('station');
    else if (places.every(({ province }) => province === null)) onMissing('province');
    return places;
  };
  const spoken = space === 'native' ? nativeIds(map) : fujiIds(map, options.preferredStations ?? []);
  return {
    ...tableFacts(map),
    station: (partnerId) => stations(partnerId)[0],
    stations,
    poi: (partnerId) => counted(spoken.poi(partnerId), 'poi'),
    stationOut: (id) => counted(spoken.stationOut(id), 'station') ?? String(id),
    operatorOut: (id) => counted(spoken.operatorOut(id), 'operator') ?? String(id),
    classOut: (operator, classId) => spoken.classOut(operator, classId) ?? String(classId),
  };
};

type Facts = Pick<Ids, 'timeZoneOfStation' | 'timeZoneOfProvince' | 'isInProvince'>;

const tableFacts = (map: IdMap): Facts => ({
  timeZoneOfStation: (station) => map.stations.timeZoneOf(station),
  timeZoneOfProvince: (province) => map.zones.get(province),
  isInProvince(station, province) {
    const own = map.stations.provinceOf(station);
    return own !== null && provincesUp(map.parents, own).includes(province);
  },
});

/** One id space: undefined and empty mean unmapped. */
type Spoken = {
  stations(partnerId: string): readonly StationPlace[];
  poi(partnerId: string): ProvinceId | undefined;
  stationOut(id: TwelveGoStationId): string | undefined;
  operatorOut(id: OperatorId): string | undefined;
  classOut(operator: OperatorId, classId: ClassId): string | undefined;
};

const placesOf = ({ stations }: IdMap, all: readonly TwelveGoStationId[]): readonly StationPlace[] =>
  all.map((station) => ({ station, province: stations.provinceOf(station) }));

const fujiIds = (map: IdMap, preferred: readonly string[]): Spoken => {
  const asked = preferredIds(map, preferred);
  return {
    stations: (partnerId) => placesOf(map, map.stations.stationsBehind(partnerId)),
    poi: (partnerId) => map.provincesByPoi.get(partnerId),
    stationOut: (id) => asked.get(id) ?? map.stations.fujiIdOf(id),
    operatorOut: (id) => map.operators.get(id),
    classOut: (operator, classId) => map.classes.get(operator)?.get(classId),
  };
};

/** The first asked id wins where a partner asked for one 12go station under two names. */
const preferredIds = (map: IdMap, preferred: readonly string[]): ReadonlyMap<TwelveGoStationId, string> => {
  const asked = new Map<TwelveGoStationId, string>();
  for (const partnerId of preferred) {
    for (const station of map.stations.stationsBehind(partnerId)) {
      if (!asked.has(station)) asked.set(station, partnerId);
    }
  }
  return asked;
};

const nativeIds = (map: IdMap): Spoken => ({
  stations(partnerId) {
    const station = readNative<TwelveGoStationId>(partnerId);
    if (station === undefined) return [];
    return placesOf(map, [station]);
  },
  poi: (partnerId) => readNative<ProvinceId>(partnerId),
  stationOut: String,
  operatorOut: String,
  classOut: (_operator, classId) => String(classId),
});

/** Digits as they are: no leading zero, and small enough to be a number without loss. */
const readNative = <Id extends number>(text: string): Id | undefined =>
  /^[1-9]\d{0,14}$/.test(text) ? (Number(text) as Id) : undefined;
