/** Finishes each operation: examples, error descriptions, response headers, security, aliases. */
import type { AppRoute } from '@ts-rest/core';
import { type ErrorCode, errorCodes, errorTable } from '../errors.ts';
import { isRouteMetadata, type RouteMetadata } from '../metadata.ts';
import { codeSamples } from './code-samples.ts';
import { type Examples, problemExampleRefs, requestExamples, responseExamples } from './examples.ts';
import { responseHeaders } from './response-headers.ts';

type Media = { schema?: unknown; examples?: Examples | Readonly<Record<string, { $ref: string }>> };
type ResponseObject = {
  description: string;
  content?: Record<string, Media>;
  headers?: Record<string, unknown>;
};
type Parameter = { name?: string; in?: string };
type Operation = {
  tags?: string[];
  security?: Record<string, string[]>[];
  requestBody?: { required?: boolean; content?: Record<string, Media> };
  responses?: Record<string, ResponseObject>;
  parameters?: Parameter[];
  [extension: `x-${string}`]: unknown;
};

const tagOf = (metadata: RouteMetadata): string => {
  if (metadata.auth === 'ops') return 'Operations';
  if (metadata.auth === 'supplier' || metadata.endpoint === 'list_events') return 'Notifications';
  if (metadata.auth === 'none') return 'Health';
  if (metadata.cost === 'master_data') return 'Master data';
  return metadata.cost === 'search' ? 'Search' : 'Booking';
};

const securityOf: Record<RouteMetadata['auth'], Record<string, string[]>[]> = {
  partner: [{ apiKey: [] }],
  ops: [{ opsKey: [] }],
  supplier: [],
  none: [],
};

/** Codes of one endpoint only; every other code may come from any route that declares its status. */
const codesOfEndpoints: Partial<Record<ErrorCode, readonly string[]>> = {
  credit_line_insufficient: ['create_booking', 'confirm_booking', 'incomplete_results'],
  itinerary_not_found: ['get_itinerary'],
  booking_not_found: [
    'confirm_booking',
    'booking_details',
    'ticket',
    'cancel_booking',
    'ops_inspect_booking',
    'ops_find',
    'ops_resolve_outcome',
  ],
  incomplete_result_not_found: ['incomplete_results'],
  booking_token_expired: ['lock_seats', 'quote_booking', 'create_booking', 'incomplete_results'],
  client_not_found: [
    'ops_change_client_limits',
    'ops_change_webhook_endpoint',
    'ops_check_upstream_keys',
    'ops_configuration',
    'ops_dry_run',
    'ops_explain_price',
    'ops_find',
    'ops_inspect_booking',
    'ops_log_lines',
    'ops_open_outcomes',
    'ops_release_seat_locks',
    'ops_replay_webhooks',
    'ops_resolve_outcome',
    'ops_seat_locks',
    'ops_state',
    'ops_webhook_dead_letters',
    'ops_webhooks',
  ],
  ticket_not_allowed: ['ticket'],
  trip_unavailable: ['get_itinerary', 'lock_seats', 'quote_booking', 'create_booking', 'incomplete_results'],
  price_changed: ['create_booking', 'confirm_booking', 'incomplete_results'],
  seat_locked: ['lock_seats', 'create_booking', 'incomplete_results'],
  already_reserved: ['create_booking'],
  already_confirmed: ['confirm_booking'],
  confirm_failed: ['confirm_booking', 'incomplete_results'],
  refund_option_expired: ['cancel_booking'],
  idempotency_in_progress: ['create_booking', 'confirm_booking', 'cancel_booking'],
  reserve_not_executed: ['create_booking', 'incomplete_results'],
  booking_token_stale: ['create_booking', 'incomplete_results'],
  outcome_settled: ['ops_resolve_outcome'],
  schema_validation_failed: ['create_booking', 'incomplete_results'],
  missing_parameter: ['quote_booking', 'create_booking', 'incomplete_results'],
  seats_unavailable: ['lock_seats', 'create_booking', 'incomplete_results'],
  cost_mismatch: ['create_booking'],
  invalid_booking_token: ['lock_seats', 'unlock_seats', 'quote_booking', 'create_booking'],
  non_cancellable: ['cancel_booking'],
  idempotency_key_reused: ['create_booking', 'confirm_booking', 'cancel_booking'],
  unprocessable: ['get_itinerary', 'confirm_booking', 'test_webhook'],
  schema_unavailable: ['get_itinerary', 'lock_seats', 'quote_booking', 'create_booking'],
  seat_lock_unavailable: ['lock_seats', 'unlock_seats', 'ops_seat_locks', 'ops_release_seat_locks'],
  idempotency_unavailable: ['create_booking', 'confirm_booking', 'cancel_booking', 'incomplete_results'],
  idempotency_memory_lost: ['create_booking', 'confirm_booking', 'cancel_booking'],
  idempotency_memory_young: ['create_booking', 'confirm_booking', 'cancel_booking'],
  credit_unavailable: ['create_booking', 'confirm_booking'],
  result_expired: ['incomplete_results'],
};

const mayAnswer = (code: ErrorCode, status: number, endpoint: string): boolean =>
  errorTable[code].status === status && (codesOfEndpoints[code]?.includes(endpoint) ?? true);

