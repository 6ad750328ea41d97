/** Reads `Retry-After` (RFC 9110 §10.2.3), in seconds or as an HTTP date. */

/**
 * Seconds to wait, rounded up; undefined when the header is missing or says neither.
 * A date is measured against the answer's own `Date`, so that a wrong local clock cannot make a retry early.
 */
export const retryAfterSeconds = (headers: Headers, nowMs: number): number | undefined => {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value);
  const untilMs = Date.parse(value);
  if (Number.isNaN(untilMs)) return undefined;
  const answeredMs = Date.parse(headers.get('date') ?? '');
  const waitMs = untilMs - (Number.isNaN(answeredMs) ? nowMs : answeredMs);
  return Math.max(0, Math.ceil(waitMs / 1000));
};
