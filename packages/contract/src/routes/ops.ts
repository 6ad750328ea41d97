/** The ops API that the CLI uses: its own listener, its own keys. */
import { z } from 'zod';
import { opsHeaders } from '../headers.ts';
import { clientIdPattern } from '../paths.ts';
import { itineraryQuerySchema } from '../schemas/checkout.ts';
import { clientLimitsRequestSchema, clientLimitsSchema } from '../schemas/ops/client-limits.ts';
import { configurationQuerySchema, configurationSchema } from '../schemas/ops/configuration.ts';
import { dryRunRequestSchema, dryRunSchema } from '../schemas/ops/dry-run.ts';
import { findRequestSchema, inspectionSchema } from '../schemas/ops/inspection.ts';
import { logLinesQuerySchema, logLinesSchema } from '../schemas/ops/log-lines.ts';
import {
  openOutcomesSchema,
  resolvedOutcomeSchema,
  resolveRequestSchema,
} from '../schemas/ops/open-outcomes.ts';
import { priceExplanationSchema } from '../schemas/ops/price-trace.ts';
import { reloadedSchema } from '../schemas/ops/reload.ts';
import {
  releasedSeatLocksSchema,
  releaseSeatLocksRequestSchema,
  seatLocksQuerySchema,
  seatLocksSchema,
} from '../schemas/ops/seat-locks.ts';
import {
  checkedKeysSchema,
  checkKeysRequestSchema,
  operatorSchema,
  serviceStateSchema,
} from '../schemas/ops/service-state.ts';
import { upstreamLimitsRequestSchema, upstreamLimitsSchema } from '../schemas/ops/upstream-limits.ts';
import { opsEventRoutes } from './ops-events.ts';
import { operators } from './ops-scopes.ts';
import { c, itineraryParams, problems } from './route-kit.ts';

const inspectBooking = {
  method: 'GET',
  path: '/ops/v1/bookings/:booking_id/inspection',
  summary: 'Inspect a booking',
  description:
    'Tells what happened to a booking and what to do about it, read live as far as 12go answers, else from the journal and the guard alone. Takes whatever `find` takes that is no secret.',
  pathParams: z.object({ booking_id: z.string().min(1).max(2048) }),
  query: z.object({ client_id: z.string().regex(clientIdPattern).optional() }),
  headers: opsHeaders,
  responses: { 200: inspectionSchema, ...problems(400, 401, 403, 404, 500, 502, 503, 504) },
  metadata: operators('ops_inspect_booking'),
} as const;

const find = {
  method: 'POST',
  path: '/ops/v1/find',
  summary: 'Find a story by anything',
  description:
    'Finds a booking, a cart or a request by whatever is at hand, and tells what happened to it, as inspect does. Nothing is changed. Without `client_id` every client is looked at.',
  body: findRequestSchema,
  headers: opsHeaders,
  responses: { 200: inspectionSchema, ...problems(400, 401, 403, 404, 500, 502, 503, 504) },
  metadata: operators('ops_find'),
} as const;

const explainPrice = {
  method: 'GET',
  path: '/ops/v1/clients/:client_id/itineraries/:itinerary_id/price',
  summary: 'Explain a price',
  description:
    'Reads the trip live, without a cart, prices it as search does for this client now, and tells every step. `pax` is for plain ids, which do not carry it.',
  pathParams: itineraryParams,
  query: itineraryQuerySchema.pick({ pax: true, currency: true }),
  headers: opsHeaders,
  responses: { 200: priceExplanationSchema, ...problems(400, 401, 403, 404, 422, 500, 502, 503, 504) },
  metadata: operators('ops_explain_price'),
} as const;

