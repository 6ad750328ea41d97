/** A partner that books as the contract asks: one key for a cart, patient with 202 and 503, and it never gives up early. */
import type { CrashTarget } from '../../../write-guard/test/crash/target.ts';
import type { Verdict } from '../../../write-guard/test/crash/verdicts.ts';

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

const understand = (answer: Answer | undefined): Verdict => {
  if (answer === undefined) return { what: 'unresolved', code: 'no answer' };
  const { status, outcome, body } = answer;
  if (status !== 202 && (status === 200 || outcome === 'executed')) return { what: 'booked' };
  return status !== 202 && outcome === 'not_executed' && finalCodes.has(body.code)
    ? { what: 'not_executed', code: body.code ?? '' }
    : { what: 'unresolved', code: `${status} ${body.code ?? ''}` };
};

const itineraryOf = (cart: number): string => {
  const day = new Date(Date.now() + (20 + (cart % 100)) * 86_400_000).toISOString().slice(0, 10);
  return `TH014901tK0Rob00F0kQ2r7M-${day}-07:30`;
};

const bodyOf = (token: string): string =>
  JSON.stringify({
    booking_token: token,
    booking_data: {
      email: 'mali.chai@traveller.example',
      mobile_phone: '+66811234567',
      passengers: [{ first_name: 'Mali', last_name: 'Chai', country_id: 'AR' }],
    },
  });

type Call = (path: string, init?: RequestInit) => Promise<Answer | undefined>;

const open = async (call: Call, cart: number): Promise<string | undefined> => {
  const opened = await call(`/itineraries/${itineraryOf(cart)}?pax=1`);
  return opened?.body.itineraries?.[0]?.booking_token;
};

/** The same create again and again; a 202 is polled as often as the create is sent again, since partners do both. */
const createAgain = (call: Call, token: string, random: () => number) => {
  const body = bodyOf(token);
  let location: string | null | undefined;
  return async (): Promise<Verdict> => {
    const isPoll = location != null && random() < 0.5;
    const answer = await (isPoll ? call(location ?? '') : call('/bookings', { method: 'POST', body }));
    location = answer?.location;
    return understand(answer);
  };
};

/** The partner of one client; `cartOf` names the 12go cart behind a booking token. */
export const createPartner =
  (
    { clientId, apiKey }: Readonly<Record<'clientId' | 'apiKey', string>>,
    cartOf: (token: string) => string,
  ): CrashTarget['bookOne'] =>
  async (cart, { baseUrl, random, patience }) => {
    const key = { 'idempotency-key': `key-${cart}` };
    const headers = { 'x-api-key': apiKey, 'content-type': 'application/json', ...key };
    const call: Call = (path, init) => ask(`${baseUrl()}/v1/${clientId}${path}`, { headers, ...init });
    const token = await patience.untilGiven(() => open(call, cart));
    const told = await patience.untilTold(createAgain(call, token, random));
    return { cart: cartOf(token), ...told };
  };
