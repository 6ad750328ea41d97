/** 12go on behalf of a partner: its key, the request's ids and time on every call, and a log line and metrics for each. */

import type { Log, Metrics, Span } from '@partner-gateway/telemetry';
import {
  type CallOptions,
  createTwelveGoClient,
  type Operation,
  policies,
  type RetryNotice,
  type TwelveGoClient,
  TwelveGoError,
  type TwelveGoTransport,
} from '@partner-gateway/twelvego-client';
import { GatewayError } from '../errors.ts';
import type { Partner } from '../partners/partner-directory.ts';
import type { Trace } from '../trace.ts';
import type { CallBudget } from './call-budget.ts';
import type { CallControl } from './call-control.ts';
import { endpointOf } from './call-limits.ts';

/** Gives 12go clients. */
export type TwelveGo = {
  /** A client with the partner's own key. @throws GatewayError `client_misconfigured` when there is none. */
  as(partner: Partner, trace: Trace): TwelveGoClient;
};

/** A call that was made or held back, as a story tells it. */
export type ToldCall = {
  readonly clientId: string;
  readonly story: string;
  readonly detail: Ending & Retried & { readonly operation: Operation; readonly latencyMs: number };
};

/** How often it was tried again, and after which failure the last time, such as `server:502`. */
type Retried = { readonly retries?: number; readonly retriedAfter?: string };

/** What became of a call; `kind` and `status` are those of its failure. */
type Ending = { readonly outcome?: string; readonly kind?: string; readonly status?: number };

type Observer = {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly nowMs: () => number;
  readonly tell: (call: ToldCall) => void;
};

/** 12go's part of the trace is below the span of its call. */
const headersOf = (trace: Trace, span: Span | undefined): Record<string, string | undefined> => ({
  'x-correlation-id': trace.correlationId,
  'x-api-experiment': trace.experiment,
  'x-request-id': trace.requestId,
  traceparent: span?.traceparent ?? trace.traceparent,
  tracestate: trace.tracestate,
});

const statusOf = (error: unknown): number | undefined =>
  TwelveGoError.isInstance(error) ? error.status : undefined;
const kindOf = (error: unknown): string => (TwelveGoError.isInstance(error) ? error.kind : 'unexpected');

/** A call upstream, as logs and metrics tell of it. */
type Observed = {
  readonly operation: Operation;
  readonly clientId: string;
  readonly trace: Trace;
  readonly span: Span | undefined;
  readonly retries: RetryNotice[];
};

const failsFrom = 500;

/** A key that 12go does not know stays unknown until somebody here repairs it, and a fault of 12go is nothing that it says no with. */
const levelOf = (error: unknown): 'error' | 'warn' =>
  kindOf(error) === 'auth' || (statusOf(error) ?? 0) >= failsFrom ? 'error' : 'warn';

const observed = async <Result>(
  { log, metrics, nowMs }: Observer,
  { operation, clientId, trace, span }: Observed,
  call: () => Promise<Result>,
): Promise<Result> => {
  const endpoint = endpointOf(operation);
  const startedMs = nowMs();
  // Nobody waits for a recheck.
  const endWait = operation === 'recheck' ? undefined : trace.waited?.begin();
  const fields = () => ({
    client_id: clientId,
    correlation_id: trace.correlationId,
    ...(span ?? trace).ids,
    '12go_endpoint': endpoint,
    '12go_latency_ms': Math.round(nowMs() - startedMs),
  });
  try {
    const result = await call();
    log('info', '12go answered', fields());
    return result;
  } catch (error) {
    const status = statusOf(error);
    metrics.count('gateway.12go.errors', {
      upstream_endpoint: endpoint,
      status_code: status ?? kindOf(error),
    });
    if (kindOf(error) === 'unreadable')
      metrics.count('gateway.12go.unreadable', { upstream_endpoint: endpoint });
    if (kindOf(error) === 'auth')
      metrics.count('gateway.client.key_refused', { client_id: clientId, reason: 'refused' });
    log(levelOf(error), '12go failed', {
      ...fields(),
      '12go_status': status,
      error_kind: kindOf(error),
    });
    throw error;
  } finally {
    endWait?.();
    metrics.record('gateway.12go.duration', nowMs() - startedMs, {
      upstream_endpoint: endpoint,
      client_id: clientId,
    });
  }
};

