/** A partner that books as the contract asks: one key for a cart, patient with 202 and 503, and it never gives up early. */
import { setTimeout as sleep } from 'node:timers/promises';

/** What a partner was finally told of one cart. */
export type Told = {
  readonly token: string;
  readonly what: 'booked' | 'not_executed' | 'unresolved';
  /** The code of a refusal. */
  readonly code?: string;
  /** From the first create to the final answer. */
  readonly tookMs: number;
  readonly retries: number;
};

export type PartnerOptions = {
  readonly clientId: string;
  readonly apiKey: string;
  /** Any gateway, as a load balancer would pick it. */
  readonly baseUrl: () => string;
  readonly random: () => number;
  readonly patienceMs: number;
};

type Answer = {
  readonly status: number;
  readonly outcome: string | null;
  readonly location: string | null;
  readonly body: { readonly code?: string; readonly itineraries?: readonly { booking_token: string }[] };
};

/** Refusals that stay, beside those that are stored: the token is spent. Anything else that sent nothing is asked again. */
const finalCodes: ReadonlySet<string | undefined> = new Set([
  'reserve_not_executed',
  'booking_token_stale',
  'booking_token_expired',
  'trip_unavailable',
  'upstream_error',
]);

const requestLimitMs = 6_000;

const ask = async (url: string, init: RequestInit): Promise<Answer | undefined> => {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(requestLimitMs) });
    const text = await response.text();
    return {
      status: response.status,
      outcome: response.headers.get('x-outcome'),
      location: response.headers.get('location'),
      body: text === '' ? {} : (JSON.parse(text) as Answer['body']),
    };
  } catch {
    return undefined; // the gateway died, or the answer was cut
  }
};

const understand = (answer: Answer | undefined): Pick<Told, 'what' | 'code'> | undefined => {
  if (answer === undefined || answer.status === 202) return undefined;
  if (answer.status === 200 || answer.outcome === 'executed') return { what: 'booked' };
  const { code } = answer.body;
  return answer.outcome === 'not_executed' && code !== undefined && finalCodes.has(code)
    ? { what: 'not_executed', code }
    : undefined;
};

/** Books one cart. */
export const bookOne = async (options: PartnerOptions, itineraryId: string, key: string): Promise<Told> => {
  const { clientId, apiKey, baseUrl, random, patienceMs } = options;
  const headers = { 'x-api-key': apiKey, 'content-type': 'application/json', 'idempotency-key': key };
  const giveUpAtMs = performance.now() + patienceMs;
  const pause = () => sleep(50 + 150 * random());

  const open = async (): Promise<string> => {
    while (performance.now() < giveUpAtMs) {
      const answer = await ask(`${baseUrl()}/v1/${clientId}/itineraries/${itineraryId}?pax=1`, { headers });
      const token = answer?.body.itineraries?.[0]?.booking_token;
      if (token !== undefined) return token;
      await pause();
    }
    throw new Error('no itinerary could be opened');
  };

  const token = await open();
  const body = JSON.stringify({
    booking_token: token,
    booking_data: {
      email: 'mali.chai@traveller.example',
      mobile_phone: '+66811234567',
      passengers: [{ first_name: 'Mali', last_name: 'Chai', country_id: 'AR' }],
    },
  });
  const create = () => ask(`${baseUrl()}/v1/${clientId}/bookings`, { method: 'POST', headers, body });
  /** A 202 is polled as often as the create is sent again: partners do both. */
  const next = (last: Answer | undefined) =>
    last?.location != null && random() < 0.5
      ? ask(`${baseUrl()}/v1/${clientId}${last.location}`, { headers })
      : create();

  const startedMs = performance.now();
  let retries = 0;
  let answer = await create();
  for (;;) {
    const told = understand(answer);
    const tookMs = performance.now() - startedMs;
    if (told !== undefined) return { token, ...told, tookMs, retries };
    if (performance.now() > giveUpAtMs) {
      const code = answer === undefined ? 'no answer' : `${answer.status} ${answer.body.code ?? ''}`;
      return { token, what: 'unresolved', code, tookMs, retries };
    }
    await pause();
    retries += 1;
    answer = await next(answer);
  }
};
