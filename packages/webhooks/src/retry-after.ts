/** The header `Retry-After` as milliseconds from now. */

/**
 * Seconds or an HTTP date; undefined for anything else. A date that is over is now.
 *
 * @example
 * ```ts
 * retryAfterMsOf('120', Date.now()); // 120_000
 * ```
 */
export const retryAfterMsOf = (text: string | undefined, nowMs: number): number | undefined => {
  if (text === undefined) return undefined;
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1_000;
  // Only the form that HTTP writes dates in: `Date.parse` would read much more.
  if (!/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
};
