/** ISO 8601 instants as text, compared as milliseconds; the clock itself stays with the caller. */
import { PricingError } from './errors.ts';

/** An instant with a zone: `"2026-11-14T07:30:00Z"` or `"…+07:00"`, seconds and fraction optional. */
export type Instant = string;

const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since 1970. Throws `invalid_instant`; a time without a zone is refused, never guessed. */
export function instantToMs(instant: Instant, field: string): number {
  const ms = shape.test(instant) ? Date.parse(instant) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new PricingError('invalid_instant', `${field} must be an ISO 8601 instant with a zone`);
}
