/** Sends calls: key in the query, one deadline over attempts and body, retries where they are harmless, errors without secrets. */
import { attempt, type Job } from './attempt.ts';
import type { Call, CallOptions } from './calls.ts';
import { CutError, withDeadline } from './deadline.ts';
import { TwelveGoError } from './errors.ts';
import { createKyExchange, type Exchange } from './exchange.ts';
import { createRedact, failure } from './failure.ts';
import { attemptsFor, type Operation, policyOf, retryDelayMs } from './operations.ts';
import { isAllowedRecheck, type RecheckResult, readRecheckResult } from './recheck.ts';

export type TransportOptions = {
  /** 12go's address, with or without a path, such as `https://api.upstream.example`. */
  readonly baseUrl: string;
  /** Default: the global `fetch`. Ignored when `exchange` is given. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Another HTTP stack instead of ky over `fetch`. */
  readonly exchange?: Exchange | undefined;
  /** Milliseconds per operation, in place of 12go's guide. */
  readonly timeoutsMs?: Partial<Record<Operation, number>> | undefined;
  /** Hosts (`recheck.upstream.example`, https) or origins (`http://127.0.0.1:4100`) that may be rechecked. Default: none. */
  readonly recheckHosts?: readonly string[] | undefined;
  /** Asked before each retry; false makes the failure final. The place for a retry budget or a counter. */
  readonly allowRetry?: ((retry: RetryNotice) => boolean) | undefined;
  /** Unix milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Default: a timer that the signal cuts short. */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** A number in [0, 1) for the jitter. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
};

/** A retry about to happen: `attempt` is the one that failed, from 1. */
export type RetryNotice = {
  readonly operation: Operation;
  readonly attempt: number;
  readonly error: TwelveGoError;
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
export function createTwelveGoTransport(options: TransportOptions): TwelveGoTransport {
  const base = options.baseUrl.replace(/\/+$/, '');
  const shared: Shared = {
    exchange: options.exchange ?? createKyExchange(options.fetch),
    timeoutsMs: options.timeoutsMs ?? {},
    allowRetry: options.allowRetry ?? (() => true),
    now: options.now ?? Date.now,
    sleep: options.sleep ?? sleep,
    random: options.random ?? Math.random,
  };
  return {
    send: (call, apiKey, callOptions = {}) =>
      run(toJob(call, base, apiKey, callOptions), shared, callOptions),
    recheck: async (url, callOptions = {}) => {
      const operation = 'recheck';
      if (!isAllowedRecheck(url, options.recheckHosts ?? [])) {
        throw failure({ operation, kind: 'host_not_allowed', retryable: false, outcome: 'not_sent' });
      }
      const request = {
        method: 'GET',
        url,
        headers: toHeaders(callOptions.headers),
        body: undefined,
      } as const;
      const job = {
        operation,
        request,
        read: readRecheckResult,
        bareText: false,
        redact: createRedact(undefined),
      } as const;
      return await run(job, shared, callOptions);
    },
  };
}

type Shared = Required<{
  [Name in 'exchange' | 'timeoutsMs' | 'allowRetry' | 'now' | 'sleep' | 'random']: NonNullable<
    TransportOptions[Name]
  >;
}>;

function toJob<Result>(
  call: Call<Result>,
  base: string,
  apiKey: string,
  { headers }: CallOptions,
): Job<Result> {
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
    bareText: call.bareText ?? false,
    redact: createRedact(apiKey),
  };
}

const printable = /^[\t\x20-\x7e]*$/;

/** A header that no HTTP stack would send is left out: it must not break a booking, nor be quoted in an error. */
function toHeaders(headers: CallOptions['headers'] = {}): Record<string, string> {
  const sent: Record<string, string> = { accept: 'application/json', 'accept-encoding': 'gzip, deflate, br' };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && printable.test(value) && /^[\w-]+$/.test(name))
      sent[name.toLowerCase()] = value;
  }
  return sent;
}

async function run<Result>(job: Job<Result>, shared: Shared, options: CallOptions): Promise<Result> {
  const { operation } = job;
  const startedAt = shared.now();
  const timeoutMs = options.timeoutMs ?? shared.timeoutsMs[operation] ?? policyOf(operation).timeoutMs;
  const endsAt = Math.min(startedAt + timeoutMs, options.deadline ?? Number.POSITIVE_INFINITY);
  const notSent = { operation, retryable: true, outcome: 'not_sent' } as const;
  if (options.signal?.aborted === true) throw failure({ ...notSent, kind: 'aborted' });
  if (endsAt <= startedAt) throw failure({ ...notSent, kind: 'timeout' });
  try {
    return await withDeadline(endsAt - startedAt, options.signal, (signal) =>
      tryAll(job, shared, options, endsAt, signal),
    );
  } catch (error) {
    if (!(error instanceof CutError)) throw error;
    throw failure({ operation, kind: error.cut, retryable: error.cut === 'timeout', outcome: 'unknown' });
  }
}

async function tryAll<Result>(
  job: Job<Result>,
  shared: Shared,
  options: CallOptions,
  endsAt: number,
  signal: AbortSignal,
): Promise<Result> {
  const attempts = attemptsFor(job.operation, options.attempts);
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(job, shared.exchange, signal, shared.now);
    } catch (error) {
      if (!TwelveGoError.isInstance(error) || signal.aborted || number >= attempts) throw error;
      const delayMs = retryDelayMs(error, number, endsAt - shared.now(), shared.random());
      if (delayMs === undefined || !shared.allowRetry({ operation: job.operation, attempt: number, error }))
        throw error;
      await shared.sleep(delayMs, signal);
      if (signal.aborted) throw error;
    }
  }
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
