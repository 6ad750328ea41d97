/** 12go on behalf of a partner: its key, the request's ids and time on every call, and a log line and metrics for each. */

import type { Log, Metrics } from '@partner-gateway/telemetry';
import {
  type CallOptions,
  createTwelveGoClient,
  type Operation,
  policies,
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
  readonly detail: Ending & { readonly operation: Operation; readonly latencyMs: number };
};

/** What became of a call; `kind` and `status` are those of its failure. */
type Ending = { readonly outcome?: string; readonly kind?: string; readonly status?: number };

type Observer = {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly nowMs: () => number;
  readonly tell: (call: ToldCall) => void;
};

const headersOf = (trace: Trace): Record<string, string | undefined> => ({
  'x-correlation-id': trace.correlationId,
  'x-api-experiment': trace.experiment,
  'x-request-id': trace.requestId,
  traceparent: trace.traceparent,
});

const statusOf = (error: unknown): number | undefined =>
  TwelveGoError.isInstance(error) ? error.status : undefined;
const kindOf = (error: unknown): string => (TwelveGoError.isInstance(error) ? error.kind : 'unexpected');

/** A call upstream, as logs and metrics tell of it. */
type Observed = { readonly operation: string; readonly clientId: string; readonly trace: Trace };

const observed = async <Result>(
  { log, metrics, nowMs }: Observer,
  { operation, clientId, trace }: Observed,
  call: () => Promise<Result>,
): Promise<Result> => {
  const endpoint = endpointOf(operation);
  const startedMs = nowMs();
  const fields = () => ({
    client_id: clientId,
    correlation_id: trace.correlationId,
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
    log(kindOf(error) === 'auth' ? 'error' : 'warn', '12go failed', {
      ...fields(),
      '12go_status': status,
      error_kind: kindOf(error),
    });
    throw error;
  } finally {
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

/** Each call in the story of what is booked, with what became of it, waiting and retries counted into its time. */
const told = async <Result>(
  { tell, nowMs }: Observer,
  { operation, clientId, trace: { story } }: Observed & { readonly operation: Operation },
  call: () => Promise<Result>,
): Promise<Result> => {
  if (story === undefined) return await call();
  const startedMs = nowMs();
  const note = (ending: Ending): void =>
    tell({
      clientId,
      story,
      detail: { operation, ...ending, latencyMs: Math.round(nowMs() - startedMs) },
    });
  try {
    const result = await call();
    note({ outcome: 'write' in policies[operation] ? 'executed' : 'answered' });
    return result;
  } catch (error) {
    note(endingOf(operation, error));
    throw error;
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
    const { isSearch = false } = trace;
    // What follows a write tells what became of it, and is worth the wait.
    let hasWritten = false;
    const run = <Result>(
      operation: Operation,
      options: CallOptions = {},
      send: (options: CallOptions) => Promise<Result>,
    ): Promise<Result> =>
      told(observer, { operation, clientId, trace }, () =>
        control.run(
          {
            operation,
            clientId,
            deadlineMs: hasWritten ? undefined : trace.deadlineMs,
            charge: () => budget.spend({ operation, clientId, isSearch }),
          },
          async (timeoutMs) => {
            hasWritten ||= 'write' in policies[operation];
            return await observed(observer, { operation, clientId, trace }, () =>
              send({ ...options, timeoutMs, headers: { ...headersOf(trace), ...options.headers } }),
            );
          },
        ),
      );
    const tracing: TwelveGoTransport = {
      send: (call, apiKey, options) =>
        run(call.operation, options, (withTrace) => transport.send(call, apiKey, withTrace)),
      recheck: (url, options) => run('recheck', options, (withTrace) => transport.recheck(url, withTrace)),
    };
    return createTwelveGoClient(tracing, upstreamKey);
  },
});
