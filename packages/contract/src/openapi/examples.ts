/** The contract's own examples, attached to the operations and webhooks of the OpenAPI document. */
import bookingApproved from '../../examples/booking-approved.json' with { type: 'json' };
import bookingReserved from '../../examples/booking-reserved.json' with { type: 'json' };
import cancelRequest from '../../examples/cancel-request.json' with { type: 'json' };
import cancelledBooking from '../../examples/cancelled-booking.json' with { type: 'json' };
import checkoutResponse from '../../examples/checkout-response.json' with { type: 'json' };
import createBookingRequest from '../../examples/create-booking-request.json' with { type: 'json' };
import lockSeatsRequest from '../../examples/lock-seats-request.json' with { type: 'json' };
import lockedSeats from '../../examples/locked-seats.json' with { type: 'json' };
import partnerNotification from '../../examples/partner-notification.json' with { type: 'json' };
import priceChanged from '../../examples/problem-price-changed.json' with { type: 'json' };
import schemaValidationFailed from '../../examples/problem-schema-validation-failed.json' with {
  type: 'json',
};
import quote from '../../examples/quote.json' with { type: 'json' };
import quoteRequest from '../../examples/quote-request.json' with { type: 'json' };
import refundOptions from '../../examples/refund-options.json' with { type: 'json' };
import searchResponse from '../../examples/search-response.json' with { type: 'json' };
import searchResponseEmpty from '../../examples/search-response-empty.json' with { type: 'json' };
import ticket from '../../examples/ticket.json' with { type: 'json' };
import { type ErrorCode, errorCodes, errorTable, type Outcome, problemPath } from '../errors.ts';

/** Named examples of one media type. */
export type Examples = Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>;

const one = (name: string, value: unknown): Examples => ({ [name]: { value } });

const stationRow = {
  Id: 'PHCEBPRA',
  Name: 'Cebu Pier 1',
  NameAlterations: 'Pier Uno',
  TransportationType: 'Ferry',
  Address: {
    Country: 'PH',
    State: 'Central Visayas',
    Region: 'Visayas',
    Province: 'Cebu',
    City: { Id: 'PHCEB', Name: 'Cebu City' },
    StreetAndNumber: 'Port Area',
    TimeZone: 'Asia/Manila',
    ZipCode: null,
    Description: null,
  },
  Description: '',
  Coordinates: { Latitude: 10.2925, Longitude: 123.9066 },
  Images: [],
};

const carrierRow = {
  MainCarrierId: null,
  Id: 'PHVFC',
  Name: 'Visayas Fastcraft',
  DisplayName: 'Visayas Fastcraft',
  Address: null,
  LogoURL: 'https://cdn.upstream.example/logo/41207.png',
  Email: 'desk@visayasfastcraft.example',
  PhoneNumber: '+63320000000',
  Description: null,
  TransportationTypes: ['Ferry'],
  Vehicles: [],
};

const masterDataUrl = one(
  'url',
  'https://master-data.example/files/en.json?expires=1793181600&signature=abc',
);

/** Request body examples by operation. */
export const requestExamples: Readonly<Record<string, Examples>> = {
  lockSeats: one('two_seats', lockSeatsRequest),
  unlockSeats: one('token', { booking_token: lockSeatsRequest.booking_token }),
  quoteBooking: one('choices_so_far', quoteRequest),
  createBooking: one('two_passengers', createBookingRequest),
  cancelBooking: {
    preview: { summary: 'List the options, change nothing', value: { preview: true } },
    chosen: { summary: 'Cancel with an option', value: cancelRequest },
    nothing: { summary: 'Cancel with the largest refund', value: {} },
  },
  receiveNotification: one('smallest', { bid: 8451207 }),
};

const eventPage = {
  events: [
    {
      id: 'evt_3q2Z1d0Yb7nGx5VtKcP9aw',
      type: 'booking.status_changed',
      occurred_at: '2026-10-28T09:42:15.123Z',
      data: partnerNotification,
    },
  ],
  next: '1793180535123-0',
};

/** Response examples by operation and status. */
export const responseExamples: Readonly<Record<string, Readonly<Record<string, Examples>>>> = {
  search: {
    200: { trips: { value: searchResponse }, no_results: { value: searchResponseEmpty } },
    206: one('partial', searchResponse),
  },
  getItinerary: { 200: one('seats_and_pickup', checkoutResponse) },
  lockSeats: { 200: one('locked', lockedSeats) },
  quoteBooking: { 200: one('one_field_missing', quote) },
  createBooking: { 200: one('reserved', bookingReserved) },
  confirmBooking: { 200: one('approved', bookingApproved) },
  confirmBookingByPut: { 200: one('approved', bookingApproved) },
  getBooking: { 200: one('approved', bookingApproved) },
  getTicket: { 200: one('issued', ticket) },
  cancelBooking: { 200: { options: { value: refundOptions }, cancelled: { value: cancelledBooking } } },
  getIncompleteResult: { 200: one('finished', bookingReserved) },
  listEvents: { 200: one('one', eventPage) },
  testWebhook: { 202: one('queued', { id: 'evt_test_q3Zk9mVb2LxW7dYc1RtHfA' }) },
  stations: { 200: masterDataUrl },
  operatingCarriers: { 200: masterDataUrl },
  pois: { 200: masterDataUrl },
  stationList: { 200: one('one', [stationRow]) },
  operatingCarrierList: { 200: one('one', [carrierRow]) },
  health: { 200: one('running', { status: 'ok', version: '1.0.0', uptime_seconds: 321.5 }) },
  ready: {
    200: one('ready', {
      status: 'ready',
      checks: [{ name: 'id_map', status: 'ok', required: true, age_seconds: 12 }],
    }),
    503: one('starting', {
      status: 'not_ready',
      checks: [{ name: 'id_map', status: 'not_loaded', required: true }],
    }),
  },
  poiList: {
    200: one('two', [
      { Id: 'PHCEBU', Name: 'Cebu' },
      { Id: 'PHBOHOL', Name: 'Bohol' },
    ]),
  },
};

