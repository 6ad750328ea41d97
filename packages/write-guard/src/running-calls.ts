/** The calls under way in this process, those in the background included, and the wait for their end. */
import { setTimeout as sleep } from 'node:timers/promises';

export type RunningCalls = {
  track<T>(call: Promise<T>): Promise<T>;
  count(): number;
  /** Waits until none is left, at most `timeoutMs`; returns how many are left. */
  drain(timeoutMs: number): Promise<number>;
};

export const createRunningCalls = (): RunningCalls => {
  const calls = new Set<Promise<unknown>>();
  return {
    track(call) {
      calls.add(call);
      const done = () => calls.delete(call);
      call.then(done, done);
      return call;
    },
    count: () => calls.size,
    async drain(timeoutMs) {
      const stop = new AbortController();
      const limit = sleep(timeoutMs, 'late' as const, { signal: stop.signal }).catch(() => 'late' as const);
      while (calls.size > 0) {
        const all = Promise.allSettled([...calls]).then(() => 'done' as const);
        if ((await Promise.race([all, limit])) === 'late') break;
      }
      stop.abort();
      return calls.size;
    },
  };
};
