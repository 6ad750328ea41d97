/** A day of one partner, recorded at a running gateway that stands for the old system. */
import type { RecordedLine } from '@partner-gateway/rollout';

/** Whose day, and where. */
export type Recorded = { readonly baseUrl: string; readonly clientId: string; readonly apiKey: string };

type Call = Pick<RecordedLine, 'endpoint' | 'method' | 'path'> & { readonly body?: object };

const travellers = {
  email: 'canary.lan@traveller.example',
  mobile_phone: '+61400111222',
  passengers: [{ first_name: 'Canarina', last_name: 'Tran', country_id: 'VN' }],
  additional_fields: { points_pickup: 'myd' },
};

/** Records one call. */
const recorderOf = ({ baseUrl, clientId, apiKey }: Recorded, lines: RecordedLine[]) => {
  const call = async ({ endpoint, method, path, body }: Call): Promise<Record<string, unknown>> => {
    const startMs = performance.now();
    const response = await fetch(`${baseUrl}/v1/${clientId}${path}`, {
      method,
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = JSON.parse(await response.text());
    lines.push({
      at: new Date().toISOString(),
      client: clientId,
      method,
      path: `/v1/${clientId}${path}`,
      endpoint,
      headers: { 'x-api-key': apiKey },
      ...(body !== undefined && { body }),
      answer: { status: response.status, ms: performance.now() - startMs, body: answer },
    });
    return answer;
  };
  return call;
};

/** Searches, opens, books, confirms, reads and cancels; returns what was recorded. */
export const recordDay = async (where: Recorded, date: string): Promise<RecordedLine[]> => {
  const lines: RecordedLine[] = [];
  const call = recorderOf(where, lines);
  const get = (endpoint: string, path: string) => call({ endpoint, method: 'GET', path });
  const post = (endpoint: string, path: string, body: object) =>
    call({ endpoint, method: 'POST', path, body });
  await get('station_list', '/stations/GetList');
  const route = `departures=VNHANMYD&arrivals=VNSPASPT&departure_date=${date}&pax=1`;
  const found = (await get('search', `/itineraries?${route}&timeout=10`)) as {
    itineraries: { id: string }[];
  };
  const opened = await get('get_itinerary', `/itineraries/${found.itineraries[0]?.id}?pax=1`);
  const [itinerary] = (opened as { itineraries: { booking_token: string }[] }).itineraries;
  const booking_token = itinerary?.booking_token;
  await post('lock_seats', '/seats', { booking_token, booking_data: { seat_selection: ['A1'] } });
  const { id } = await post('create_booking', '/bookings', { booking_token, booking_data: travellers });
  await post('confirm_booking', `/bookings/${id}/confirm`, {});
  await get('booking_details', `/bookings/${id}`);
  await get('ticket', `/bookings/${id}/ticket`);
  await get('booking_details', '/bookings/BK-1-00000');
  await post('cancel_booking', `/bookings/${id}/cancel`, { preview: true });
  return lines;
};
