/** One funnel of a partner, as a balancer spreads it: opened, reserved, confirmed and read, each call where it is sent. */
import { setTimeout as sleep } from 'node:timers/promises';

export type Funnel = {
  readonly number: number;
  readonly clientId: string;
  readonly apiKey: () => string;
  /** Where its so-manieth call goes. */
  readonly baseUrl: (call: number) => string;
};

type Answer = {
  readonly status: number;
  readonly location: string | null;
  readonly body: {
    readonly id?: string;
    readonly code?: string;
    readonly status?: string;
    readonly itineraries?: readonly { readonly booking_token: string }[];
  };
};

const pollMs = 200;
const pollsMax = 100;

const bookingData = {
  email: 'mali.chai@traveller.example',
  mobile_phone: '+66811234567',
  passengers: [{ first_name: 'Mali', last_name: 'Chai', country_id: 'AR' }],
};

const itineraryOf = (number: number): string => {
  const day = new Date(Date.now() + (20 + (number % 300)) * 86_400_000).toISOString().slice(0, 10);
  return `TH014901tK0Rob00F0kQ2r7M-${day}-07:30`;
};

/** Takes it through; resolves to what was answered instead where it failed. */
export const bookThroughFunnel = async (funnel: Funnel): Promise<string | undefined> => {
  let calls = 0;
  const call = async (method: string, path: string, body?: object): Promise<Answer> => {
    calls += 1;
    const response = await fetch(`${funnel.baseUrl(calls)}${path}`, {
      method,
      headers: {
        'x-api-key': funnel.apiKey(),
        ...(method === 'POST' && { 'idempotency-key': `funnel-${funnel.number}-${calls}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status, headers } = response;
    return {
      status,
      location: headers.get('location'),
      body: text === '' ? {} : (JSON.parse(text) as Answer['body']),
    };
  };
  const settled = async (answer: Answer): Promise<Answer> => {
    let [now, location] = [answer, answer.location];
    for (let polls = 0; now.status === 202 && location !== null && polls < pollsMax; polls += 1) {
      await sleep(pollMs);
      now = await call('GET', location);
      location = now.location ?? location;
    }
    return now;
  };
  const told = (step: string, { status, body }: Answer): string =>
    `funnel ${funnel.number}, ${step}: ${status} ${body.code ?? ''}`;

  const base = `/v1/${funnel.clientId}`;
  const opened = await call('GET', `${base}/itineraries/${itineraryOf(funnel.number)}?pax=1`);
  const booking_token = opened.body.itineraries?.[0]?.booking_token;
  if (booking_token === undefined) return told('opened', opened);
  const created = await settled(
    await call('POST', `${base}/bookings`, { booking_token, booking_data: bookingData }),
  );
  if (created.status !== 200) return told('created', created);
  const path = `${base}/bookings/${created.body.id}`;
  const confirmed = await settled(await call('POST', `${path}/confirm`));
  if (confirmed.status !== 200) return told('confirmed', confirmed);
  const read = await call('GET', path);
  return read.body.status === 'approved' ? undefined : told(`read as ${read.body.status}`, read);
};
