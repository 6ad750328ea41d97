/** What the hooks learn about a request and hand to the handlers: ids, route, partner, log. */
import {
  isRouteMetadata,
  type OpsScope,
  partnerContract,
  type RouteMetadata,
} from '@partner-gateway/contract';
import type { NotedStep } from '@partner-gateway/journal';
import type { LogFields, LogLevel, Span, Spans } from '@partner-gateway/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { createPartnerCall, type PartnerCall, type RequestFacts } from '../partner-call.ts';
import type { Partner } from '../partners/partner-directory.ts';
import type { Trace } from '../trace.ts';

/** Names that are no secrets, and an operator's own words. */
export type AskedAbout = Pick<
  LogFields,
  'client_id' | 'booking_id' | 'integration_id' | 'itinerary_id' | 'note'
>;

/** One request's state. */
export type RequestState = {
  trace: Trace;
  readonly endpoint: string;
  readonly isBookingWrite: boolean;
  readonly log: (level: LogLevel, message: string, fields?: LogFields) => void;
  readonly spans: Spans;
  /** Set once authenticated. */
  partner?: Partner;
  /** The client that the path names, if there is one of that name, whoever calls. */
  claimedClientId?: string | undefined;
  /** What was asked and found out for it. */
  readonly steps: NotedStep[];
  /** Why it was refused. */
  failure?: GatewayError;
  /** What the path has in its place, if that looks like the name of a client: for the log, where there is no such client. */
  askedClientId?: string | undefined;
  /** What it is about, as far as that is known by now. */
  facts: RequestFacts;
  /** Of the answer, where that is an error, whether it was thrown or had been stored. */
  errorCode?: string | undefined;
  /** The answer on its way. */
  sending?: Span | undefined;
  /** What was sent and not used so far, such as `query.lang`. */
  ignored: readonly string[];
  /** Set once authenticated, on the ops API: the name of the operator's key. */
  operator?: string;
  /** What that key may do. */
  scope?: OpsScope;
  /** Whom and what an operator asks about, and why: for the line of the request alone, since nothing else is about it. */
  asked?: AskedAbout;
};

/** Whose request it is, or claims to be: a client that there is. */
export const clientIdOf = ({ partner, claimedClientId }: RequestState): string | undefined =>
  partner?.clientId ?? claimedClientId;

const states = new WeakMap<FastifyRequest, RequestState>();

/** Gives a request its state; the first hook does. */
export const openRequestState = (request: FastifyRequest, state: RequestState): void =>
  void states.set(request, state);

/** The state of a request. Set by the first hook, so every later hook and handler has it. */
export const requestState = (request: FastifyRequest): RequestState => {
  const state = states.get(request);
  if (state === undefined) throw new Error('the request context hook did not run');
  return state;
};

/** The metadata of the matched route; undefined when no contract route matched. */
export const routeMetadata = (request: FastifyRequest): RouteMetadata | undefined => {
  const { metadata } = request.routeOptions.config as { metadata?: unknown };
  return isRouteMetadata(metadata) ? metadata : undefined;
};

/** Paths of the writes below a client; a segment may be whatever kept the request from being routed. */
const writePaths: readonly RegExp[] = Object.values(partnerContract)
  .filter(({ metadata }) => metadata.idempotent)
  .map(({ path }) => path.replace('/v1/:client_id', '').replace(/:\w+/g, '[^/]*'))
  .map((tail) => new RegExp(`${tail}/?$`));

const readMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What no route took is somebody's write when it would change something below the bookings, or is at a write's path. */
const looksLikeWrite = ({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): boolean => {
  const [path = ''] = url.split(/[?#]/);
  if (path.startsWith('/ops/')) return false;
  const changes = !readMethods.has(method) && path.includes('/bookings');
  return changes || writePaths.some((pattern) => pattern.test(path));
};

/** Whether the answer to a request has to say what became of a booking write. */
export const isBookingWrite = (request: FastifyRequest): boolean =>
  routeMetadata(request)?.idempotent ?? looksLikeWrite(request);

/** What stands in the place of the status of an answer that nobody waited for, as proxies have it. */
export const clientLeftStatus = 499;

/** A request that is over, with the status that its client saw. */
export type Ended = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly status: number;
};

/** Adds what is done at the end of every request. */
export const atEnd = (app: FastifyInstance, tell: (ended: Ended) => void): void => {
  // It may run for an answer that could not be written, and does not where the client was gone before.
  app.addHook('onResponse', (request, reply, done) => {
    if (reply.raw.writableFinished) tell({ request, reply, status: reply.statusCode });
    done();
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) tell({ request, reply, status: clientLeftStatus });
    });
    done();
  });
};

const namedMax = 10;

/** Notes what is not used, for the header and the log line of the answer; ten are enough to see what is wrong. */
export const noteIgnored = (request: FastifyRequest, names: readonly string[]): void => {
  const state = requestState(request);
  state.ignored = [...state.ignored, ...names].slice(0, namedMax);
};

/** What a flow needs of a request; only for routes of authenticated partners. */
export const partnerCall = (deps: Deps, request: FastifyRequest): PartnerCall<keyof Deps> => {
  const state = requestState(request);
  const { partner, trace, log } = state;
  if (partner === undefined) throw new GatewayError('unauthorized');
  return createPartnerCall(deps, partner, {
    trace,
    log,
    ignore: (names) => noteIgnored(request, names),
    about(facts) {
      state.facts = { ...state.facts, ...facts };
    },
  });
};