const dryRun = {
  method: 'POST',
  path: '/ops/v1/dry-runs',
  summary: 'Judge a create without sending it',
  description:
    'Does everything that create does before 12go is asked to reserve, read only: nothing is sent, held, claimed, locked or stored. For a parallel run beside another system, which compares the verdict, the price and the digests with its own; no value of the booking data is in an answer or a log line.',
  body: dryRunRequestSchema,
  headers: opsHeaders,
  responses: { 200: dryRunSchema, ...problems(400, 401, 403, 404, 500, 502, 503, 504) },
  metadata: operators('ops_dry_run'),
} as const;

const reload = {
  method: 'POST',
  path: '/ops/v1/reload',
  summary: 'Reload the configuration',
  description:
    'Reads client settings, their secrets and the exchange rates again. Each is checked whole and swapped at once; what cannot be used is refused with every mistake named, and the old one stays. 422 when one of them was refused; the other is still taken.',
  body: z.unknown().meta({ noBody: true }),
  headers: opsHeaders,
  responses: { 200: reloadedSchema, ...problems(400, 401, 403, 422, 500) },
  metadata: operators('ops_reload'),
} as const;

const openOutcomes = {
  method: 'GET',
  path: '/ops/v1/open-outcomes',
  summary: 'List the open outcomes',
  description:
    'Booking writes that were sent and whose outcome nobody knows yet, of one client or of all. Those that a running call may still answer are not among them.',
  query: z.object({ client_id: z.string().regex(clientIdPattern, 'is not a client id').optional() }),
  headers: opsHeaders,
  responses: { 200: openOutcomesSchema, ...problems(400, 401, 403, 404, 500, 503) },
  metadata: operators('ops_open_outcomes'),
} as const;

const resolveOutcome = {
  method: 'POST',
  path: '/ops/v1/open-outcomes/resolve',
  summary: 'Resolve an open outcome',
  description:
    'Settles an open outcome by an operator’s word, which a read of 12go has to bear out wherever there is one. From then on the partner’s poll and its repeated request get the final answer.',
  body: resolveRequestSchema,
  headers: opsHeaders,
  responses: { 200: resolvedOutcomeSchema, ...problems(400, 401, 403, 404, 409, 422, 500, 502, 503, 504) },
  metadata: operators('ops_resolve_outcome'),
} as const;

const upstreamLimits = {
  method: 'GET',
  path: '/ops/v1/upstream/limits',
  summary: 'Read the limits of calls to 12go',
  description: 'How long calls may take and how many go on at once, of the instance that answers.',
  headers: opsHeaders,
  responses: { 200: upstreamLimitsSchema, ...problems(400, 401, 403, 500) },
  metadata: operators('ops_upstream_limits'),
} as const;

const changeUpstreamLimits = {
  method: 'POST',
  path: '/ops/v1/upstream/limits',
  summary: 'Change the limits of calls to 12go',
  description:
    'Changes them for new calls of the instance that answers, and of no other, until the time is up; the change before it is replaced. Searches leave at least five connections to bookings.',
  body: upstreamLimitsRequestSchema,
  headers: opsHeaders,
  responses: { 200: upstreamLimitsSchema, ...problems(400, 401, 403, 422, 500) },
  metadata: operators('ops_change_upstream_limits'),
} as const;

const state = {
  method: 'GET',
  path: '/ops/v1/state',
  summary: 'Read the state of the service',
  description:
    'How the instance that answers and everything it depends on are: readiness, circuits and lanes to 12go, id tables, rates, open outcomes, and each client with its keys, limits, contracts and what its last requests ended with.',
  query: z.object({ client_id: z.string().regex(clientIdPattern, 'is not a client id').optional() }),
  headers: opsHeaders,
  responses: { 200: serviceStateSchema, ...problems(400, 401, 403, 404, 500) },
  metadata: operators('ops_state'),
} as const;

const operator = {
  method: 'GET',
  path: '/ops/v1/operator',
  summary: 'Tell whose key asks',
  description: 'The name and the scope of the key that asks, and what answers it. Changes nothing.',
  headers: opsHeaders,
  responses: { 200: operatorSchema, ...problems(400, 401, 403, 500) },
  metadata: operators('ops_operator'),
} as const;

