/** A story as an HTTP archive (HAR 1.2): requests and calls of 12go with their times and statuses, and nothing that was in them. */
import type { Inspection } from '@partner-gateway/contract';

/** How partners reach each endpoint; a test compares them with the contract. */
export const partnerEndpoints: Readonly<Record<string, string>> = {
  search: 'GET /itineraries',
  get_itinerary: 'GET /itineraries/{itinerary_id}',
  lock_seats: 'POST /seats',
  unlock_seats: 'DELETE /seats',
  quote_booking: 'POST /bookings/quote',
  create_booking: 'POST /bookings',
  confirm_booking: 'POST /bookings/{booking_id}/confirm',
  booking_details: 'GET /bookings/{booking_id}',
  ticket: 'GET /bookings/{booking_id}/ticket',
  cancel_booking: 'POST /bookings/{booking_id}/cancel',
  incomplete_results: 'GET /incomplete_results/{incomplete_results_id}',
  list_events: 'GET /events',
  test_webhook: 'POST /webhooks/test',
  stations: 'GET /stations',
  station_list: 'GET /stations/GetList',
  operating_carriers: 'GET /operating_carriers',
  operating_carrier_list: 'GET /operating_carriers/GetList',
  pois: 'GET /pois',
  poi_list: 'GET /pois/GetList',
};

/** Calls of 12go that are no GET; a test compares them with its client. */
export const upstreamPosts: readonly string[] = [
  'addToCart',
  'addToCartByAttributes',
  'reserve',
  'confirm',
  'refund',
];

const endpointOfWrite: Readonly<Record<string, string>> = {
  reserve: 'create_booking',
  confirm: 'confirm_booking',
  refund: 'cancel_booking',
};

type Entry = NonNullable<Inspection['timeline']>[number];
type Detail = Entry['detail'];

type Exchange = {
  readonly startedMs: number;
  /** Undefined where it is not known. */
  readonly ms: number | undefined;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** 0 where there was no answer. */
  readonly status: number;
  readonly comment: string;
};

const hosts = { gateway: 'https://gateway.invalid', twelveGo: 'https://12go.invalid' } as const;

const words = (detail: Detail): string =>
  Object.entries(detail)
    .filter(([name]) => name !== 'operation' && name !== 'latencyMs')
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

const ofPartner = (client: string, endpoint: string) => {
  const [method = 'GET', path = `/${endpoint}`] = partnerEndpoints[endpoint]?.split(' ') ?? [];
  return { method, url: `${hosts.gateway}/v1/${encodeURIComponent(client)}${path}` };
};

const correlationHeader = (id: unknown): Exchange['headers'] =>
  id === undefined ? [] : [{ name: 'x-correlation-id', value: String(id) }];

const toCall = ({ at, detail }: Entry): Exchange => {
  const { operation, latencyMs, status, kind } = detail;
  const ms = typeof latencyMs === 'number' ? latencyMs : undefined;
  const answered = kind === undefined ? 200 : 0;
  return {
    startedMs: Date.parse(at) - (ms ?? 0),
    ms,
    method: upstreamPosts.includes(String(operation)) ? 'POST' : 'GET',
    url: `${hosts.twelveGo}/${operation}`,
    headers: [],
    status: typeof status === 'number' ? status : answered,
    comment: [
      words(detail),
      ...(answered === 200 ? ['of its 2xx statuses only that it was one is kept'] : []),
    ].join('; '),
  };
};

/** The answer that ended a write is the next one of its kind. */
const toRequest = (entries: readonly Entry[], index: number, client: string): Exchange[] => {
  const begun = entries[index];
  if (begun?.step !== 'request') return [];
  const { operation, correlationId } = begun.detail;
  const isOwn = ({ detail }: Entry): boolean => detail.operation === operation;
  const rest = entries.slice(index + 1);
  const next = rest.findIndex((entry) => entry.step === 'request' && isOwn(entry));
  const answer = rest
    .slice(0, next < 0 ? undefined : next)
    .find((entry) => entry.step === 'answer' && isOwn(entry));
  const startedMs = Date.parse(begun.at);
  return [
    {
      startedMs,
      ms: answer === undefined ? undefined : Date.parse(answer.at) - startedMs,
      ...ofPartner(client, endpointOfWrite[String(operation)] ?? String(operation)),
      headers: correlationHeader(correlationId),
      status: Number(answer?.detail.status ?? 0),
      comment: answer === undefined ? 'no answer is in the story' : words(answer.detail),
    },
  ];
};

/** A request that failed is kept as a whole: when in it 12go was called is not known. */
const ofFailed = ({ request, resolved, timeline }: Inspection): Exchange[] => {
  if (request === null) return [];
  const startedMs = Date.parse(request.at) - request.latency_ms;
  const calls = (timeline ?? []).filter(({ step }) => step === 'upstream_call');
  return [
    {
      startedMs,
      ms: request.latency_ms,
      ...ofPartner(resolved.client_id ?? '{client_id}', request.endpoint),
      headers: correlationHeader(request.correlation_id),
      status: request.status,
      comment: [request.code, request.reason].filter((word) => word !== null).join(' '),
    },
    ...calls.map((call) => ({ ...toCall(call), startedMs })),
  ];
};

/** Of a story by a correlation id only that request and what was called for it. */
const ofStory = ({ resolved, timeline }: Inspection): Exchange[] => {
  const all = timeline ?? [];
  const isAsked = ({ step, detail }: Entry): boolean =>
    step === 'request' && [detail.correlationId, detail.traceId].includes(resolved.asked);
  const from = all.findIndex(isAsked);
  const after = all.findIndex((entry, index) => index > from && entry.step === 'request' && !isAsked(entry));
  const entries = from < 0 ? all : all.slice(from, after < 0 ? undefined : after);
  const client = resolved.client_id ?? '{client_id}';
  return entries.flatMap((entry, index) =>
    entry.step === 'upstream_call' ? [toCall(entry)] : toRequest(entries, index, client),
  );
};

const unknown = { headersSize: -1, bodySize: -1, cookies: [], httpVersion: 'HTTP/1.1' } as const;

const toEntry = ({ startedMs, ms = 0, method, url, headers, status, comment }: Exchange) => ({
  startedDateTime: new Date(startedMs).toISOString(),
  time: ms,
  request: { method, url, headers, queryString: [], ...unknown },
  response: {
    status,
    statusText: '',
    headers: [],
    content: { size: -1, mimeType: 'application/json' },
    redirectURL: '',
    ...unknown,
  },
  cache: {},
  timings: { send: 0, wait: ms, receive: 0 },
  comment,
});

/** Makes the archive. Bodies, keys, queries and ids in paths are not in it, because the gateway keeps none. */
export const toHar = (inspection: Inspection, version: string) => {
  const exchanges = inspection.request === null ? ofStory(inspection) : ofFailed(inspection);
  return {
    log: {
      version: '1.2',
      creator: { name: 'partner-cli', version },
      comment:
        'Made from what the gateway keeps: no bodies, keys, queries or ids in paths; hosts are placeholders.',
      entries: exchanges.toSorted((one, two) => one.startedMs - two.startedMs).map(toEntry),
    },
  };
};
