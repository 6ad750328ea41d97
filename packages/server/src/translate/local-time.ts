/** An instant as the local time of a place, `YYYY-MM-DDTHH:MM`. */

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

/**
 * The local time in an IANA zone; in an unknown one, the time at UTC−12, so that nothing counts as past too early.
 *
 * @example
 * ```ts
 * toLocalTime(Date.parse('2026-11-14T20:00:00Z'), 'Asia/Bangkok'); // '2026-11-15T03:00'
 * ```
 */
export const toLocalTime = (nowMs: number, timeZone: string | undefined): string => {
  const formatter = timeZone === undefined ? undefined : formatterOf(timeZone);
  if (formatter !== undefined) return formatter.format(nowMs).replace(' ', 'T');
  return new Date(nowMs + latestOffsetHours * 3_600_000).toISOString().slice(0, 16);
};