/** What a write that failed became: 12go's no is final, and of what was sent without an answer nobody knows. */
const outcomeOf = (operation: Operation, error: unknown): string | undefined => {
  if (!('write' in policies[operation])) return undefined;
  if (!TwelveGoError.isInstance(error)) return 'unknown';
  return error.outcome === 'rejected' ? 'not_executed' : error.outcome;
};

const endingOf = (operation: Operation, error: unknown): Ending => {
  const [outcome, status] = [outcomeOf(operation, error), statusOf(error)];
  return {
    kind: kindOf(error),
    ...(outcome !== undefined && { outcome }),
    ...(status !== undefined && { status }),
  };
};

const retriedOf = (retries: readonly RetryNotice[]): Retried => {
  const error = retries.at(-1)?.error;
  if (error === undefined) return {};
  const after = [error.kind, ...(error.status === undefined ? [] : [error.status])].join(':');
  return { retries: retries.length, retriedAfter: after };
};

/** Each call in the story of what is booked, with what became of it; waiting and retries count into its time. */
const told = async <Result>(
  { tell, nowMs }: Observer,
  { operation, clientId, trace, retries }: Observed,
  call: () => Promise<Result>,
): Promise<Result> => {
  const { story } = trace;
  if (story === undefined && trace.note === undefined) return await call();
  const startedMs = nowMs();
  const note = (ending: Ending): void => {
    const latencyMs = Math.round(nowMs() - startedMs);
    const detail = { operation, ...ending, ...retriedOf(retries), latencyMs };
    trace.note?.('upstream_call', detail);
    if (story !== undefined) tell({ clientId, story, detail });
  };
  try {
    const result = await call();
    note({ outcome: 'write' in policies[operation] ? 'executed' : 'answered' });
    return result;
  } catch (error) {
    note(endingOf(operation, error));
    throw error;
  }
};

/** The call as a span, its waiting included. */
const traced = async <Result>(span: Span | undefined, call: () => Promise<Result>): Promise<Result> => {
  if (span === undefined) return await call();
  try {
    return await span.run(call);
  } catch (error) {
    span.describe({ 'http.response.status_code': statusOf(error) });
    span.fail(kindOf(error));
    throw error;
  } finally {
    span.end();
  }
};

/** What clients of all keys share: the way to 12go, and who may take it. */
export type Door = {
  readonly transport: TwelveGoTransport;
  readonly control: CallControl;
  readonly budget: CallBudget;
};

/**
 * Gives clients over a shared transport.
 *
 * @example
 * ```ts
 * const { trips } = await twelveGo.as(partner, trace).search(query);
 * ```
 */
export const createTwelveGo = ({ transport, control, budget }: Door, observer: Observer): TwelveGo => ({
  as(partner, trace) {
    const { upstreamKey, clientId } = partner;
    if (upstreamKey === undefined) {
      observer.metrics.count('gateway.client.key_refused', { client_id: clientId, reason: 'missing' });
      throw new GatewayError('client_misconfigured', {
        detail: 'No supplier key is set up for this client.',
      });
    }
    const { isSearch = false, advance } = trace;
    // What follows a write tells what became of it, and is worth the wait.
    let hasWritten = false;
    const run = <Result>(
      operation: Operation,
      options: CallOptions = {},
      send: (options: CallOptions) => Promise<Result>,
    ): Promise<Result> => {
      const span = trace.span?.begin(`call_12go_${endpointOf(operation)}`, { client_id: clientId });
      const call: Observed = { operation, clientId, trace, span, retries: [] };
      const deadlineMs = hasWritten ? undefined : trace.deadlineMs;
      const charge = () => budget.spend({ operation, clientId, isSearch, advance });
      const sendOnce = async (timeoutMs: number): Promise<Result> => {
        hasWritten ||= 'write' in policies[operation];
        const headers = { ...headersOf(trace, span), ...options.headers };
        const onRetry = (retry: RetryNotice) => void call.retries.push(retry);
        return await observed(observer, call, () => send({ ...options, timeoutMs, headers, onRetry }));
      };
      return told(observer, call, () =>
        traced(span, () => control.run({ operation, clientId, deadlineMs, charge }, sendOnce)),
      );
    };
    const tracing: TwelveGoTransport = {
      send: (call, apiKey, options) =>
        run(call.operation, options, (withTrace) => transport.send(call, apiKey, withTrace)),
      recheck: (url, options) => run('recheck', options, (withTrace) => transport.recheck(url, withTrace)),
    };
    return createTwelveGoClient(tracing, upstreamKey);
  },
});
