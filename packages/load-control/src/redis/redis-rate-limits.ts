/** Rate limits in Redis, by one script. */
import { defineScript, type RedisClient } from '@partner-gateway/write-guard/redis';
import { createSharedRateLimits, type RateLimits, type SharedRateLimitsOptions } from '../rate-limits.ts';
import { slotsOf } from '../rate-window.ts';
import { takeLua } from './rate-limits.lua.ts';

/**
 * Limits of all instances on one Redis, under `ratelimit:{name}`.
 *
 * @example
 * ```ts
 * const limits = createRedisRateLimits(redis, { nowMs: () => performance.now(), instances: 3 });
 * ```
 */
export const createRedisRateLimits = (
  redis: RedisClient,
  options: Omit<SharedRateLimitsOptions, 'ask'>,
): RateLimits => {
  const script = defineScript(redis, 'ratelimit_take', { numberOfKeys: 1, lua: takeLua });
  return createSharedRateLimits({
    ...options,
    ask: async ({ name, quota, units, reserved, owed }) => {
      if (redis.status !== 'ready') return 'not_asked';
      const { slotMs, kept } = slotsOf(quota);
      const args = [units, quota.units, reserved, slotMs, kept, owed];
      const [admitted, remaining, resetMs] = await script([`ratelimit:${name}`], args);
      return { isAdmitted: admitted === '1', remaining: Number(remaining), resetMs: Number(resetMs) };
    },
  });
};