/** A poll tells of the write that it asks about, in the codes of that write. */
const tellsOutcome =
  ({ idempotent, cost }: RouteMetadata) =>
  (code: ErrorCode): boolean =>
    idempotent ||
    (cost === 'poll' &&
      code !== 'incomplete_result_not_found' &&
      codesOfEndpoints[code]?.includes('incomplete_results') === true);

const describeProblem = (response: ResponseObject, status: number, route: RouteMetadata): ResponseObject => {
  const codes = errorCodes.filter((code) => mayAnswer(code, status, route.endpoint));
  const media = response.content?.['application/problem+json'];
  if (media === undefined) return response;
  return {
    ...response,
    description:
      codes.map((code) => `\`${code}\`: ${errorTable[code].meaning}`).join('\n\n') || 'Problem details.',
    content: {
      'application/problem+json': { ...media, examples: problemExampleRefs(codes, tellsOutcome(route)) },
    },
  };
};

const successDescriptions: Record<string, string> = {
  200: 'Success.',
  202: 'Still running; empty body.',
  204: 'Done; empty body.',
  206: 'The same body; some suppliers are still being refreshed.',
  304: 'Not modified.',
};

/** What a 200 brings is said by its schema, where that says something. */
const successOf = (status: string, { content, description }: ResponseObject): string => {
  if (status === '202' && content !== undefined) return 'Taken; it is done soon.';
  return status === '200' && description !== status
    ? description
    : (successDescriptions[status] ?? description);
};

const finishResponse = (
  response: ResponseObject,
  { id, status }: { readonly id: string; readonly status: string },
  route: RouteMetadata,
): ResponseObject => {
  const described = describeProblem(response, Number(status), route);
  const examples = responseExamples[id]?.[status];
  const [mediaType, media] = Object.entries(described.content ?? {})[0] ?? [];
  return {
    ...described,
    description: successOf(status, described),
    headers: responseHeaders(route, Number(status)),
    ...(mediaType !== undefined && examples !== undefined
      ? { content: { [mediaType]: { ...media, examples } } }
      : {}),
  };
};

const optionalBodies: ReadonlySet<string> = new Set(['cancelBooking', 'unlockSeats']);

const finishRequestBody = (operation: Operation, id: string): Operation['requestBody'] => {
  const media = operation.requestBody?.content?.['application/json'];
  if (media === undefined) return undefined;
  const examples = requestExamples[id];
  return {
    required: !optionalBodies.has(id),
    content: { 'application/json': { ...media, ...(examples === undefined ? {} : { examples }) } },
  };
};

const listParameters = new Set(['departures', 'arrivals', 'pax_ages']);

/** What every call about trips and bookings takes (contract §2), whether or not its route does something with it. */
const commonParameters = [
  {
    name: 'currency',
    in: 'query',
    description: 'ISO 4217 in upper case, else 400. Search and get itinerary quote the gross price in it.',
    schema: { type: 'string', pattern: '^[A-Z]{3}$' },
  },
  {
    name: 'locale',
    in: 'query',
    description: 'A culture code such as `en`, `th` or `pt-BR`; unknown ones mean the default culture.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,35}$' },
  },
];

const withCommon = (parameters: Parameter[], { auth, cost }: RouteMetadata): Parameter[] => {
  if (auth !== 'partner' || cost === 'master_data') return parameters;
  const isNew = ({ name }: Parameter): boolean => !parameters.some((known) => known.name === name);
  return [...parameters, ...commonParameters.filter(isNew)];
};

const namedParameters = (operation: Operation, route: RouteMetadata) =>
  withCommon(operation.parameters ?? [], route)
    .filter(({ name }) => name !== 'x-api-key' && name !== 'x-ops-key')
    .map((parameter) =>
      parameter.in === 'query' && listParameters.has(parameter.name ?? '')
        ? { ...parameter, name: `${parameter.name}[]`, style: 'form', explode: true }
        : parameter,
    );

/** Gives an operation its tag, security, examples, error descriptions, response headers and aliases. */
export const finishOperation = (operation: Operation, appRoute: AppRoute, id: string): Operation => {
  if (!isRouteMetadata(appRoute.metadata)) throw new Error(`Route ${id} has no metadata`);
  const route = appRoute.metadata;
  const { requestBody: _, ...rest } = operation;
  const requestBody = finishRequestBody(operation, id);
  return {
    ...rest,
    tags: [tagOf(route)],
    security: securityOf[route.auth],
    parameters: namedParameters(operation, route),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: Object.fromEntries(
      Object.entries(operation.responses ?? {}).map(([status, response]) => [
        status,
        finishResponse(response, { id, status }, route),
      ]),
    ),
    ...(route.aliases.length === 0 ? {} : { 'x-aliases': route.aliases }),
    ...(codeSamples[id] === undefined ? {} : { 'x-codeSamples': codeSamples[id] }),
    'x-cost': route.cost,
    ...(route.scope === null ? {} : { 'x-scope': route.scope }),
    ...(route.readOnly ? { 'x-read-only': true } : {}),
    // Of no use to partners: the reference leaves it out of their menu.
    ...(route.auth === 'supplier' ? { 'x-internal': true } : {}),
  };
};
