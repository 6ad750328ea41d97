/** The public surface of the partner SDK. */

export type { GatewayClient } from './client.ts';
export { createClient } from './client.ts';
export type { AnyGatewayError } from './errors/any-gateway-error.ts';
export { isGatewayError } from './errors/any-gateway-error.ts';
export {
  AbortError,
  AuthenticationError,
  ConflictError,
  ConnectionError,
  CreditError,
  ExpiredError,
  GatewayFaultError,
  InvalidRequestError,
  NotFoundError,
  PriceChangedError,
  RateLimitedError,
  SeatsUnavailableError,
  TimeoutError,
  TripUnavailableError,
  UnavailableError,
  UnreadableAnswerError,
} from './errors/classes.ts';
export type { ErrorFacts, LocalCode, Outcome } from './errors/gateway-error.ts';
export { GatewayError } from './errors/gateway-error.ts';
export type { ErrorKind } from './errors/kinds.ts';
export type { ErrorCode } from './generated/error-codes.ts';
export type { OperationName } from './generated/routes.ts';
export type * from './generated/schemas.ts';
export type { BookingMethods, BookingResult, CancelResult, TicketResult } from './methods/bookings.ts';
export type { HealthMethods } from './methods/health.ts';
export type { ItineraryMethods, SearchQuery, SearchResult } from './methods/itineraries.ts';
export type { MasterDataMethods } from './methods/master-data.ts';
export type { CallLimits, CallOptions, ClientOptions, WriteOptions } from './options.ts';
