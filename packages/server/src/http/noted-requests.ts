/** Keeps what a request that failed, found nothing or was turned away can be explained by. */
import type { NotedKind } from '@partner-gateway/journal';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { namesOfTrace, reasonOf, traceIdOf } from '../translate/story-words.ts';
import {
  atEnd,
  clientIdOf,
  clientLeftStatus,
  type Ended,
  type RequestState,
  requestState,
  routeMetadata,
} from './request-state.ts';

type Slice = Pick<Deps, 'clock' | 'observe'>;

const isTurnedAway = (status: number): boolean => status === 401 || status === 429;

/** Undefined for what nobody asks about: what went well, and what operators and probes ask. */
const kindOf = (request: FastifyRequest, status: number): NotedKind | undefined => {
  const metadata = routeMetadata(request);
  if (metadata?.auth === 'ops' || metadata?.auth === 'none') return undefined;
  if (status >= 400) return isTurnedAway(status) ? 'turned_away' : 'failed';
  const { steps } = requestState(request);
  return steps.some(({ step, detail }) => step === 'search' && detail.results === 0) ? 'empty' : undefined;
};

/** What its answer named: as wrong, or as not used. */
const fieldsOf = ({ failure, ignored }: RequestState): string[] =>
  failure?.extras.fields?.map(({ field }) => field) ?? ignored.map((name) => name.replace(/=.*/, ''));

const note = ({ clock, observe }: Slice, { request, reply, status }: Ended): void => {
  const { elapsedTime } = reply;
  const kind = kindOf(request, status);
  if (kind === undefined) return;
  const state = requestState(request);
  const { trace, endpoint, steps } = state;
  void observe.noted.note({
    atMs: clock.nowMs(),
    kind,
    clientId: clientIdOf(state),
    endpoint,
    status,
    code: state.errorCode,
    reason:
      status === clientLeftStatus
        ? 'client_left'
        : (state.failure?.extras.reason ?? reasonOf(state.failure?.extras.cause)),
    fields: fieldsOf(state),
    latencyMs: Math.round(elapsedTime),
    correlationId: trace.correlationId,
    traceId: traceIdOf(trace),
    names: namesOfTrace(trace),
    steps,
  });
};

/** Adds the hook to an app. */
export const addNotedRequests = (app: FastifyInstance, deps: Slice): void => {
  atEnd(app, (ended) => note(deps, ended));
};
