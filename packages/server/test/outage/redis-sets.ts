/** A set of real Redis servers that looks after itself: sentinels over a primary with replicas. */
import { type RedisServer, startRedisServer } from '../../../write-guard/test/support/redis.ts';
import {
  onRedis,
  portOf,
  type ReplicaSet,
  startReplicaSet,
  untilAgreed,
} from '../../../write-guard/test/support/replica-set.ts';

export type SentinelSet = ReplicaSet & {
  readonly sentinels: readonly RedisServer[];
  /** Kills the primary; resolves with the new one's port once a sentinel names it. */
  failOver(): Promise<number>;
};

export const sentinelName = 'gateway';

/** A primary, two replicas and three sentinels that fail over after a second. */
export const startSentinelSet = async (): Promise<SentinelSet> => {
  const set = await startReplicaSet(2, ['--min-replicas-to-write', '1', '--min-replicas-max-lag', '2']);
  const sentinels = await Promise.all(
    Array.from({ length: 3 }, () => startRedisServer({ isSentinel: true })),
  );
  const primaryPort = String(portOf(set.primary));
  for (const { url } of sentinels)
    await onRedis(url, async (redis) => {
      await redis.call('SENTINEL', 'MONITOR', sentinelName, '127.0.0.1', primaryPort, '2');
      for (const [name, value] of [
        ['down-after-milliseconds', '1000'],
        ['failover-timeout', '5000'],
      ] as const)
        await redis.call('SENTINEL', 'SET', sentinelName, name, value);
    });
  const askSentinel = (): Promise<number> =>
    onRedis(sentinels[0]?.url ?? '', async (redis) => {
      const [, port] = (await redis.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', sentinelName)) as string[];
      return Number(port);
    });
  await untilAgreed('sentinels know each other and the replicas', () =>
    onRedis(sentinels[0]?.url ?? '', async (redis) => {
      const [state = []] = [(await redis.call('SENTINEL', 'MASTER', sentinelName)) as string[]];
      const field = (name: string): string => state[state.indexOf(name) + 1] ?? '';
      return field('num-slaves') === '2' && field('num-other-sentinels') === '2';
    }),
  );
  return {
    ...set,
    sentinels,
    async failOver() {
      await set.primary.kill();
      let port = 0;
      await untilAgreed(
        'a new primary',
        async () => {
          port = await askSentinel();
          return port !== Number(primaryPort);
        },
        60_000,
      );
      return port;
    },
  };
};
