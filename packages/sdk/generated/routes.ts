/** Where each operation is and what it answers. Generated from the contract by `pnpm generate`; do not edit. */

export const routes = {
  search: {
    method: 'GET',
    path: '/v1/{client_id}/itineraries',
    answers: [200, 206],
    json: 'object',
    lists: ['pax_ages', 'departures', 'arrivals'],
    reads: true,
  },
  getItinerary: {
    method: 'GET',
    path: '/v1/{client_id}/itineraries/{itinerary_id}',
    answers: [200],
    json: 'object',
    reads: true,
  },
  lockSeats: { method: 'POST', path: '/v1/{client_id}/seats', answers: [200], json: 'object' },
  unlockSeats: { method: 'DELETE', path: '/v1/{client_id}/seats', answers: [204], json: 'nothing' },
  quoteBooking: {
    method: 'POST',
    path: '/v1/{client_id}/bookings/quote',
    answers: [200],
    json: 'object',
    reads: true,
  },
  createBooking: {
    method: 'POST',
    path: '/v1/{client_id}/bookings',
    answers: [200, 202],
    json: 'object',
    keyed: true,
  },
  confirmBooking: {
    method: 'POST',
    path: '/v1/{client_id}/bookings/{booking_id}/confirm',
    answers: [200, 202],
    json: 'object',
    keyed: true,
  },
  getBooking: {
    method: 'GET',
    path: '/v1/{client_id}/bookings/{booking_id}',
    answers: [200],
    json: 'object',
    reads: true,
  },
  getTicket: {
    method: 'GET',
    path: '/v1/{client_id}/bookings/{booking_id}/ticket',
    answers: [200, 202],
    json: 'object',
    reads: true,
  },
  cancelBooking: {
    method: 'POST',
    path: '/v1/{client_id}/bookings/{booking_id}/cancel',
    answers: [200],
    json: 'object',
    keyed: true,
  },
  getIncompleteResult: {
    method: 'GET',
    path: '/v1/{client_id}/incomplete_results/{incomplete_results_id}',
    answers: [200, 202],
    json: 'object',
    reads: true,
  },
  listEvents: { method: 'GET', path: '/v1/{client_id}/events', answers: [200], json: 'object', reads: true },
  testWebhook: { method: 'POST', path: '/v1/{client_id}/webhooks/test', answers: [202], json: 'object' },
  stations: { method: 'GET', path: '/v1/{client_id}/stations', answers: [200], json: 'string', reads: true },
  stationList: {
    method: 'GET',
    path: '/v1/{client_id}/stations/GetList',
    answers: [200],
    json: 'array',
    reads: true,
  },
  operatingCarriers: {
    method: 'GET',
    path: '/v1/{client_id}/operating_carriers',
    answers: [200],
    json: 'string',
    reads: true,
  },
  operatingCarrierList: {
    method: 'GET',
    path: '/v1/{client_id}/operating_carriers/GetList',
    answers: [200],
    json: 'array',
    reads: true,
  },
  pois: { method: 'GET', path: '/v1/{client_id}/pois', answers: [200], json: 'string', reads: true },
  poiList: {
    method: 'GET',
    path: '/v1/{client_id}/pois/GetList',
    answers: [200],
    json: 'array',
    reads: true,
  },
  health: { method: 'GET', path: '/health', answers: [200], json: 'object', reads: true, open: true },
  ready: { method: 'GET', path: '/ready', answers: [200, 503], json: 'object', reads: true, open: true },
} as const;

/**
 * Name of an operation, as the contract calls it.
 *
 * @example
 * ```ts
 * const writes: OperationName[] = ['createBooking', 'confirmBooking', 'cancelBooking'];
 * console.log(writes.length);
 * ```
 */
export type OperationName = keyof typeof routes;
