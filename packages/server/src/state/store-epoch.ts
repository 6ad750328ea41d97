/** What the gateway believes about the store's memory: which run, since when, and what time it is there. */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { ScriptReply } from './redis.ts';
import type { Epoch } from './write-record.ts';
import { StoreUnavailable } from './write-store.ts';

export type StoreEpoch = {
  current(clientId: string): Promise<Epoch>;
  forget(clientId: string): void;
  noteTime(serverNowMs: number): void;
  nowMs(): number;
  verify(): Promise<void>;
};

type Server = { runId: string; evicted: number };
type Learn = (clientId: string, args: readonly (string | number)[]) => Promise<ScriptReply>;

/** Until the store's clock was ever seen, times are this far back: too old a token is refused, too new is a risk. */
const UNSEEN_CLOCK_MS = 60_000;

const readInfo = async (redis: Redis): Promise<Server> => {
  const [server, stats] = await Promise.all([redis.info('server'), redis.info('stats')]);
  const runId = /^run_id:(\w+)/m.exec(server)?.[1];
  const evicted = /^evicted_keys:(\d+)/m.exec(stats)?.[1];
  if (runId === undefined || evicted === undefined) throw new StoreUnavailable('memory_unknown');
  return { runId, evicted: Number(evicted) };
};

/**
 * Belief ends with the connection: a server that comes back may have forgotten. Until it is learned again, nothing is
 * promised; scripts check the epoch's id themselves, so a memory lost without a reconnect is noticed too.
 */
export const createStoreEpoch = (redis: Redis, learn: Learn): StoreEpoch => {
  const beliefs = new Map<string, Promise<Epoch>>();
  let server: Promise<Server> | undefined;
  let connection = 0;
  let clockAheadMs = -UNSEEN_CLOCK_MS;

  const forgetAll = (): void => {
    connection += 1;
    server = undefined;
    beliefs.clear();
  };
  redis.on('close', forgetAll);

  const noteTime = (serverNowMs: number): void => {
    // The reply was made before it arrived, so this never puts our idea of the store's clock ahead of it.
    if (Number.isFinite(serverNowMs)) clockAheadMs = serverNowMs - Date.now();
  };

  const learnNow = async (clientId: string): Promise<Epoch> => {
    const during = connection;
    server ??= readInfo(redis);
    const { runId, evicted } = await server;
    const [now, id, since] = await learn(clientId, [runId, randomUUID(), evicted]);
    if (during !== connection || id === undefined) throw new StoreUnavailable('memory_unknown');
    noteTime(Number(now));
    return { id, sinceMs: Number(since) };
  };

  const startLearning = (clientId: string): Promise<Epoch> => {
    const belief = learnNow(clientId).catch((error: unknown) => {
      // A failed lesson must not be remembered: the next caller learns again.
      if (beliefs.get(clientId) === belief) beliefs.delete(clientId);
      server = undefined;
      throw error;
    });
    beliefs.set(clientId, belief);
    return belief;
  };

  return {
    current: (clientId) => beliefs.get(clientId) ?? startLearning(clientId),
    forget(clientId) {
      server = undefined;
      beliefs.delete(clientId);
    },
    noteTime,
    nowMs: () => Date.now() + clockAheadMs,
    async verify() {
      const known = await server?.catch(() => undefined);
      const seen = await readInfo(redis);
      if (known !== undefined && (known.runId !== seen.runId || known.evicted !== seen.evicted)) forgetAll();
    },
  };
};
