/** The time now at the station where a journey starts, asked once per zone and answer. */
import type { SearchResult, TwelveGoStationId } from '@partner-gateway/twelvego-client';
import type { Ids } from './ids.ts';

/** The time now in a zone, `YYYY-MM-DDTHH:MM`; the zone is undefined when no table knows it. */
export type NowLocal = (timeZone: string | undefined) => string;

/** The time now at a station; the answer's own station list names the province of a station the tables do not know. */
export type StationClock = (station: TwelveGoStationId, stations: SearchResult['stations']) => string;

/** A clock for one answer. */
export function createStationClock(ids: Ids, nowLocal: NowLocal): StationClock {
  const times = new Map<string | undefined, string>();
  return (station, stations) => {
    const zone = ids.timeZoneOfStation(station) ?? zoneOfProvince(stations.get(station)?.province_id, ids);
    const time = times.get(zone) ?? nowLocal(zone);
    times.set(zone, time);
    return time;
  };
}

const zoneOfProvince = (
  province: Parameters<Ids['timeZoneOfProvince']>[0] | null | undefined,
  ids: Ids,
): string | undefined => (province == null ? undefined : ids.timeZoneOfProvince(province));
