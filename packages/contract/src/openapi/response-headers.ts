/** The response headers of the contract (§2) as OpenAPI components, and which of them each route and status answers with. */
import type { RouteMetadata } from '../metadata.ts';

const header = (description: string, schema: Record<string, unknown> = { type: 'string' }) => ({
  description,
  schema,
});

/** Every response header, by the name it is documented under. */
export const headerComponents = {
  'x-correlation-id': header('The request’s correlation id, taken over or made.'),
  'x-api-experiment': header('Echoed.'),
  'x-request-id': header('Echoed.'),
  Deprecation: header('Date the requested version ends, when it does: `YYYY-MM-DD`.'),
  Sunset: header('The same as an HTTP date.'),
  'X-Outcome': header('Whether the booking was changed upstream.', {
    type: 'string',
    enum: ['executed', 'not_executed', 'unknown'],
  }),
  'Idempotent-Replayed': header(
    'On an answer that was given before: `true` for the same bytes again, `rebuilt` where the store had lost them and the booking was read instead.',
    { type: 'string', enum: ['true', 'rebuilt'] },
  ),
  'X-Ignored': header(
    'What the answer did without: members and query parameters that the route does not know, and places of a search that are not known, such as `body.note, query.lang, query.departure_poi=THXXX`.',
  ),
  'x-recheck': header('Always `true`.', { type: 'string', const: 'true' }),
  Location: header(
    'Where to poll: `/incomplete_results/{id}`. It can be followed as it stands, on the same host and with the same API key, and is the same as `/v1/{client_id}/incomplete_results/{id}`.',
  ),
  'Retry-After': header('Seconds to wait.', { type: 'integer', minimum: 0 }),
  'RateLimit-Policy': header(
    'How many calls of this class the client may make in how many seconds, such as `"search";q=300;w=60`. The classes are `search`, `booking`, `poll` and `master_data`.',
  ),
  RateLimit: header(
    'How many calls are left, and in how many seconds there are more, such as `"search";r=12;t=8`. Not on 401, nor where a request was not read so far.',
  ),
  ETag: header(
    'Names these bytes: equal tags, equal answers. A search has one where the gateway keeps its answers.',
  ),
  'Cache-Control': header(
    'Of lists one hour at most. Of a search with an `ETag` `private, no-cache`: keep it, and ask whether it is still the answer; else `no-store`.',
  ),
  Vary: header(
    'By what else answers differ: `x-api-key` of lists, `accept-encoding` of a search with an `ETag`.',
  ),
  'Content-Encoding': header(
    'The coding of `Accept-Encoding` that a search with an `ETag` came in, each with a tag of its own; none where it came as it is.',
    { type: 'string', enum: ['zstd', 'br', 'gzip'] },
  ),
} as const;

type HeaderName = keyof typeof headerComponents;

const partnerHeaders: HeaderName[] = [
  'x-api-experiment',
  'x-request-id',
  'Deprecation',
  'Sunset',
  'X-Ignored',
];
const limitHeaders: HeaderName[] = ['RateLimit-Policy', 'RateLimit'];
const retryStatuses = [202, 429, 503];

/** What a caller may keep for a while, or ask about again. */
const isKept = ({ cost, endpoint }: RouteMetadata, status: number): boolean =>
  (cost === 'master_data' && status < 400) || (endpoint === 'search' && [200, 304].includes(status));

const headerNames = (route: RouteMetadata, status: number): HeaderName[] => [
  'x-correlation-id',
  ...(route.auth === 'partner' ? partnerHeaders : []),
  ...(route.auth === 'partner' && route.cost !== 'none' && status !== 401 ? limitHeaders : []),
  ...(route.idempotent || route.cost === 'poll' ? (['X-Outcome'] as const) : []),
  ...(route.idempotent ? (['Idempotent-Replayed'] as const) : []),
  ...(status === 206 ? (['x-recheck'] as const) : []),
  ...(status === 202 && (route.idempotent || route.cost === 'poll') ? (['Location'] as const) : []),
  ...(retryStatuses.includes(status) ? (['Retry-After'] as const) : []),
  ...(isKept(route, status) ? (['ETag', 'Cache-Control', 'Vary'] as const) : []),
  ...(route.endpoint === 'search' && status === 200 ? (['Content-Encoding'] as const) : []),
];

/** References to the headers a route answers with at a status. */
export const responseHeaders = (route: RouteMetadata, status: number): Record<string, { $ref: string }> =>
  Object.fromEntries(
    headerNames(route, status).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
