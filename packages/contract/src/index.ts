/** The public surface of the contract. */

export type { OpsContract, PartnerContract } from './contract.ts';
export { opsContract, partnerContract } from './contract.ts';
export { namesTag } from './entity-tags.ts';
export type { ErrorCode, ErrorDefinition, Fault, Outcome } from './errors.ts';
export { errorCodes, errorTable, outcomes, problemPath } from './errors.ts';
export { eventKeyOf, eventTable, eventTopicOf, eventTypes } from './events/event-table.ts';
export type { GatewayEvent, GatewayEventOf, GatewayEventType } from './events/gateway-event.ts';
export { gatewayEventSchema } from './events/gateway-event.ts';
export type { EventTopic, EventTopicName } from './events/topics.ts';
export { eventTopics } from './events/topics.ts';
export type { ApiVersion } from './headers.ts';
export { apiVersions, correlationIdPattern, currentApiVersion, headerNames } from './headers.ts';
export type { OpsScope, RouteAuth, RouteCost, RouteMetadata } from './metadata.ts';
export { isRouteMetadata, metadata, opsScopes, reaches } from './metadata.ts';
export { canonicalUrl, clientIdPattern, isIssuableClientId, reservedClientIds } from './paths.ts';
export type { DependencyCheck, Health, Readiness } from './routes/health.ts';
export { healthSchema, readinessSchema } from './routes/health.ts';
export type { SupplierNotification } from './routes/notifications.ts';
export { supplierNotificationSchema } from './routes/notifications.ts';
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
export { currencyCodeSchema, localeSchema } from './schemas/formats.ts';
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
export type { ClientLimits, ClientLimitsRequest } from './schemas/ops/client-limits.ts';
export { clientLimitsSchema } from './schemas/ops/client-limits.ts';
export type { Configuration } from './schemas/ops/configuration.ts';
export { configurationSchema } from './schemas/ops/configuration.ts';
export type { DryRun, DryRunRequest } from './schemas/ops/dry-run.ts';
export { dryRunSchema } from './schemas/ops/dry-run.ts';
export type { EventsAudit, NotificationDeadLetters } from './schemas/ops/events.ts';
export { eventsAuditSchema, notificationDeadLettersSchema } from './schemas/ops/events.ts';
export type {
  Diagnosis,
  FailedRequest,
  FindRequest,
  FoundBy,
  GuardRecord,
  Inspection,
  TimelineEntry,
} from './schemas/ops/inspection.ts';
export { inspectionSchema } from './schemas/ops/inspection.ts';
export type { LogLines, LogLinesQuery } from './schemas/ops/log-lines.ts';
export { logLinesSchema } from './schemas/ops/log-lines.ts';
export type {
  OpenOutcome,
  OpenOutcomes,
  ResolvedOutcome,
  ResolveRequest,
} from './schemas/ops/open-outcomes.ts';
export { openOutcomesSchema, resolvedOutcomeSchema } from './schemas/ops/open-outcomes.ts';
export type { PriceExplanation, PriceStep } from './schemas/ops/price-trace.ts';
export { priceExplanationSchema, priceStepSchema } from './schemas/ops/price-trace.ts';
export type { Reloaded } from './schemas/ops/reload.ts';
export type {
  ReleasedSeatLocks,
  ReleaseSeatLocksRequest,
  SeatLocks,
  SeatLocksQuery,
} from './schemas/ops/seat-locks.ts';
export { releasedSeatLocksSchema, seatLocksSchema } from './schemas/ops/seat-locks.ts';
export type { CheckedKeys, CheckKeysRequest, Operator, ServiceState } from './schemas/ops/service-state.ts';
export { checkedKeysSchema, operatorSchema, serviceStateSchema } from './schemas/ops/service-state.ts';
export type { UpstreamLimits, UpstreamLimitsRequest } from './schemas/ops/upstream-limits.ts';
export { upstreamLimitsSchema } from './schemas/ops/upstream-limits.ts';
export type {
  ReplayedWebhooks,
  ReplayWebhooksRequest,
  WebhookDeadLetters,
  WebhookDeadLettersQuery,
  WebhookEndpointChange,
  WebhookEndpointRequest,
  Webhooks,
} from './schemas/ops/webhooks.ts';
export {
  replayedWebhooksSchema,
  webhookDeadLettersSchema,
  webhookEndpointSchema,
  webhooksSchema,
} from './schemas/ops/webhooks.ts';
export type {
  PartnerEvent,
  PartnerEventPage,
  PartnerNotification,
  TestWebhook,
} from './schemas/partner-events.ts';
export {
  partnerEventPageSchema,
  partnerEventSchema,
  partnerNotificationSchema,
  testWebhookSchema,
} from './schemas/partner-events.ts';
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
export type { SearchKind, SearchQuery, SearchSide } from './schemas/search-query.ts';
export { searchQuerySchema, searchSides } from './schemas/search-query.ts';
