/** Sealed boxes, and what the gateway hands out in them or signed: booking tokens, ids, refund options. */

export { type BookingIds, createBookingIds } from './booking-id.ts';
export { createItineraryIds, type ItineraryIds, type ItineraryRef } from './itinerary-id.ts';
export { type KeyRing, KeyRingError, type Purpose, parseKeyRing, purposes } from './key-ring.ts';
export { oldBookingIdsSchema, openEncodedId, withOldBookingIds } from './old-booking-id.ts';
export { assertLife, tokenLengthMax } from './payload-codec.ts';
export {
  type BookingToken,
  bookingTokenExpiry,
  bookingTokenNames,
  createTokens,
  type IncompleteResult,
  incompleteResultLifeSeconds,
  type RefundOption,
  refundOptionLifeSecondsMax,
  type Tokens,
  toSeatSessionId,
} from './payloads.ts';
export { boxLengthMax, createAnswerVault, createBoxes } from './seal.ts';
export { TokenError, type TokenErrorReason } from './token-error.ts';
