/** Calls `send` exactly once, within its window and its time, and says what is known of it. */
import { type SendGate, SendWindowClosed } from './request.ts';
import type { Definite } from './result.ts';

export type Sent<Answer> =
  | { readonly kind: 'definite'; readonly definite: Definite<Answer> }
  /** Provably nothing left this process. */
  | { readonly kind: 'not_sent'; readonly error: unknown }
  | { readonly kind: 'unknown' };

export type SendTimes = {
  /** W_send: how long after the store's promise the write may still start. Default 2 s. */
  readonly sendWindowMs: number;
  /** How long the caller waits for the outcome. Default 15 s. */
  readonly syncWaitMs: number;
  /** How long the call is kept in the background. Default 60 s; less than the settle time. */
  readonly callLimitMs: number;
};

export const defaultSendTimes: SendTimes = { sendWindowMs: 2_000, syncWaitMs: 15_000, callLimitMs: 60_000 };

export type SendOptions = {
  readonly times: SendTimes;
  /** Monotonic time at which the store was asked to promise; the window counts from before its reply. */
  readonly promisedAtMs: number;
  readonly monotonicMs: () => number;
  /** Whether this failure proves that nothing was sent. Anything else counts as unknown. */
  readonly isNotSent: (error: unknown) => boolean;
};

const createGate = ({ times, promisedAtMs, monotonicMs }: SendOptions, signal: AbortSignal): SendGate => ({
  signal,
  callLimitMs: times.callLimitMs,
  assertOpen() {
    if (monotonicMs() - promisedAtMs > times.sendWindowMs) throw new SendWindowClosed();
  },
});

/** Never rejects. `send` is called at most once, and not at all when the window has closed already. */
export const sendOnce = async <Answer>(
  send: (gate: SendGate) => Promise<Definite<Answer>>,
  options: SendOptions,
): Promise<Sent<Answer>> => {
  const controller = new AbortController();
  const gate = createGate(options, controller.signal);
  let limit: NodeJS.Timeout | undefined;
  const limited = new Promise<Sent<Answer>>((resolve) => {
    limit = setTimeout(() => {
      resolve({ kind: 'unknown' });
      controller.abort();
    }, options.times.callLimitMs);
  });
  const classified = async (): Promise<Sent<Answer>> => {
    try {
      gate.assertOpen();
      return { kind: 'definite', definite: await send(gate) };
    } catch (error) {
      const notSent = error instanceof SendWindowClosed || options.isNotSent(error);
      return notSent ? { kind: 'not_sent', error } : { kind: 'unknown' };
    }
  };
  try {
    return await Promise.race([classified(), limited]);
  } finally {
    clearTimeout(limit);
  }
};
