/** The transport that the clients of all keys share: how a call becomes a request, and what may be rechecked. */
import type { Call } from '../call.ts';
import { policyOf } from '../operations.ts';
import { isAllowedRecheck, type RecheckResult, readRecheckResult } from '../recheck.ts';
import { createKyExchange, type Job } from './attempt.ts';
import { sleep } from './deadline.ts';
import { createRedact, failure } from './failure.ts';
import { type CallOptions, type Runtime, run } from './retry.ts';

/** How a transport is set up; everything but the address has a default. */
export type TransportOptions = { readonly [Name in keyof Runtime]?: Runtime[Name] | undefined } & {
  /** 12go's address, with or without a path, such as `https://api.upstream.example`. */
  readonly baseUrl: string;
  /** Default: the global `fetch`. Ignored when `exchange` is given. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Hosts (`recheck.upstream.example`, https) or origins (`http://127.0.0.1:4100`) that may be rechecked. Default: none. */
  readonly recheckHosts?: readonly string[] | undefined;
};

/** What clients of all keys share. */
export type TwelveGoTransport = {
  /** Sends one call with `apiKey` and reads its answer. Rejects with a `TwelveGoError`. */
  send<Result>(call: Call<Result>, apiKey: string, options?: CallOptions): Promise<Result>;
  /** Calls an allow-listed recheck URL as it stands, without a key. Rejects with a `TwelveGoError`. */
  recheck(url: string, options?: CallOptions): Promise<RecheckResult>;
};

/**
 * A transport to one 12go, shared by the clients of all keys.
 *
 * @example
 * const transport = createTwelveGoTransport({
 *   baseUrl: 'https://api.upstream.example',
 *   recheckHosts: ['recheck.upstream.example'],
 * });
 */
export const createTwelveGoTransport = (options: TransportOptions): TwelveGoTransport => {
  const base = options.baseUrl.replace(/\/+$/, '');
  const shared: Runtime = {
    exchange: options.exchange ?? createKyExchange(options.fetch),
    timeoutsMs: options.timeoutsMs ?? {},
    allowRetry: options.allowRetry ?? (() => true),
    now: options.now ?? Date.now,
    sleep: options.sleep ?? sleep,
    random: options.random ?? Math.random,
  };
  return {
    send: (call, apiKey, callOptions = {}) =>
      run(toJob(call, { base, apiKey }, callOptions), shared, callOptions),
    recheck: async (url, callOptions = {}) => {
      if (!isAllowedRecheck(url, options.recheckHosts ?? [])) {
        const notSent = { operation: 'recheck', retryable: false, outcome: 'not_sent' } as const;
        throw failure({ ...notSent, kind: 'host_not_allowed' });
      }
      return await run(toRecheckJob(url, callOptions), shared, callOptions);
    },
  };
};

const toRecheckJob = (url: string, { headers }: CallOptions): Job<RecheckResult> => ({
  operation: 'recheck',
  request: { method: 'GET', url, headers: toHeaders(headers), body: undefined },
  read: readRecheckResult,
  pieces: undefined,
  bareText: false,
  redact: createRedact(undefined),
});

const toJob = <Result>(
  call: Call<Result>,
  { base, apiKey }: { readonly base: string; readonly apiKey: string },
  { headers }: CallOptions,
): Job<Result> => {
  const query = new URLSearchParams({ ...call.query, k: apiKey });
  const sent = toHeaders(headers);
  if (call.body !== undefined) sent['content-type'] = 'application/json';
  return {
    operation: call.operation,
    request: {
      method: policyOf(call.operation).method,
      url: `${base}${call.path}?${query}`,
      headers: sent,
      body: call.body,
    },
    read: call.read,
    pieces: call.pieces,
    bareText: call.bareText ?? false,
    redact: createRedact(apiKey),
  };
};

const printable = /^[\t\x20-\x7e]*$/;

/** A header that no HTTP stack would send is left out: it must not break a booking, nor be quoted in an error. */
const toHeaders = (headers: CallOptions['headers'] = {}): Record<string, string> => {
  const sent: Record<string, string> = { accept: 'application/json', 'accept-encoding': 'gzip, deflate, br' };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && printable.test(value) && /^[\w-]+$/.test(name))
      sent[name.toLowerCase()] = value;
  }
  return sent;
};
