/** Books a seat through the client that was generated into the folder client. */
import { createClient } from './client/client/index.ts';
import {
  cancelBooking,
  confirmBooking,
  createBooking,
  getBooking,
  getIncompleteResult,
  getItinerary,
  getTicket,
  search,
} from './client/sdk.gen.ts';
import type { Booking, BookingData } from './client/types.gen.ts';

const client_id = process.env.PARTNER_GATEWAY_CLIENT_ID ?? '';
const client = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL,
  headers: { 'x-api-key': process.env.PARTNER_GATEWAY_API_KEY },
});
const path = { client_id };
const headers = (): { 'idempotency-key': string } => ({ 'idempotency-key': crypto.randomUUID() });

/** What your customer typed. Where the form has choices, the first is taken here. */
const typed: Readonly<Record<string, string>> = {
  email: 'lan.tran@traveller.example',
  mobile_phone: '+61400111222',
  first_name: 'Lan',
  last_name: 'Tran',
};

type Form = {
  type?: string;
  required: string[];
  properties: Record<string, Form>;
  items: Form;
  anyOf?: { const: string }[];
};

/** What the form of a trip requires, for one passenger. */
const answers = (form: Form): Record<string, unknown> =>
  Object.fromEntries(
    form.required.map((name) => {
      const field = form.properties[name] as Form;
      if (name === 'passengers') return [name, [answers(field.items)]];
      if (field.type === 'object') return [name, answers(field)];
      return [name, field.anyOf?.[0]?.const ?? typed[name]];
    }),
  );

type Answer = { data?: unknown; error?: unknown; response?: Response };

/** The booking of a create or confirm, after however many 202. */
const settled = async (answer: Answer): Promise<Booking> => {
  let { data, error, response } = answer;
  let incomplete_results_id = '';
  while (response?.status === 202) {
    const seconds = Number(response.headers.get('retry-after'));
    console.log('202, asked again after', seconds, 's');
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    incomplete_results_id = response.headers.get('location')?.split('/').at(-1) ?? incomplete_results_id;
    ({ data, error, response } = await getIncompleteResult({
      client,
      path: { client_id, incomplete_results_id },
    }));
  }
  if (error !== undefined) throw new Error(JSON.stringify(error));
  return data as Booking;
};

const departure_date = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const query = {
  departure_date,
  pax: 1,
  'departures[]': ['VNHANMYD'],
  'arrivals[]': ['VNSPASPT'],
  timeout: 10,
};
const found = await search({ client, path, query, throwOnError: true });
console.log(found.data.itineraries.length, 'trips on', departure_date);
const chosen = found.data.itineraries.find((one) => one.confirmation_type === 'Instant');
const itinerary_id = chosen?.id ?? '';

const opened = await getItinerary({
  client,
  path: { client_id, itinerary_id },
  query: { pax: 1 },
  throwOnError: true,
});
const { booking_token = '', booking_schema } = opened.data.itineraries[0] ?? {};
const booking_data = answers(booking_schema as Form) as BookingData;

// A key for each write, kept beside the order: the same request under it is executed once, however often it is sent.
const reserved = await settled(
  await createBooking({ client, path, headers: headers(), body: { booking_token, booking_data } }),
);
const booking = { client, path: { client_id, booking_id: reserved.id } };
const confirmed = await settled(await confirmBooking({ ...booking, headers: headers() }));
console.log(confirmed.id, confirmed.status, confirmed.total_price.amount);

const read = await getBooking({ ...booking, throwOnError: true });
console.log('is', read.data.status);
const ticket = await getTicket({ ...booking, throwOnError: true });
console.log('ticket at', (ticket.data as { ticket_url?: string }).ticket_url);
const preview = await cancelBooking({ ...booking, body: { preview: true }, throwOnError: true });
if ('refund_options' in preview.data) console.log('refund of', preview.data.refund_options[0]?.refund.amount);

const missing = await getBooking({ client, path: { client_id, booking_id: 'BK-1-XXXXX' } });
if (missing.error !== undefined)
  console.log(missing.response?.status, missing.error.code, missing.error.retryable ? 'retryable' : 'final');
