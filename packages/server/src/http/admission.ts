/** Whether a request is taken on: by the load of this instance, then by its client's rate limits. */
import type { RouteMetadata } from '@partner-gateway/contract';
import { headerNames } from '@partner-gateway/contract';
import type { Load, Quota, Verdict } from '@partner-gateway/load-control';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { Partner } from '../partners/partner-directory.ts';
import { type LimitedCost, limitOf } from '../partners/rate-limits.ts';
import { shedRetrySeconds } from './connections/doorman.ts';
import { requestState, routeMetadata } from './request-state.ts';

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

type Slice = Pick<Deps, 'admission' | 'observe' | 'upstream'>;

/** Calls to 12go that a request makes one after the other when nothing is remembered and nothing is refused. */
const callsOf: Readonly<Record<string, number>> = {
  search: 1,
  booking_details: 1,
  create_booking: 3,
};

/** What 12go may be asked is counted in the moment in which the client is, so that Redis is waited for once. */
const drawCalls = async (
  { upstream: { callBudget } }: Slice,
  request: FastifyRequest,
  { endpoint, cost }: RouteMetadata,
): Promise<void> => {
  const units = callsOf[endpoint];
  if (units === undefined) return;
  const state = requestState(request);
  const advance = await callBudget.draw({ units, isSearch: cost === 'search' });
  state.trace = { ...state.trace, advance };
};

const keepToLimits = async (
  { admission, observe: { metrics } }: Slice,
  { partner, cost }: { readonly partner: Partner; readonly cost: LimitedCost },
  reply: FastifyReply,
): Promise<void> => {
  const { clientId } = partner;
  const { name, quota } = limitOf(partner, cost, admission.quotaChanges);
  const verdict = await admission.limits.take({ name, quota });
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

const shed = ({ observe: { metrics } }: Slice, { endpoint }: RouteMetadata): GatewayError => {
  metrics.count('gateway.load.shed', { endpoint });
  return new GatewayError('overloaded', { retryAfterSeconds: shedRetrySeconds() });
};

/** Adds the hook; it runs once it is known who calls, and before anything of the body is read. */
export const addAdmission = (app: FastifyInstance, deps: Slice): void => {
  app.addHook('onRequest', async (request, reply) => {
    const metadata = routeMetadata(request);
    if (metadata === undefined) return;
    if (isShed(metadata, deps.admission.load.current())) throw shed(deps, metadata);
    const { partner } = requestState(request);
    const { cost } = metadata;
    if (partner === undefined || cost === 'none') return;
    const drawn = drawCalls(deps, request, metadata);
    const [kept] = await Promise.allSettled([keepToLimits(deps, { partner, cost }, reply), drawn]);
    if (kept.status === 'rejected') throw kept.reason;
  });
  // biome-ignore lint/complexity/useMaxParams: Fastify's own
  app.addHook('onSend', (request, _reply, _payload, done) => {
    requestState(request).trace.advance?.end();
    done();
  });
};