/** The example of the webhook that partners receive. */
export const notificationExample: Examples = one('approved', partnerNotification);

const contractProblems: Partial<Record<ErrorCode, unknown>> = {
  schema_validation_failed: schemaValidationFailed,
  price_changed: priceChanged,
};

const field = (name: string, message: string) => ({
  detail: `${name} ${message}.`,
  fields: [{ field: name, message }],
});

const bookingId = { booking_id: 'BK-8451207-7GQ2M' };

/** What an answer with a code says beyond what all of them do. */
const said: Partial<Record<ErrorCode, object>> = {
  invalid_request: field('pax', 'is required'),
  missing_parameter: field('booking_data.email', 'is required'),
  seat_locked: field('booking_data.seat_selection', 'A1: held by another session'),
  seats_unavailable: field('booking_data.seat_selection[0]', 'is not a free seat'),
  cost_mismatch: {
    ...field('total_price', 'is not 41.70 USD'),
    expected_total: { currency: 'USD', amount: '41.70' },
  },
  already_reserved: bookingId,
  already_confirmed: bookingId,
  result_expired: bookingId,
};

/** What is known of the write, where it is not that nothing was executed. */
const outcomesOfWrites: Partial<Record<ErrorCode, Outcome>> = {
  already_confirmed: 'executed',
  already_reserved: 'executed',
  idempotency_in_progress: 'unknown',
  idempotency_key_reused: 'executed',
  idempotency_memory_lost: 'unknown',
  idempotency_memory_young: 'unknown',
  idempotency_unavailable: 'unknown',
  internal_error: 'unknown',
  not_ready: 'unknown',
  overloaded: 'unknown',
  rate_limited: 'unknown',
  result_expired: 'executed',
  unauthorized: 'unknown',
  upstream_timeout: 'unknown',
};

/** Codes that always say an outcome: nothing but writes and their results answer with them, or what was asked could not be read. */
const alwaysTold: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'already_confirmed',
  'already_reserved',
  'booking_token_stale',
  'confirm_failed',
  'cost_mismatch',
  'credit_line_insufficient',
  'credit_unavailable',
  'idempotency_in_progress',
  'idempotency_key_reused',
  'idempotency_memory_lost',
  'idempotency_memory_young',
  'idempotency_unavailable',
  'non_cancellable',
  'price_changed',
  'refund_option_expired',
  'request_headers_too_large',
  'reserve_not_executed',
  'result_expired',
  'schema_validation_failed',
]);

const plainProblem = (code: ErrorCode) => ({
  type: `https://gateway.example${problemPath(code)}`,
  title: errorTable[code].title,
  status: errorTable[code].status,
  detail: errorTable[code].meaning,
  instance: 'urn:correlation:9c1f-search-77',
  code,
  correlation_id: '9c1f-search-77',
  retryable: errorTable[code].retryable,
  fault: errorTable[code].fault,
});

const exampleOf = (code: ErrorCode, tellsOutcome: boolean) => ({
  summary: errorTable[code].title,
  value: contractProblems[code] ?? {
    ...plainProblem(code),
    ...(tellsOutcome && { outcome: outcomesOfWrites[code] ?? 'not_executed' }),
    ...said[code],
  },
});

const ofWrite = (code: ErrorCode): string => `${code}_of_write`;

/** An example problem of every code: the `examples` section of the components. */
export const problemExampleComponents: Examples = Object.fromEntries(
  errorCodes.map((code) => [code, exampleOf(code, alwaysTold.has(code))]),
);

/** The same for those that a write answers with, beside others: there they say the outcome as well. `used` tells which the document refers to. */
export const writeProblemComponents = (used: (name: string) => boolean): Examples =>
  Object.fromEntries(
    errorCodes
      .filter((code) => used(ofWrite(code)))
      .map((code) => [ofWrite(code), exampleOf(code, true)] as const),
  );

/** References to the examples of the given codes. `tellsOutcome` says of which the operation's answers tell the outcome. */
export const problemExampleRefs = (
  codes: readonly ErrorCode[],
  tellsOutcome: (code: ErrorCode) => boolean,
): Readonly<Record<string, { $ref: string }>> =>
  Object.fromEntries(
    codes.map((code) => {
      const name = tellsOutcome(code) && !alwaysTold.has(code) ? ofWrite(code) : code;
      return [code, { $ref: `#/components/examples/${name}` }];
    }),
  );
