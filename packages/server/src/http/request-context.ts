/** The first hook: ids accepted or made, the state of the request, and the headers and log line of every answer. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { correlationIdPattern, headerNames, type RouteCost } from '@partner-gateway/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { requestTimeMs } from '../partner-call.ts';
import type { Trace } from '../trace.ts';
import {
  clientIdOf,
  isBookingWrite,
  openRequestState,
  type RequestState,
  requestState,
  routeMetadata,
} from './request-state.ts';

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

const echoable = /^[\x20-\x7e]{1,200}$/;
const traceparentPattern = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

const accepted = (value: string | undefined, pattern: RegExp): string | undefined =>
  value !== undefined && pattern.test(value) ? value : undefined;

type Accepted = { readonly nowMs: number; readonly cost: RouteCost | undefined };

/** The ids of a request, taken over or made, and when its time is up. */
export const readTrace = (headers: IncomingHttpHeaders, { nowMs, cost }: Accepted): Trace => ({
  deadlineMs: nowMs + requestTimeMs,
  correlationId: accepted(one(headers['x-correlation-id']), correlationIdPattern) ?? randomUUID(),
  experiment: accepted(one(headers['x-api-experiment']), echoable),
  requestId: accepted(one(headers['x-request-id']), echoable),
  traceparent: accepted(one(headers.traceparent), traceparentPattern),
  isSearch: cost === 'search',
});

/** What every answer carries. */
export const answerHeaders = (trace: Trace): Record<string, string> => ({
  'x-correlation-id': trace.correlationId,
  'x-content-type-options': 'nosniff',
  ...(trace.experiment !== undefined && { 'x-api-experiment': trace.experiment }),
  ...(trace.requestId !== undefined && { 'x-request-id': trace.requestId }),
});

const openState = (
  request: FastifyRequest,
  { clock, observe: { log } }: Pick<Deps, 'clock' | 'observe'>,
): void => {
  const metadata = routeMetadata(request);
  const trace = readTrace(request.headers, { nowMs: clock.nowMs(), cost: metadata?.cost });
  const state: RequestState = {
    trace,
    endpoint: metadata?.endpoint ?? 'unrouted',
    isBookingWrite: isBookingWrite(request),
    ignored: [],
    log: (level, message, fields = {}) =>
      log(level, message, {
        correlation_id: trace.correlationId,
        client_id: clientIdOf(state),
        ...fields,
      }),
  };
  openRequestState(request, state);
};

/** The booking that the path names, if it has the form of an id that was issued: anything else may be anything. */
const issuedBookingId = ({ params }: FastifyRequest): string | undefined => {
  const { booking_id: id } = (params ?? {}) as { booking_id?: string };
  return id !== undefined && /^BK-\d{1,19}-[0-9A-Z]{5}$/.test(id) ? id : undefined;
};

const logAnswer = (
  request: FastifyRequest,
  reply: FastifyReply,
  { observe: { metrics } }: Pick<Deps, 'observe'>,
): void => {
  const state = requestState(request);
  const { endpoint, log, ignored } = state;
  const client_id = clientIdOf(state) ?? 'none';
  const { statusCode, elapsedTime } = reply;
  log('info', 'Request answered', {
    endpoint,
    method: request.method,
    status_code: statusCode,
    duration_ms: Math.round(elapsedTime),
    booking_id: issuedBookingId(request),
  });
  if (ignored.length > 0) {
    log('info', 'Parts of a request were ignored', { endpoint, reason: ignored.join(' ') });
    metrics.count('gateway.request.ignored', { endpoint, client_id });
  }
  metrics.record('gateway.request.duration', elapsedTime, {
    endpoint,
    client_id,
    status_code: statusCode,
  });
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
    done();
  });
  // biome-ignore lint/complexity/useMaxParams: Fastify's own
  app.addHook('onSend', (request, reply, _payload, done) => {
    const { ignored } = requestState(request);
    if (ignored.length > 0) reply.header(headerNames.ignored, ignored.join(', '));
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    logAnswer(request, reply, deps);
    done();
  });
};
