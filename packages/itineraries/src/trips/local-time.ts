/** The local time of a place, `YYYY-MM-DDTHH:MM`: of an instant in a zone, and now at a journey's first station. */
import type { SearchResult, TwelveGoStationId } from '@partner-gateway/twelvego-client';
import type { Ids } from '../ids/ids.ts';

/** The last place on earth where a day ends: a date is past everywhere once it is past here. */
const latestOffsetHours = -12;

const formatters = new Map<string, Intl.DateTimeFormat | undefined>();

const createFormatter = (timeZone: string): Intl.DateTimeFormat | undefined => {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  } catch {
    return undefined;
  }
};

const formatterOf = (timeZone: string): Intl.DateTimeFormat | undefined => {
  if (!formatters.has(timeZone)) formatters.set(timeZone, createFormatter(timeZone));
  return formatters.get(timeZone);
};

const minuteMs = 60_000;

/** The minute last asked for in each zone, and its text: formatting takes 10 µs, and every search asks. */
const lastMinutes = new Map<string, { readonly minute: number; readonly text: string }>();

const formatInZone = (nowMs: number, timeZone: string): string | undefined => {
  const minute = Math.floor(nowMs / minuteMs);
  const last = lastMinutes.get(timeZone);
  if (last?.minute === minute) return last.text;
  const text = formatterOf(timeZone)?.format(nowMs).replace(' ', 'T');
  if (text !== undefined) lastMinutes.set(timeZone, { minute, text });
  return text;
};

/**
 * The local time in an IANA zone; in an unknown one, the time at UTC−12, so that nothing counts as past too early.
 *
 * @example
 * ```ts
 * toLocalTime(Date.parse('2026-11-14T20:00:00Z'), 'Asia/Bangkok'); // '2026-11-15T03:00'
 * ```
 */
export const toLocalTime = (nowMs: number, timeZone: string | undefined): string =>
  (timeZone === undefined ? undefined : formatInZone(nowMs, timeZone)) ??
  new Date(nowMs + latestOffsetHours * 3_600_000).toISOString().slice(0, 16);

/** The time now in a zone, `YYYY-MM-DDTHH:MM`; the zone is undefined when no table knows it. */
export type NowLocal = (timeZone: string | undefined) => string;

/** The time now at a station; the answer's own station list names the province of a station the tables do not know. */
export type StationClock = (station: TwelveGoStationId, stations: SearchResult['stations']) => string;

/** A clock for one answer. */
export const createStationClock = (ids: Ids, nowLocal: NowLocal): StationClock => {
  const times = new Map<string | undefined, string>();
  return (station, stations) => {
    const zone = ids.timeZoneOfStation(station) ?? zoneOfProvince(stations.get(station)?.province_id, ids);
    const known = times.get(zone);
    if (known !== undefined) return known;
    const time = nowLocal(zone);
    times.set(zone, time);
    return time;
  };
};

const zoneOfProvince = (
  province: Parameters<Ids['timeZoneOfProvince']>[0] | null | undefined,
  ids: Ids,
): string | undefined => (province == null ? undefined : ids.timeZoneOfProvince(province));
