/** The operations of the partner API: where each is, what it counts as, and what it makes of members it does not know. */

export type Operation = {
  readonly method: string;
  readonly path: string;
  readonly cost?: 'search' | 'booking' | 'poll' | 'master_data';
  /** A booking write: it takes an idempotency key and answers with `X-Outcome`. */
  readonly isWrite?: true;
  /** What becomes of members that it does not know; the default is that they are ignored. */
  readonly unknownMembers?: 'refused' | 'misspelt';
  /** Members of the body, or parameters where it has none. */
  readonly members?: readonly string[];
};

const search = [
  'departure_date',
  'return_date',
  'pax',
  'pax_ages',
  'departures',
  'departure_poi',
  'arrivals',
  'arrival_poi',
  'currency',
  'locale',
  'confidence_score',
  'cache_only',
  'timeout',
] as const;
const booking = ['booking_token', 'total_price', 'booking_data'] as const;
const client = '/v1/{client_id}';

const masterData = (kind: string) =>
  ({ method: 'GET', path: `${client}/${kind}`, cost: 'master_data', members: ['locale'] }) as const;
const masterDataList = (kind: string) =>
  ({ ...masterData(kind), path: `${client}/${kind}/GetList`, members: ['locale', 'top10K'] }) as const;

/** Every operation by its name; confirm can be asked for with PUT as well. */
export const operations = {
  search: { method: 'GET', path: `${client}/itineraries`, cost: 'search', members: search },
  getItinerary: {
    method: 'GET',
    path: `${client}/itineraries/{itinerary_id}`,
    cost: 'search',
    members: ['locale', 'currency', 'pax'],
  },
  lockSeats: {
    method: 'POST',
    path: `${client}/seats`,
    cost: 'booking',
    unknownMembers: 'misspelt',
    members: ['booking_token', 'booking_data', 'bookingToken', 'seats'],
  },
  unlockSeats: {
    method: 'DELETE',
    path: `${client}/seats`,
    cost: 'booking',
    unknownMembers: 'misspelt',
    members: ['booking_token', 'bookingToken'],
  },
  quoteBooking: {
    method: 'POST',
    path: `${client}/bookings/quote`,
    cost: 'booking',
    unknownMembers: 'misspelt',
    members: booking,
  },
  createBooking: {
    method: 'POST',
    path: `${client}/bookings`,
    cost: 'booking',
    isWrite: true,
    unknownMembers: 'misspelt',
    members: booking,
  },
  confirmBooking: {
    method: 'POST',
    path: `${client}/bookings/{booking_id}/confirm`,
    cost: 'booking',
    isWrite: true,
  },
  getBooking: { method: 'GET', path: `${client}/bookings/{booking_id}`, cost: 'booking', members: [] },
  getTicket: { method: 'GET', path: `${client}/bookings/{booking_id}/ticket`, cost: 'booking', members: [] },
  cancelBooking: {
    method: 'POST',
    path: `${client}/bookings/{booking_id}/cancel`,
    cost: 'booking',
    isWrite: true,
    unknownMembers: 'refused',
    members: ['preview', 'refund_option'],
  },
  getIncompleteResult: {
    method: 'GET',
    path: `${client}/incomplete_results/{incomplete_results_id}`,
    cost: 'poll',
    members: [],
  },
  listEvents: {
    method: 'GET',
    path: `${client}/events`,
    cost: 'poll',
    unknownMembers: 'misspelt',
    members: ['since', 'limit', 'wait_seconds'],
  },
  testWebhook: { method: 'POST', path: `${client}/webhooks/test`, cost: 'poll' },
  stations: masterData('stations'),
  stationList: masterDataList('stations'),
  operatingCarriers: masterData('operating_carriers'),
  operatingCarrierList: masterDataList('operating_carriers'),
  pois: masterData('pois'),
  poiList: masterDataList('pois'),
  health: { method: 'GET', path: '/health' },
  ready: { method: 'GET', path: '/ready' },
} as const satisfies Record<string, Operation>;

/** Name of an operation, as the client's methods are called. */
export type OperationName = keyof typeof operations;

export const operationNames = Object.keys(operations) as readonly OperationName[];

export const operationOf = (name: OperationName): Operation => operations[name];
