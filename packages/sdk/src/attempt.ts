/** One attempt at a request: sent once, bounded in time, never rejecting. */
import type { Call, OutgoingRequest } from './call.ts';
import type { GatewayError } from './errors/gateway-error.ts';
import { onAbort } from './stopping.ts';

/** How far a call has got. */
export type AttemptState = {
  /** Attempts made, this one included. */
  readonly attempts: number;
  /** How long this attempt could last. */
  readonly boundMs: number;
  /** The error of the attempt before. */
  readonly previous: GatewayError | undefined;
};

/** What one attempt came to. */
export type AttemptResult =
  | { readonly ended: 'answered'; readonly status: number; readonly headers: Headers; readonly text: string }
  | { readonly ended: 'timeout' }
  | { readonly ended: 'aborted' }
  | { readonly ended: 'disconnected'; readonly cause: unknown };

/** How an attempt is bounded and carried. */
type Bounds = Pick<Call, 'timeoutMs' | 'signal' | 'fetch'>;

const exchange = async (
  { method, url, headers, body }: OutgoingRequest,
  fetch: Bounds['fetch'],
  signal: AbortSignal,
): Promise<AttemptResult> => {
  const sent = new Request(url, {
    method,
    headers,
    signal,
    ...(body !== undefined && { body }),
    // A redirect would carry the key to wherever it points.
    redirect: 'manual',
  });
  // Read at each call, so that a fetch patched later by a test or a tracer is seen; called bare, as browsers demand.
  const response = await (fetch ?? globalThis.fetch)(sent);
  return {
    ended: 'answered',
    status: response.status,
    headers: response.headers,
    text: await response.text(),
  };
};

type Stop = { readonly result: Promise<AttemptResult>; readonly release: () => void };

const stopAfter = (timeoutMs: number, signal: AbortSignal | undefined): Stop => {
  let release = (): void => {};
  const result = new Promise<AttemptResult>((resolve) => {
    const timer = setTimeout(() => resolve({ ended: 'timeout' }), timeoutMs);
    const takeBack = onAbort(signal, () => resolve({ ended: 'aborted' }));
    release = (): void => {
      clearTimeout(timer);
      takeBack();
    };
  });
  return { result, release };
};

/** Sends once. Never rejects; the bound covers the body too, and holds for a `fetch` that ignores its signal. */
export const attemptOnce = async (
  request: OutgoingRequest,
  { timeoutMs, signal, fetch }: Bounds,
): Promise<AttemptResult> => {
  if (signal?.aborted) return { ended: 'aborted' };
  const controller = new AbortController();
  const answered = exchange(request, fetch, controller.signal).catch(
    (cause: unknown): AttemptResult => ({ ended: 'disconnected', cause }),
  );
  const stopped = stopAfter(timeoutMs, signal);
  const result = await Promise.race([stopped.result, answered]);
  stopped.release();
  controller.abort();
  return result;
};
