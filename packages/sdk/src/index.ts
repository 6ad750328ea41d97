/** The partner SDK: the client with one method for each operation of the partner API, and all that is public. */
import type { OperationName } from '../generated/routes.ts';
import type { Health, Readiness } from '../generated/schemas.ts';
import type { Answer } from './answer.ts';
import { type BookingMethods, bookingMethods } from './bookings.ts';
import { type CallInput, toCall } from './call.ts';
import { type EventMethods, eventMethods } from './events.ts';
import { type ItineraryMethods, itineraryMethods } from './itineraries.ts';
import { type MasterDataMethods, masterDataMethods } from './master-data.ts';
import { driftWatch } from './observe/drift.ts';
import { type CallOptions, type ClientOptions, demandClientOptions } from './options.ts';
import { type GatewayPromise, gatewayPromise } from './response.ts';
import { bodyAs, type Operate, send } from './transport.ts';

export type { ErrorCode } from '../generated/error-codes.ts';
export type { OperationName } from '../generated/routes.ts';
export type * from '../generated/schemas.ts';
export type { GatewayResponse } from './answer.ts';
export type {
  BookingMethods,
  BookingResult,
  CancelResult,
  TicketResult,
} from './bookings.ts';
export type { AnyGatewayError } from './errors/error-classes.ts';
export {
  AbortError,
  AuthenticationError,
  ConflictError,
  ConnectionError,
  CreditError,
  ExpiredError,
  GatewayFaultError,
  InvalidRequestError,
  isGatewayError,
  NotFoundError,
  PriceChangedError,
  RateLimitedError,
  SeatsUnavailableError,
  TimeoutError,
  TripUnavailableError,
  UnavailableError,
  UnreadableAnswerError,
} from './errors/error-classes.ts';
export type { ErrorFacts, ErrorKind, LocalCode, Outcome } from './errors/gateway-error.ts';
export { GatewayError } from './errors/gateway-error.ts';
export type { EventMethods, EventsQuery } from './events.ts';
export type { ItineraryMethods, SearchQuery, SearchResult } from './itineraries.ts';
export type { MasterDataMethods } from './master-data.ts';
export type { Drift, DriftKind, DriftOptions } from './observe/drift-options.ts';
export type { CallEvent, ErrorEvent, Hooks, ResponseEvent, RetryEvent } from './observe/hooks.ts';
export type { CallLimits, CallOptions, ClientOptions, WriteOptions } from './options.ts';
export type { PendingBooking } from './pending-booking.ts';
export type { GatewayPromise } from './response.ts';

/** The methods that ask about the gateway itself. */
export type HealthMethods = {
  /**
   * Whether the gateway runs.
   *
   * @example
   * ```ts
   * const { version } = await gateway.health();
   * ```
   */
  health(options?: CallOptions): GatewayPromise<Health>;
  /**
   * Whether the gateway takes traffic, with its checks. `not_ready` is an answer, not an error.
   *
   * @example
   * ```ts
   * const { status, checks } = await gateway.ready();
   * ```
   */
  ready(options?: CallOptions): GatewayPromise<Readiness>;
};

const healthMethods = (operate: Operate): HealthMethods => ({
  health: (options) => operate('health', { options }, bodyAs<Health>()),
  ready: (options) => operate('ready', { options }, bodyAs<Readiness>()),
});

/**
 * The partner API as methods. Bodies keep the names and shapes they have on the wire.
 *
 * @example
 * ```ts
 * const departures = async (client: GatewayClient): Promise<number> =>
 *   (await client.search(query)).itineraries.length;
 * console.log(await departures(gateway));
 * ```
 */
export type GatewayClient = Readonly<
  ItineraryMethods & BookingMethods & EventMethods & MasterDataMethods & HealthMethods
>;

/**
 * Makes a client of the 12go Partner Gateway. It holds no connection and no state, so one is enough for a process.
 *
 * @throws TypeError when an option cannot work
 * @example
 * ```ts
 * const gateway = createClient({
 *   baseUrl: 'https://gateway.example',
 *   clientId: 'acme',
 *   apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
 * });
 * ```
 */
export const createClient = (options: ClientOptions): GatewayClient => {
  demandClientOptions(options);
  const client = { ...options };
  const watch = driftWatch(client);
  // Wrong arguments reject too, rather than throw.
  const answer = async (operation: OperationName, input: CallInput): Promise<Answer> => {
    const call = toCall(client, operation, input);
    const answered = await send(call, watch.seeFailure);
    await watch.seeAnswer(call, answered);
    return answered;
  };
  const operate: Operate = (operation, input, read) => gatewayPromise(answer(operation, input), read);
  return Object.freeze({
    ...itineraryMethods(operate),
    ...bookingMethods(operate),
    ...eventMethods(operate),
    ...masterDataMethods(operate),
    ...healthMethods(operate),
  });
};
