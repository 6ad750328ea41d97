/** The owner of seat locks: a session named by the booking token it belongs to. */
import { createHash } from 'node:crypto';

export type SeatSessionId = string & { readonly __brand: 'SeatSessionId' };

/** First 16 hex digits of SHA-256 over the whole token text. */
export const toSeatSessionId = (bookingToken: string): SeatSessionId =>
  createHash('sha256').update(bookingToken).digest('hex').slice(0, 16) as SeatSessionId;
