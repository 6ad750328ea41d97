/** 12go's trips as itineraries of the contract. */

export { createIdMap, type IdMap } from './ids/id-map.ts';
export { type IdSnapshot, IdSnapshotError, parseIdSnapshot } from './ids/id-snapshot.ts';
export { diffIdSnapshots, snapshotTables } from './ids/id-snapshot-diff.ts';
export { type Ids, idsFor } from './ids/ids.ts';
export {
  findRefund,
  type OfferedRefund,
  pickRefund,
  type RefundChoice,
  toRefundChoices,
} from './refund-choices.ts';
export {
  type CheckoutItineraryParts,
  type MatchedOption,
  matchOption,
  toCheckoutItinerary,
} from './trips/checkout-itinerary.ts';
export { toSearchResponse } from './trips/itineraries.ts';
export { isWithin, type LocalSpan, toLocalTime, watchZones } from './trips/local-time.ts';
export { type PlacePair, type PlacePlan, toPlacePairs } from './trips/search-places.ts';
export { type ImageTable, parseImageTable } from './trips/seat-images.ts';
