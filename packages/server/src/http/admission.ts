/** Whether a request is taken on: by the load of this instance, searches before anything of them is read; then by its client's rate limits. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RouteCost, RouteMetadata } from '@partner-gateway/contract';
import { correlationIdPattern, headerNames } from '@partner-gateway/contract';
import { createFairShare, type Load, type Quota, type Verdict } from '@partner-gateway/load-control';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { Partner } from '../partners/partner-directory.ts';
import { toProblem } from '../translate/problem.ts';
import { requestState, routeMetadata } from './request-state.ts';

const windowSeconds = 60;

type LimitedCost = Exclude<RouteCost, 'none'>;

const settingOf = {
  search: 'search_per_min',
  booking: 'booking_per_min',
  poll: 'poll_per_min',
  master_data: 'master_data_per_min',
} as const satisfies Record<LimitedCost, keyof Partner['settings']['rate_limits']>;

const quotaOf = ({ settings }: Partner, cost: LimitedCost): Quota => ({
  units: settings.rate_limits[settingOf[cost]],
  seconds: windowSeconds,
});

const toSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

/** By the draft of the IETF, in its eleventh form: the policy, and what is left of it for how long. */
const limitHeaders = (cost: LimitedCost, quota: Quota, { remaining, resetMs }: Verdict) => ({
  [headerNames.rateLimitPolicy]: `"${cost}";q=${quota.units};w=${quota.seconds}`,
  [headerNames.rateLimit]: `"${cost}";r=${remaining};t=${toSeconds(resetMs)}`,
});

const tooMany = (cost: LimitedCost, { units }: Quota, { resetMs }: Verdict): GatewayError => {
  const retryAfterSeconds = toSeconds(resetMs);
  return new GatewayError('rate_limited', {
    detail: `This client may make ${units} calls of the class \`${cost}\` in a minute, and has. There is room again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  });
};

type Slice = Pick<Deps, 'admission' | 'observe'>;

const keepToLimits = async (
  { admission, observe: { metrics } }: Slice,
  { partner, cost }: { readonly partner: Partner; readonly cost: LimitedCost },
  reply: FastifyReply,
): Promise<void> => {
  const { clientId } = partner;
  const quota = quotaOf(partner, cost);
  const verdict = await admission.limits.take({ name: `${clientId}:${cost}`, quota });
  reply.headers(limitHeaders(cost, quota, verdict));
  if (verdict.isAdmitted) return;
  metrics.count('gateway.ratelimit.rejected', { scope: cost, client_id: clientId });
  throw tooMany(cost, quota, verdict);
};

/** What may have begun already, and what ends what did, is never turned away for load: its answer is somebody's booking. */
const neverShed: ReadonlySet<string> = new Set(['confirm_booking', 'get_incomplete_result']);

/** An itinerary that is opened is the first step of a booking. */
const isShed = ({ auth, endpoint }: RouteMetadata, load: Load): boolean => {
  if (load === 'calm' || auth !== 'partner' || neverShed.has(endpoint)) return false;
  return load === 'drowning' || endpoint === 'search';
};

/** Not all at once again. */
const shedRetrySecondsMax = 3;

const shedRetrySeconds = (): number => 1 + Math.floor(Math.random() * shedRetrySecondsMax);

const shed = ({ observe: { metrics } }: Slice, { endpoint }: RouteMetadata): GatewayError => {
  metrics.count('gateway.load.shed', { endpoint });
  return new GatewayError('overloaded', { retryAfterSeconds: shedRetrySeconds() });
};

/** A search, as nearly all partners spell it, and the client it names; other spellings are turned away later, at more cost. */
const searchPath = /^\/(?:v1\/)?([A-Za-z0-9_-]{1,64})\/itineraries\?/;

/** So many searches are under way for each of their connections to 12go: one that has it, and two that wait. */
const searchesPerConnection = 3;
const tellEveryMs = 1_000;

/** Looks at a request before anything else does. True when it was turned away. */
export type Doorman = (request: IncomingMessage, response: ServerResponse) => boolean;

type DoormanSlice = Slice & Pick<Deps, 'clock' | 'service' | 'upstream'>;

/** Tells of what was turned away once a second, since a line for each would cost as much as answering some of them. */
const createShedTally = ({ observe: { log, metrics }, clock }: DoormanSlice) => {
  let untold = 0;
  let toldAtMs = 0;
  return () => {
    metrics.count('gateway.load.shed', { endpoint: 'search' });
    untold += 1;
    if (clock.nowMs() - toldAtMs < tellEveryMs) return;
    log('warn', 'Searches were turned away', { endpoint: 'search', error_code: 'overloaded', count: untold });
    toldAtMs = clock.nowMs();
    untold = 0;
  };
};

/**
 * Turns searches away when there are too many to be answered or the loop is late, at a tenth of what a refusal costs later. Clients
 * share what there is room for, so that the many searches of one are not the end of another's.
 */
export const createDoorman = (deps: DoormanSlice): Doorman => {
  const { admission, service, upstream } = deps;
  const share = createFairShare(() => searchesPerConnection * upstream.callLimits.connections('search'));
  const count = createShedTally(deps);
  return (request, response) => {
    const clientId = request.method === 'GET' ? searchPath.exec(request.url ?? '')?.[1] : undefined;
    if (clientId === undefined || service.isLeaving()) return false;
    const leave = admission.load.current() === 'calm' ? share.enter(clientId) : undefined;
    if (leave !== undefined) {
      response.once('close', leave);
      return false;
    }
    count();
    const sent = request.headers['x-correlation-id'];
    const correlationId = typeof sent === 'string' && correlationIdPattern.test(sent) ? sent : randomUUID();
    const { status, headers, body } = toProblem(
      'overloaded',
      { retryAfterSeconds: shedRetrySeconds() },
      { publicBaseUrl: service.publicBaseUrl(), correlationId, isBookingWrite: false },
    );
    const text = JSON.stringify(body);
    response.writeHead(status, {
      ...headers,
      'x-content-type-options': 'nosniff',
      'x-correlation-id': correlationId,
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
    return true;
  };
};

/** Adds the hook; it runs once it is known who calls, and before anything of the body is read. */
export const addAdmission = (app: FastifyInstance, deps: Slice): void => {
  app.addHook('onRequest', async (request, reply) => {
    const metadata = routeMetadata(request);
    if (metadata === undefined) return;
    if (isShed(metadata, deps.admission.load.current())) throw shed(deps, metadata);
    const { partner } = requestState(request);
    const { cost } = metadata;
    if (partner !== undefined && cost !== 'none') await keepToLimits(deps, { partner, cost }, reply);
  });
};
