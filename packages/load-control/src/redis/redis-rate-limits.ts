/** Rate limits in Redis, by one script. */
import { defineScript, type RedisClient } from '@partner-gateway/write-guard/redis';
import { createSharedRateLimits, type RateLimits, type SharedRateLimitsOptions } from '../rate-limits.ts';
import { slotsOf } from '../rate-window.ts';
import { giveBackLua, takeLua } from './rate-limits.lua.ts';

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
  const giveBack = defineScript(redis, 'ratelimit_give_back', { numberOfKeys: 1, lua: giveBackLua });
  return createSharedRateLimits({
    ...options,
    ask: async ({ name, quota, units, reserved, owed }) => {
      if (redis.status !== 'ready') return 'not_asked';
      const { slotMs, kept } = slotsOf(quota);
      const args = [units, quota.units, reserved, slotMs, kept, owed];
      const keys = [`ratelimit:${name}`];
      const [admitted, remaining, resetMs, slot = ''] = await script(keys, args);
      return {
        isAdmitted: admitted === '1',
        remaining: Number(remaining),
        resetMs: Number(resetMs),
        // What cannot be given back leaves with its window.
        giveBack: (unused) => void giveBack(keys, [slot, unused]).catch(() => undefined),
      };
    },
  });
};
