/** The public surface of the contract. */

export type { OpsContract, PartnerContract } from './contract.ts';
export { opsContract, partnerContract } from './contract.ts';
export type { ErrorCode, ErrorDefinition, Fault, Outcome } from './errors.ts';
export { errorCodes, errorTable, outcomes, problemPath } from './errors.ts';
export type { ApiVersion } from './headers.ts';
export { apiVersions, correlationIdPattern, currentApiVersion, headerNames } from './headers.ts';
export type { OpsScope, RouteAuth, RouteCost, RouteMetadata } from './metadata.ts';
export { isRouteMetadata, metadata, opsScopes, reaches } from './metadata.ts';
export { canonicalUrl, clientIdPattern, isIssuableClientId, reservedClientIds } from './paths.ts';
export type { DependencyCheck, Health, Readiness } from './routes/health.ts';
export { healthSchema, readinessSchema } from './routes/health.ts';
export type { PartnerNotification, SupplierNotification } from './routes/notifications.ts';
export { partnerNotificationSchema, supplierNotificationSchema } from './routes/notifications.ts';
export type {
  Booking,
  BookingData,
  BookingStatus,
  CreateBookingRequest,
  LockedSeats,
  LockSeatsRequest,
  Passenger,
  Ticket,
  UnlockSeatsRequest,
} from './schemas/booking.ts';
export {
  bookingDataSchema,
  bookingSchema,
  bookingStatuses,
  createBookingRequestSchema,
  lockedSeatsSchema,
  lockSeatsRequestSchema,
  passengerSchema,
  ticketSchema,
  unlockSeatsQuerySchema,
  unlockSeatsRequestSchema,
} from './schemas/booking.ts';
export type {
  CancelRequest,
  CancelResponse,
  CheckoutPolicy,
  RefundOption,
  SearchPolicy,
} from './schemas/cancellation.ts';
export {
  cancelledSchema,
  cancelRequestSchema,
  cancelResponseSchema,
  refundOptionsSchema,
} from './schemas/cancellation.ts';
export type {
  BaggageOption,
  BookingSchema,
  CheckoutItinerary,
  CheckoutResponse,
  Extras,
  ItineraryQuery,
  SeatCell,
  SeatMap,
} from './schemas/checkout.ts';
export { checkoutResponseSchema, itineraryQuerySchema } from './schemas/checkout.ts';
export type { Configuration } from './schemas/configuration.ts';
export { configurationSchema } from './schemas/configuration.ts';
export { currencyCodeSchema, localeSchema } from './schemas/formats.ts';
export type {
  Diagnosis,
  FailedRequest,
  FindRequest,
  FoundBy,
  GuardRecord,
  Inspection,
  TimelineEntry,
} from './schemas/inspection.ts';
export { inspectionSchema } from './schemas/inspection.ts';
export type {
  ConfirmationType,
  Image,
  Itinerary,
  SearchResponse,
  SeatClass,
  Segment,
  TicketType,
  TransportationType,
  Vehicle,
} from './schemas/itinerary.ts';
export { searchResponseSchema } from './schemas/itinerary.ts';
export type { LogLines, LogLinesQuery } from './schemas/log-lines.ts';
export { logLinesSchema } from './schemas/log-lines.ts';
export type {
  OperatingCarrier,
  OperatingCarrierListRow,
  Poi,
  PoiListRow,
  Station,
  StationListRow,
} from './schemas/master-data.ts';
export {
  operatingCarrierListRowSchema,
  operatingCarrierSchema,
  poiListRowSchema,
  poiSchema,
  stationListRowSchema,
  stationSchema,
} from './schemas/master-data.ts';
export type { Money, PriceType, Pricing } from './schemas/money.ts';
export { moneySchema, priceTypes } from './schemas/money.ts';
export type { OpenOutcome, OpenOutcomes, ResolvedOutcome, ResolveRequest } from './schemas/open-outcomes.ts';
export { openOutcomesSchema, resolvedOutcomeSchema } from './schemas/open-outcomes.ts';
export type { PriceExplanation, PriceStep } from './schemas/price-trace.ts';
export { priceExplanationSchema, priceStepSchema } from './schemas/price-trace.ts';
export type { FieldError, PriceChange, Problem } from './schemas/problem.ts';
export { problemSchema } from './schemas/problem.ts';
export type {
  Quote,
  QuoteLine,
  QuoteLineKind,
  QuoteProblem,
  QuoteRefund,
  QuoteRequest,
} from './schemas/quote.ts';
export { quoteRequestSchema, quoteSchema } from './schemas/quote.ts';
export type { Reloaded } from './schemas/reload.ts';
export type { SearchKind, SearchQuery, SearchSide } from './schemas/search-query.ts';
export { searchQuerySchema, searchSides } from './schemas/search-query.ts';
export type {
  ReleasedSeatLocks,
  ReleaseSeatLocksRequest,
  SeatLocks,
  SeatLocksQuery,
} from './schemas/seat-locks.ts';
export { releasedSeatLocksSchema, seatLocksSchema } from './schemas/seat-locks.ts';
export type { CheckedKeys, CheckKeysRequest, ServiceState } from './schemas/service-state.ts';
export { checkedKeysSchema, serviceStateSchema } from './schemas/service-state.ts';
export type { UpstreamLimits, UpstreamLimitsRequest } from './schemas/upstream-limits.ts';
export { upstreamLimitsSchema } from './schemas/upstream-limits.ts';
