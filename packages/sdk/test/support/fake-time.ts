/** Lets a call over a real socket run on a fake clock: time moves on only while the server has nothing to answer. */
import { onTestFinished, vi } from 'vitest';
import type { ScriptedServer } from './scripted-server.ts';

const realTimeout = globalThis.setTimeout;
const breath = (): Promise<void> => new Promise((resolve) => realTimeout(resolve, 4));

/** Stops the clock that the SDK reads; sockets keep theirs. */
export const stopClock = (): void => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
};

/** How a call ended, and how long it took on the fake clock. */
export type Ended<Value> = { readonly value?: Value; readonly error?: unknown; readonly tookMs: number };

/** Moves the clock on until the call has ended. */
export const runOut = async <Value>(
  server: ScriptedServer,
  call: Promise<Value>,
  stepMs = 50,
): Promise<Ended<Value>> => {
  const startedMs = Date.now();
  let ended: Ended<Value> | undefined;
  call.then(
    (value) => {
      ended = { value, tookMs: Date.now() - startedMs };
    },
    (error: unknown) => {
      ended = { error, tookMs: Date.now() - startedMs };
    },
  );
  while (ended === undefined) {
    do await breath();
    while (server.busy());
    if (ended === undefined) await vi.advanceTimersByTimeAsync(stepMs);
  }
  return ended;
};
