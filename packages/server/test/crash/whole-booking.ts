/** A partner who takes a booking from its itinerary to its confirmation, and every second one to its end, whatever dies meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';

type Client = Readonly<Record<'clientId' | 'apiKey', string>>;
type Body = {
  readonly id?: string;
  readonly code?: string;
  readonly status?: string;
  readonly itineraries?: readonly { readonly booking_token: string }[];
};
type Answer = { readonly status: number; readonly location: string | null; readonly body: Body };
type Call = (path: string, init?: RequestInit) => Promise<Answer | undefined>;

export type WholeBooking = {
  readonly cart: number;
  readonly baseUrl: () => string;
  readonly cancels: boolean;
};

const requestLimitMs = 8_000;
const pauseMs = 150;
const triesMax = 600;

const callsOf =
  ({ clientId, apiKey }: Client, baseUrl: () => string): Call =>
  async (path, init = {}) => {
    const headers = { 'x-api-key': apiKey, 'content-type': 'application/json', ...init.headers };
    try {
      const signal = AbortSignal.timeout(requestLimitMs);
      const response = await fetch(`${baseUrl()}/v1/${clientId}${path}`, { ...init, headers, signal });
      const text = await response.text();
      const body = text === '' ? {} : (JSON.parse(text) as Body);
      return { status: response.status, location: response.headers.get('location'), body };
    } catch {
      return undefined; // the gateway died, or the answer was cut
    }
  };

const itineraryOf = (cart: number): string => {
  const day = new Date(Date.now() + (20 + (cart % 100)) * 86_400_000).toISOString().slice(0, 10);
  return `TH014901tK0Rob00F0kQ2r7M-${day}-07:30`;
};

const bookingData = {
  email: 'mali.chai@traveller.example',
  mobile_phone: '+66811234567',
  passengers: [{ first_name: 'Mali', last_name: 'Chai', country_id: 'AR' }],
};

/** Asks until there is an answer that is an end, polling what is open; undefined when patience ends first. */
const untilEnd = async (
  call: Call,
  path: string,
  { init, isEnd }: { readonly init: RequestInit; readonly isEnd: (answer: Answer) => boolean },
): Promise<Answer | undefined> => {
  let location: string | null = null;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const answer: Answer | undefined = await (location === null ? call(path, init) : call(location));
    if (answer !== undefined && answer.status !== 202 && isEnd(answer)) return answer;
    location = answer?.status === 202 ? answer.location : null;
    await sleep(pauseMs);
  }
  return undefined;
};

const post = (key: string, body?: object): RequestInit => ({
  method: 'POST',
  headers: { 'idempotency-key': key },
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

const reserve = async (call: Call, cart: number): Promise<string | undefined> => {
  // A token whose memory is gone is never executed: the partner opens the itinerary anew.
  for (let round = 0; round < 20; round += 1) {
    const opened = await untilEnd(call, `/itineraries/${itineraryOf(cart)}?pax=1`, {
      init: {},
      isEnd: ({ status }) => status === 200,
    });
    const booking_token = opened?.body.itineraries?.[0]?.booking_token;
    if (booking_token === undefined) return undefined;
    const created = await untilEnd(call, '/bookings', {
      init: post(`create-${cart}-${round}`, { booking_token, booking_data: bookingData }),
      isEnd: ({ status, body }) =>
        status === 200 || body.code === 'booking_token_stale' || body.code === 'reserve_not_executed',
    });
    if (created?.status === 200) return created.body.id;
  }
  return undefined;
};

/** Takes it through; gives up silently, because what counts is what 12go executed. */
export const bookThrough = async (
  client: Client,
  { cart, baseUrl, cancels }: WholeBooking,
): Promise<void> => {
  const call = callsOf(client, baseUrl);
  const id = await reserve(call, cart);
  if (id === undefined) return;
  const confirmed = await untilEnd(call, `/bookings/${id}/confirm`, {
    init: post(`confirm-${cart}`),
    isEnd: ({ status, body }) => status === 200 || body.code === 'already_confirmed',
  });
  if (confirmed === undefined || !cancels) return;
  await untilEnd(call, `/bookings/${id}/cancel`, {
    init: post(`cancel-${cart}`, {}),
    isEnd: ({ status, body }) => status === 200 || body.code === 'non_cancellable',
  });
};
