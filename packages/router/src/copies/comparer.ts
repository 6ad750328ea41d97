/** Answers compared in a thread of their own, started with the first of them. */
import { Worker } from 'node:worker_threads';
import type { Answer, Match, Place } from '@partner-gateway/rollout';
import type { Compared, Comparing } from './comparing-thread.ts';

/** Compares. */
export type Comparer = {
  /** What two answers have in common. @throws Error when the thread ended */
  compare(place: Place, old: Answer, fresh: Answer): Promise<Match>;
  stop(): Promise<void>;
};

/** Built, it lies beside the program; from sources, beside this file. */
const startThread = (): Worker =>
  import.meta.url.endsWith('.ts')
    ? new Worker(new URL('./comparing-thread.ts', import.meta.url), {
        execArgv: ['--conditions=@partner-gateway/source', '--no-warnings'],
      })
    : new Worker(new URL('./comparing-thread.js', import.meta.url));

type Waiting = { resolve(match: Match): void; reject(error: Error): void };

/** Makes a comparer; a thread that failed is started anew with the next comparison. */
export const createComparer = (): Comparer => {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let count = 0;
  const fail = (error: Error): void => {
    thread = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const running = (): Worker => {
    if (thread !== undefined) return thread;
    thread = startThread();
    thread.unref();
    thread.on('message', ({ number, match }: Compared) => {
      waiting.get(number)?.resolve(match);
      waiting.delete(number);
    });
    thread.once('error', fail);
    return thread;
  };
  return {
    compare: (place, old, fresh) => {
      count += 1;
      const comparing: Comparing = {
        number: count,
        place: { endpoint: place.endpoint, client: place.client },
        old,
        fresh,
      };
      const { promise, resolve, reject } = Promise.withResolvers<Match>();
      waiting.set(count, { resolve, reject });
      running().postMessage(comparing);
      return promise;
    },
    stop: async () => {
      const ending = thread;
      fail(new Error('the comparer was stopped'));
      await ending?.terminate();
    },
  };
};
