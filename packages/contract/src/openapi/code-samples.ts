/** How each operation is called, with curl and with the SDK: the samples beside the reference. */
import createBookingRequest from '../../examples/create-booking-request.json' with { type: 'json' };
import lockSeatsRequest from '../../examples/lock-seats-request.json' with { type: 'json' };
import quoteRequest from '../../examples/quote-request.json' with { type: 'json' };

/** A sample as `x-codeSamples` has it. */
export type CodeSample = { readonly lang: string; readonly label: string; readonly source: string };

type Request = {
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Carries a key that makes a repetition safe. */
  readonly isKeyed?: true;
  readonly isOpen?: true;
  readonly body?: object;
};

const curl = ({ method, path, isKeyed, isOpen, body }: Request): CodeSample => ({
  lang: 'Shell',
  label: 'curl',
  source: [
    `curl ${method === undefined ? '' : `-X ${method} `}'https://gateway.example${path}'`,
    ...(isOpen ? [] : ["-H 'x-api-key: YOUR_API_KEY'"]),
    ...(isKeyed ? ["-H 'idempotency-key: 4f6c1f6e-6f0d-4d0a-9a55-0f9b1c3f7d21'"] : []),
    ...(body === undefined
      ? []
      : ["-H 'content-type: application/json'", `-d '${JSON.stringify(body, null, 2)}'`]),
  ].join(' \\\n  '),
});

/** The SDK makes the key of a write itself, and keeps it over its attempts. */
const sdk = (source: string): CodeSample => ({
  lang: 'TypeScript',
  label: '@partner-gateway/sdk',
  source: `import { createClient } from '@partner-gateway/sdk';

const gateway = createClient({ baseUrl: 'https://gateway.example', clientId: 'acme', apiKey });
${source}`,
});

const partner = '/v1/acme';
const booking = `${partner}/bookings/BK-8451207-7GQ2M`;
const query = 'departures[]=VNHANMYD&arrivals[]=VNSPASPT&departure_date=2026-12-05&pax=2';
const itinerary = 'VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00';
const { booking_token: token } = lockSeatsRequest;

/** Of cancel the one that changes nothing. What the SDK does by another operation is shown with curl alone. */
export const codeSamples: Readonly<Record<string, readonly CodeSample[]>> = {
  search: [
    curl({ path: `${partner}/itineraries?${query}` }),
    sdk(`const { itineraries, complete } = await gateway.search({
  departures: ['VNHANMYD'],
  arrivals: ['VNSPASPT'],
  departure_date: '2026-12-05',
  pax: 2,
});`),
  ],
  getItinerary: [
    curl({ path: `${partner}/itineraries/${itinerary}?pax=2` }),
    sdk(`const { itineraries } = await gateway.getItinerary('${itinerary}', { pax: 2 });
const offer = itineraries[0];`),
  ],
  lockSeats: [
    curl({ method: 'POST', path: `${partner}/seats`, body: lockSeatsRequest }),
    sdk(`const { total_price } = await gateway.lockSeats({
  booking_token,
  booking_data: { seat_selection: ['A1', 'B1'] },
});`),
  ],
  unlockSeats: [
    curl({ method: 'DELETE', path: `${partner}/seats`, body: { booking_token: token } }),
    sdk('await gateway.unlockSeats(booking_token);'),
  ],
  quoteBooking: [
    curl({ method: 'POST', path: `${partner}/bookings/quote`, body: quoteRequest }),
    sdk(
      'const { total_price, lines, problems } = await gateway.quoteBooking({ booking_token, booking_data });',
    ),
  ],
  createBooking: [
    curl({ method: 'POST', path: `${partner}/bookings`, isKeyed: true, body: createBookingRequest }),
    sdk('const created = await gateway.createBooking({ booking_token, booking_data });'),
  ],
  confirmBooking: [
    curl({ method: 'POST', path: `${booking}/confirm`, isKeyed: true }),
    sdk("const confirmed = await gateway.confirmBooking('BK-8451207-7GQ2M');"),
  ],
  confirmBookingByPut: [curl({ method: 'PUT', path: `${booking}/confirm`, isKeyed: true })],
  getBooking: [
    curl({ path: booking }),
    sdk("const { status, total_price } = await gateway.getBooking('BK-8451207-7GQ2M');"),
  ],
  getTicket: [
    curl({ path: `${booking}/ticket` }),
    sdk(`const ticket = await gateway.getTicket('BK-8451207-7GQ2M');
if (ticket.state === 'issued') console.log(ticket.ticket_url);`),
  ],
  cancelBooking: [
    curl({ method: 'POST', path: `${booking}/cancel`, isKeyed: true, body: { preview: true } }),
    sdk("const options = await gateway.cancelBooking('BK-8451207-7GQ2M', { preview: true });"),
  ],
  getIncompleteResult: [
    curl({ path: `${partner}/incomplete_results/k1.cmVzdWx0` }),
    sdk("const result = await gateway.getIncompleteResult('k1.cmVzdWx0');"),
  ],
  listEvents: [
    curl({ path: `${partner}/events?since=1793180535123-0&wait_seconds=15` }),
    sdk("const { events, next } = await gateway.events({ cursor: '1793180535123-0', wait_seconds: 15 });"),
  ],
  testWebhook: [
    curl({ method: 'POST', path: `${partner}/webhooks/test` }),
    sdk('const { id } = await gateway.testWebhook();'),
  ],
  stations: [curl({ path: `${partner}/stations` }), sdk('const url = await gateway.stations();')],
  operatingCarriers: [
    curl({ path: `${partner}/operating_carriers` }),
    sdk('const url = await gateway.operatingCarriers();'),
  ],
  pois: [curl({ path: `${partner}/pois` }), sdk('const url = await gateway.pois();')],
  stationList: [
    curl({ path: `${partner}/stations/GetList?locale=en` }),
    sdk("const stations = await gateway.stationList({ locale: 'en' });"),
  ],
  operatingCarrierList: [
    curl({ path: `${partner}/operating_carriers/GetList?locale=en` }),
    sdk("const carriers = await gateway.operatingCarrierList({ locale: 'en' });"),
  ],
  poiList: [
    curl({ path: `${partner}/pois/GetList?locale=en` }),
    sdk("const pois = await gateway.poiList({ locale: 'en' });"),
  ],
  health: [curl({ path: '/health', isOpen: true }), sdk('const { status } = await gateway.health();')],
  ready: [curl({ path: '/ready', isOpen: true }), sdk('const { checks } = await gateway.ready();')],
};
