/** What is told of a request once it is answered: its log line, its numbers, and the end of its span. */
import type { LogFields, LogLevel } from '@partner-gateway/telemetry';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import {
  clientIdOf,
  clientLeftStatus,
  type Ended,
  type RequestState,
  requestState,
  routeMetadata,
} from './request-state.ts';

/** The booking that the path names, if it has the form of an id that was issued: anything else may be anything. */
const issuedBookingId = ({ params }: FastifyRequest): string | undefined => {
  const { booking_id: id } = (params ?? {}) as { booking_id?: string };
  return id !== undefined && /^BK-\d{1,19}-[0-9A-Z]{5}$/.test(id) ? id : undefined;
};

type Line = { readonly level: LogLevel; readonly message: string; readonly fields: LogFields };

/** A refusal that is ours to give is no failure of the span; what we could not answer is. */
const failsFrom = 500;

const endSpan = (state: RequestState, status: number): void => {
  const { trace, sending, endpoint, facts, errorCode } = state;
  sending?.end();
  trace.span?.describe({
    endpoint,
    client_id: clientIdOf(state),
    correlation_id: trace.correlationId,
    ...facts,
    'http.response.status_code': status,
    'error.type': errorCode,
  });
  if (status >= failsFrom) trace.span?.fail(errorCode ?? String(status));
  trace.span?.end();
};

/** The line of a request; what operators do is told apart, and louder where it is more than a look. */
const lineOf = ({ request, status }: Pick<Ended, 'request' | 'status'>): Line => {
  const metadata = routeMetadata(request);
  const message = status === clientLeftStatus ? 'The client left before its answer' : 'Request answered';
  if (metadata?.auth !== 'ops') return { level: 'info', message, fields: {} };
  const { operator, scope, asked } = requestState(request);
  return {
    level: metadata.scope === 'read' ? 'info' : 'warn',
    message: 'An operator asked',
    fields: { operator, scope, ...asked },
  };
};

/** Tells of an answer, or of a client that did not wait for it. */
export const tellAnswer = (
  { observe: { metrics } }: Pick<Deps, 'observe'>,
  { request, reply, status }: Ended,
): void => {
  const state = requestState(request);
  state.facts = { booking_id: issuedBookingId(request), ...state.facts };
  // What went wrong because nobody was there any more is nobody's failure.
  if (status === clientLeftStatus) state.errorCode = undefined;
  const { endpoint, log, ignored, trace, errorCode } = state;
  const client_id = clientIdOf(state) ?? 'none';
  const { elapsedTime } = reply;
  const overheadMs = Math.max(0, elapsedTime - (trace.waited?.totalMs() ?? 0));
  const { level, message, fields } = lineOf({ request, status });
  log(level, message, {
    ...fields,
    endpoint,
    method: request.method,
    status_code: status,
    error_code: errorCode,
    duration_ms: Math.round(elapsedTime),
    our_overhead_ms: Math.round(overheadMs),
  });
  if (ignored.length > 0) {
    log('info', 'Parts of a request were ignored', { endpoint, reason: ignored.join(' ') });
    metrics.count('gateway.request.ignored', { endpoint, client_id });
  }
  metrics.record('gateway.request.duration', elapsedTime, {
    endpoint,
    client_id,
    status_code: status,
  });
  metrics.record('gateway.overhead.duration', overheadMs, { endpoint });
  endSpan(state, status);
};