const checkUpstreamKeys = {
  method: 'POST',
  path: '/ops/v1/upstream/keys/check',
  summary: 'Check the 12go keys of clients',
  description:
    'Asks 12go with each key for a booking that nobody has: an answer that there is none proves the key. Changes nothing; a key that clients share is asked once.',
  body: checkKeysRequestSchema,
  headers: opsHeaders,
  responses: { 200: checkedKeysSchema, ...problems(400, 401, 403, 404, 500) },
  metadata: operators('ops_check_upstream_keys'),
} as const;

const logLines = {
  method: 'GET',
  path: '/ops/v1/log-lines',
  summary: 'Read the last log lines',
  description:
    'The last lines of the log of the instance that answers, of one client, or of every request that was about a booking. They are kept in memory, whatever level is written, until newer ones push them out or the process ends.',
  query: logLinesQuerySchema,
  headers: opsHeaders,
  responses: { 200: logLinesSchema, ...problems(400, 401, 403, 404, 500) },
  metadata: operators('ops_log_lines'),
} as const;

const seatLocks = {
  method: 'GET',
  path: '/ops/v1/seat-locks',
  summary: 'List seat locks',
  description:
    'Seats that booking sessions hold against each other, of one departure or of one client. They are the gateway’s own; what 12go holds for reservations and bookings is not among them.',
  query: seatLocksQuerySchema,
  headers: opsHeaders,
  responses: { 200: seatLocksSchema, ...problems(400, 401, 403, 404, 500, 503) },
  metadata: operators('ops_seat_locks'),
} as const;

const releaseSeatLocks = {
  method: 'POST',
  path: '/ops/v1/seat-locks/release',
  summary: 'Release the seats of a session',
  description:
    'Lets go what a session holds locked on a departure, so that others can lock it at once. Nothing changes at 12go: what it holds for a reservation or a booking stays held there.',
  body: releaseSeatLocksRequestSchema,
  headers: opsHeaders,
  responses: { 200: releasedSeatLocksSchema, ...problems(400, 401, 403, 404, 500, 503) },
  metadata: operators('ops_release_seat_locks'),
} as const;

const configuration = {
  method: 'GET',
  path: '/ops/v1/configuration',
  summary: 'Read the configuration in force',
  description:
    'Every variable of the instance that answers with what is in force and where it comes from, keys by their names, and the settings of clients. Nothing secret: no key, no hash, no credentials of an address. Needs `admin`, because it tells how the deployment is made up, who operates it, and the terms of every client.',
  query: configurationQuerySchema,
  headers: opsHeaders,
  responses: { 200: configurationSchema, ...problems(400, 401, 403, 404, 500) },
  metadata: operators('ops_configuration'),
} as const;

const changeClientLimits = {
  method: 'POST',
  path: '/ops/v1/clients/limits',
  summary: 'Change the rate limits of a client',
  description:
    'Raises or lowers them at the instance that answers, and at no other, until the time is up; a change of the same limit before it is replaced. What is in force and what is left is part of `state`.',
  body: clientLimitsRequestSchema,
  headers: opsHeaders,
  responses: { 200: clientLimitsSchema, ...problems(400, 401, 403, 404, 500) },
  metadata: operators('ops_change_client_limits'),
} as const;

/** The ops API. */
export const opsRoutes = c.router(
  {
    inspectBooking,
    find,
    explainPrice,
    dryRun,
    reload,
    openOutcomes,
    resolveOutcome,
    upstreamLimits,
    changeUpstreamLimits,
    state,
    operator,
    checkUpstreamKeys,
    logLines,
    seatLocks,
    releaseSeatLocks,
    configuration,
    changeClientLimits,
    ...opsEventRoutes,
  },
  { strictStatusCodes: true },
);
