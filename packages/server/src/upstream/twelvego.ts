/** 12go on behalf of a partner: its key, the request's ids on every call, and a log line and metrics for each. */
import {
  type CallOptions,
  createTwelveGoClient,
  type RetryNotice,
  type TwelveGoClient,
  TwelveGoError,
  type TwelveGoTransport,
} from '@partner-gateway/twelvego-client';
import { GatewayError } from '../errors.ts';
import type { Log } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Partner } from '../partners/partner-directory.ts';
import type { Trace } from '../trace.ts';
import type { CallBudget } from './call-budget.ts';

/** Gives 12go clients. */
export type TwelveGo = {
  /** A client with the partner's own key. @throws GatewayError `client_misconfigured` when there is none. */
  as(partner: Partner, trace: Trace): TwelveGoClient;
};

type Observer = { readonly log: Log; readonly metrics: Metrics; readonly nowMs: () => number };

/** What calls are told to and counted with. */
type Around = Observer & { readonly budget: CallBudget };

const endpointNames: Readonly<Record<string, string>> = {
  search: 'search',
  trip: 'trip',
  addToCart: 'cart',
  addToCartByAttributes: 'cart',
  cart: 'cart',
  checkoutForm: 'checkout',
  reserve: 'reserve',
  confirm: 'confirm',
  booking: 'booking',
  bookingByCart: 'booking',
  refundOptions: 'refund_options',
  refund: 'refund',
  recheck: 'recheck',
};

/** The name of an operation in metrics: the route's template, never a URL. */
const endpointOf = (operation: string): string => endpointNames[operation] ?? operation;

/** What the transport asks before each retry: those that there is a budget for are counted. */
export const countRetries =
  (metrics: Metrics, budget: CallBudget) =>
  ({ operation }: RetryNotice): boolean => {
    if (!budget.spendOnRetry()) return false;
    metrics.count('gateway.12go.retries', { upstream_endpoint: endpointOf(operation) });
    return true;
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

/**
 * Gives clients over a shared transport.
 *
 * @example
 * ```ts
 * const { trips } = await twelveGo.as(partner, trace).search(query);
 * ```
 */
export const createTwelveGo = (transport: TwelveGoTransport, { budget, ...observer }: Around): TwelveGo => ({
  as(partner, trace) {
    const { upstreamKey, clientId } = partner;
    if (upstreamKey === undefined) {
      throw new GatewayError('client_misconfigured', {
        detail: 'No supplier key is set up for this client.',
      });
    }
    const { isSearch = false } = trace;
    const withTrace = (options: CallOptions = {}): CallOptions => ({
      ...options,
      headers: { ...headersOf(trace), ...options.headers },
    });
    const tracing: TwelveGoTransport = {
      async send(call, apiKey, options) {
        const { operation } = call;
        await budget.spend({ operation, clientId, isSearch });
        return observed(observer, { operation, clientId, trace }, () =>
          transport.send(call, apiKey, withTrace(options)),
        );
      },
      async recheck(url, options) {
        await budget.spend({ operation: 'recheck', clientId, isSearch });
        return observed(observer, { operation: 'recheck', clientId, trace }, () =>
          transport.recheck(url, withTrace(options)),
        );
      },
    };
    return createTwelveGoClient(tracing, upstreamKey);
  },
});
