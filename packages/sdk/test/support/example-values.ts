/** What the examples of the docstrings take as given: a client, a trip, a form filled in, and so on. */
import {
  type Booking,
  type BookingData,
  type CheckoutItinerary,
  type CreateBookingRequest,
  createClient,
  type GatewayClient,
  GatewayError,
  type Itinerary,
  type Money,
  type PendingBooking,
  type Quote,
  type QuoteLine,
  type SearchQuery,
} from '@partner-gateway/sdk';
import { signSample } from '@partner-gateway/sdk/webhooks';

/** Names that an example may use without saying where they come from. */
export type Given = {
  readonly gateway: GatewayClient;
  readonly baseUrl: string;
  readonly clientId: string;
  readonly apiKey: string;
  readonly query: SearchQuery;
  readonly itineraryId: string;
  readonly itineraries: Itinerary[];
  readonly offer: CheckoutItinerary;
  readonly booking_data: BookingData;
  readonly request: CreateBookingRequest;
  readonly booking: Booking;
  readonly bookingId: string;
  readonly pending: PendingBooking;
  readonly quote: Quote;
  readonly lines: QuoteLine[];
  readonly net: Money;
  readonly current: Money;
  readonly expected: Money;
  /** A cursor of the feed. */
  readonly kept: string | undefined;
  readonly secret: string;
  /** A webhook that was posted. */
  readonly arrived: Request;
  readonly error: unknown;
};

/** Its names, for the header of a file of examples. */
export const givenNames = [
  'gateway',
  'baseUrl',
  'clientId',
  'apiKey',
  'query',
  'itineraryId',
  'itineraries',
  'offer',
  'booking_data',
  'request',
  'booking',
  'bookingId',
  'pending',
  'quote',
  'lines',
  'net',
  'current',
  'expected',
  'kept',
  'secret',
  'arrived',
  'error',
] as const satisfies readonly (keyof Given)[];

const secret = `whsec_${btoa('a secret that is as long as 24 bytes')}`;
const query: SearchQuery = {
  departures: ['VNHANMYD'],
  arrivals: ['VNSPASPT'],
  departure_date: '2030-01-31',
  pax: 2,
};
const usd = (amount: string): Money => ({ currency: 'USD', amount });

const arrivedWebhook = async (): Promise<Request> => {
  const { headers, body } = await signSample({ secret });
  return new Request('https://shop.example/webhooks', { method: 'POST', headers, body });
};

/** The values, from a gateway that answers with the contract's examples. */
export const exampleValues = async (baseUrl: string): Promise<Given> => {
  const [clientId, apiKey] = ['acme', 'pgk_example'];
  const gateway = createClient({ baseUrl, clientId, apiKey });
  const { itineraries } = await gateway.search(query);
  const itineraryId = itineraries[0]?.id ?? '';
  const [offer] = (await gateway.getItinerary(itineraryId)).itineraries;
  if (offer === undefined) throw new Error('the gateway of the examples has no trip');
  const booking_data: BookingData = { passengers: [{ first_name: 'Lan', last_name: 'Tran' }] };
  const quote = await gateway.quoteBooking({ booking_token: offer.booking_token });
  const bookingId = 'BK-8451207-7GQ2M';
  return {
    gateway,
    baseUrl,
    clientId,
    apiKey,
    query,
    itineraryId,
    itineraries,
    offer,
    booking_data,
    request: { booking_token: offer.booking_token, booking_data },
    booking: await gateway.getBooking(bookingId),
    bookingId,
    pending: { state: 'pending', incompleteResultId: 'k1.x', retryAfterSeconds: 0, correlationId: 'c' },
    quote,
    lines: quote.lines,
    net: offer.pricing.net_price,
    current: usd('42.00'),
    expected: usd('41.70'),
    kept: undefined,
    secret,
    arrived: await arrivedWebhook(),
    error: new GatewayError({
      kind: 'conflict',
      code: 'seat_locked',
      detail: 'Seat A1 is taken.',
      operation: 'lockSeats',
      correlationId: 'c',
      retryable: false,
    }),
  };
};
