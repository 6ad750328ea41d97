/** Copies asked for and answers compared in a thread of their own, started with the first of them. */
import { Worker } from 'node:worker_threads';
import type { Answer, Match, Place } from '@partner-gateway/rollout';
import type { Kept } from './capture.ts';
import type { Copied, CopiedRead, Done, Work } from './comparing-thread.ts';

/** Compares. */
export type Comparer = {
  /** What two answers have in common. @throws Error when the thread ended */
  compare(place: Place, old: Answer, fresh: Answer): Promise<Match>;
  /**
   * Asks the gateway, and compares what it says with the old answer, whose bytes are gone from here afterwards. `unread` when the
   * old answer has no text. @throws Error when the gateway did not answer, or the thread ended
   */
  copy(place: Place, kept: Kept, read: CopiedRead): Promise<Copied | 'unread'>;
  stop(): Promise<void>;
};

/** Built, it lies beside the program; from sources, beside this file. */
const startThread = (): Worker =>
  import.meta.url.endsWith('.ts')
    ? new Worker(new URL('./comparing-thread.ts', import.meta.url), {
        execArgv: ['--conditions=@partner-gateway/source', '--no-warnings'],
      })
    : new Worker(new URL('./comparing-thread.js', import.meta.url));

type Waiting = { resolve(done: Done): void; reject(error: Error): void };

type WorkOf<One> = One extends Work ? Omit<One, 'number'> : never;

const toPlace = ({ endpoint, client }: Place): Place => ({ endpoint, client });

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
    thread.on('message', (done: Done) => {
      waiting.get(done.number)?.resolve(done);
      waiting.delete(done.number);
    });
    thread.once('error', fail);
    return thread;
  };
  const work = async (asked: WorkOf<Work>, given: readonly ArrayBuffer[] = []): Promise<Done> => {
    count += 1;
    const { promise, resolve, reject } = Promise.withResolvers<Done>();
    waiting.set(count, { resolve, reject });
    running().postMessage({ ...asked, number: count }, given);
    const done = await promise;
    if ('failed' in done) throw new Error(`the thread failed: ${done.failed}`);
    return done;
  };
  return {
    compare: async (place, old, fresh) => {
      const done = await work({ place: toPlace(place), old, fresh });
      if ('match' in done) return done.match;
      throw new Error('the thread did something else');
    },
    copy: async (place, kept, read) => {
      const done = await work({ place: toPlace(place), kept, read }, [kept.bytes.buffer]);
      if ('copied' in done) return done.copied;
      throw new Error('the thread did something else');
    },
    stop: async () => {
      const ending = thread;
      fail(new Error('the comparer was stopped'));
      await ending?.terminate();
    },
  };
};
