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

/** Local minutes of a zone from `from` up to but not including `until`, open where left out. */
export type LocalSpan = {
  readonly zone: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
};

/** The time now in one zone, and what was asked of it. */
export type ZoneTime = {
  readonly now: string;
  /** Whether a local minute is now or was before. */
  hasCome(minute: string): boolean;
};

/** The times now in zones, each asked for once, and for how long they lead to the same. */
export type ZoneTimes = {
  at(zone: string | undefined): ZoneTime;
  /** For each zone the widest span around now in which each `hasCome` so far has the answer that it had. */
  spans(): LocalSpan[];
};

const watchZone = (zone: string | undefined, now: string): ZoneTime & { span(): LocalSpan } => {
  let from: string | undefined;
  let until: string | undefined;
  return {
    now,
    hasCome(minute) {
      if (minute > now) {
        if (until === undefined || minute < until) until = minute;
        return false;
      }
      if (from === undefined || minute > from) from = minute;
      return true;
    },
    span: () => ({ zone, from, until }),
  };
};

/**
 * Watches what is asked of the time.
 *
 * @example
 * const times = watchZones((zone) => toLocalTime(nowMs, zone)); // it is 09:00 in Bangkok
 * times.at('Asia/Bangkok').hasCome('2026-11-14T10:30'); // false
 * times.spans(); // [{ zone: 'Asia/Bangkok', from: undefined, until: '2026-11-14T10:30' }]
 */
export const watchZones = (nowLocal: NowLocal): ZoneTimes => {
  const zones = new Map<string | undefined, ReturnType<typeof watchZone>>();
  return {
    at(zone) {
      const known = zones.get(zone) ?? watchZone(zone, nowLocal(zone));
      zones.set(zone, known);
      return known;
    },
    spans: () => [...zones.values()].map(({ span }) => span()),
  };
};

/** Whether it is a time of each span now. */
export const isWithin = (spans: readonly LocalSpan[], nowLocal: NowLocal): boolean =>
  spans.every(({ zone, from, until }) => {
    const now = nowLocal(zone);
    return (from === undefined || from <= now) && (until === undefined || now < until);
  });

/** The time now at a station; the answer's own station list names the province of a station the tables do not know. */
export type StationClock = (station: TwelveGoStationId, stations: SearchResult['stations']) => ZoneTime;

/** A clock for one answer. */
export const createStationClock =
  (ids: Ids, times: ZoneTimes): StationClock =>
  (station, stations) =>
    times.at(ids.timeZoneOfStation(station) ?? zoneOfProvince(stations.get(station)?.province_id, ids));

const zoneOfProvince = (
  province: Parameters<Ids['timeZoneOfProvince']>[0] | null | undefined,
  ids: Ids,
): string | undefined => (province == null ? undefined : ids.timeZoneOfProvince(province));
