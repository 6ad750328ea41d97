/** The first hook: ids accepted or made, the state of the request, and the headers of every answer. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { correlationIdPattern, headerNames, type RouteCost } from '@partner-gateway/contract';
import type { NotedStep } from '@partner-gateway/journal';
import { readTraceparent, traceFields } from '@partner-gateway/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { requestTimeMs } from '../partner-call.ts';
import { createWaitClock, type Trace } from '../trace.ts';
import { tellAnswer } from './request-line.ts';
import {
  atEnd,
  clientIdOf,
  isBookingWrite,
  openRequestState,
  type RequestState,
  requestState,
  routeMetadata,
} from './request-state.ts';

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** A list of members by the W3C's rules, as far as its size and its letters. */
const tracestatePattern = /^[\x20-\x7e]{1,512}$/;
const echoable = /^[\x20-\x7e]{1,200}$/;

const accepted = (value: string | undefined, pattern: RegExp): string | undefined =>
  value !== undefined && pattern.test(value) ? value : undefined;

type Accepted = { readonly nowMs: number; readonly cost: RouteCost | undefined };

/** The trace that the caller is in, and what it hands on beside it, which means nothing without the trace. */
const readContext = ({ traceparent, tracestate }: IncomingHttpHeaders): Partial<Trace> => {
  const parent = one(traceparent);
  if (readTraceparent(parent) === undefined) return {};
  return { traceparent: parent, tracestate: accepted(one(tracestate), tracestatePattern) };
};

/** The ids of a request, taken over or made, and when its time is up. */
export const readTrace = (headers: IncomingHttpHeaders, { nowMs, cost }: Accepted): Trace => ({
  deadlineMs: nowMs + requestTimeMs,
  correlationId: accepted(one(headers['x-correlation-id']), correlationIdPattern) ?? randomUUID(),
  experiment: accepted(one(headers['x-api-experiment']), echoable),
  requestId: accepted(one(headers['x-request-id']), echoable),
  ...readContext(headers),
  isSearch: cost === 'search',
});

/** What every answer carries. */
export const answerHeaders = (trace: Trace): Record<string, string> => ({
  'x-correlation-id': trace.correlationId,
  'x-content-type-options': 'nosniff',
  ...(trace.experiment !== undefined && { 'x-api-experiment': trace.experiment }),
  ...(trace.requestId !== undefined && { 'x-request-id': trace.requestId }),
});

/** The trace goes on below the request's own span, where it has one. */
const traceOf = (
  request: FastifyRequest,
  { clock, observe: { spans } }: Pick<Deps, 'clock' | 'observe'>,
): Trace => {
  const metadata = routeMetadata(request);
  const received = readTrace(request.headers, { nowMs: clock.nowMs(), cost: metadata?.cost });
  const span = spans.receive(received.traceparent);
  const waited = createWaitClock(() => performance.now());
  if (span === undefined) return { ...received, waited, ids: traceFields(received.traceparent) };
  const { traceparent, ids } = span;
  return { ...received, waited, span, traceparent, ids };
};

const openState = (request: FastifyRequest, deps: Pick<Deps, 'clock' | 'observe'>): void => {
  const steps: NotedStep[] = [];
  const trace: Trace = {
    ...traceOf(request, deps),
    note: (step, detail) => void steps.push({ step, detail }),
  };
  const ids = { correlation_id: trace.correlationId, ...trace.ids };
  const { log, spans } = deps.observe;
  const state: RequestState = {
    trace,
    endpoint: routeMetadata(request)?.endpoint ?? 'unrouted',
    isBookingWrite: isBookingWrite(request),
    ignored: [],
    facts: {},
    spans,
    steps,
    log: (level, message, fields = {}) =>
      log(level, message, {
        ...ids,
        client_id: clientIdOf(state) ?? state.askedClientId,
        ...state.facts,
        ...fields,
      }),
  };
  openRequestState(request, state);
};

/** Gives a request its ids and state, and its answer their headers. */
export const openRequest = (
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Pick<Deps, 'clock' | 'observe'>,
): void => {
  openState(request, deps);
  reply.headers(answerHeaders(requestState(request).trace));
};

/** Adds the hooks to an app; they run before all others. */
export const addRequestContext = (app: FastifyInstance, deps: Pick<Deps, 'clock' | 'observe'>): void => {
  app.addHook('onRequest', (request, reply, done) => {
    openRequest(request, reply, deps);
    const { span } = requestState(request).trace;
    if (span === undefined) done();
    else span.run(done);
  });
  // biome-ignore lint/complexity/useMaxParams: Fastify's own
  app.addHook('onSend', (request, reply, _payload, done) => {
    const state = requestState(request);
    const { ignored, trace } = state;
    state.sending = trace.span?.begin('send_response');
    if (ignored.length > 0) reply.header(headerNames.ignored, ignored.join(', '));
    done();
  });
  atEnd(app, (ended) => tellAnswer(deps, ended));
};
