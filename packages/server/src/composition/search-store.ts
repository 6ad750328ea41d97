/** The search cache that the settings ask for, in a Redis of its own, in memory, or none. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DependencyCheck } from '@partner-gateway/contract';
import {
  createMemoryShelf,
  createRedisShelf,
  createSearchCache,
  noSearchCache,
  type SearchCache,
  type WaitOutcome,
} from '@partner-gateway/search-cache';
import type { Config } from '@partner-gateway/settings';
import { changeLogin, createRedis, isRedisHealthy } from '@partner-gateway/write-guard/redis';
import type { Surroundings } from './surroundings.ts';

/** The search cache, how it is, and its end. */
export type SearchStore = {
  readonly cache: SearchCache;
  readonly checks: readonly (() => Promise<DependencyCheck>)[];
  readonly close: () => void;
  /** Takes the login of these settings for its own, where it is another. @throws when it is refused: the old one stays */
  readonly logIn: (config: Pick<Config, 'SEARCH_CACHE_REDIS_URL'>) => Promise<void>;
};

const inThisProcess = (cache: SearchCache): SearchStore => ({
  cache,
  checks: [],
  close: () => {},
  logIn: () => Promise.resolve(),
});

/** Makes the search cache that the settings ask for; its Redis is never that of the booking writes. */
export const createSearchStore = (
  config: Pick<
    Config,
    'SEARCH_CACHE' | 'SEARCH_CACHE_REDIS_URL' | 'SEARCH_CACHE_SECONDS' | 'REDIS_KEY_PREFIX'
  >,
  {
    nowMs,
    log,
    onRedisError,
    telemetry: { metrics },
    timing = {},
  }: Pick<Surroundings, 'log' | 'nowMs' | 'onRedisError' | 'telemetry' | 'timing'>,
): SearchStore => {
  const options = {
    lifeMs: config.SEARCH_CACHE_SECONDS * 1000,
    nowMs,
    sleep: timing.sleep ?? ((ms: number) => sleep(ms)),
    onWaited: (outcome: WaitOutcome) => metrics.count('gateway.search.waited', { outcome }),
  };
  const url = config.SEARCH_CACHE_REDIS_URL;
  if (config.SEARCH_CACHE === 'off') return inThisProcess(noSearchCache);
  if (config.SEARCH_CACHE === 'memory' || url === undefined)
    return inThisProcess(createSearchCache(createMemoryShelf(), options));
  const redis = createRedis({
    url,
    keyPrefix: config.REDIS_KEY_PREFIX,
    onError() {
      onRedisError?.('search_cache');
      log('warn', 'The search cache is out of reach');
    },
    onFailedCommand: () => onRedisError?.('search_cache'),
  });
  const check = async (): Promise<DependencyCheck> => ({
    name: 'search_cache',
    status: (await isRedisHealthy(redis)) ? 'ok' : 'down',
    required: false,
    detail: 'redis; searches go past it while it is down',
  });
  return {
    cache: createSearchCache(createRedisShelf(redis, nowMs), options),
    checks: [check],
    close: () => redis.disconnect(),
    logIn: async (changed) => {
      if (changed.SEARCH_CACHE_REDIS_URL !== undefined)
        await changeLogin(redis, changed.SEARCH_CACHE_REDIS_URL);
    },
  };
};
