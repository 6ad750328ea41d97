/** Pointers of all instances in Redis: a hash for each bucket. */
import { defineScript, orUnavailable, type RedisClient } from '@partner-gateway/write-guard/redis';
import { type Pointers, targetsMax } from '../pointers.ts';
import { isOutOfMemory } from './out-of-memory.ts';

/** KEYS: 1 the bucket. ARGV: 1 target, 2 life of the bucket, 3 most names, 4 most targets of a name, 5… names. */
const addLua = `
local isFull = false
local names = redis.call('HLEN', KEYS[1])
for i = 5, #ARGV do
  local targets = redis.call('HGET', KEYS[1], ARGV[i])
  if not targets then
    if names < tonumber(ARGV[3]) then
      redis.call('HSET', KEYS[1], ARGV[i], ARGV[1])
      names = names + 1
    else
      isFull = true
    end
  elseif not string.find(' ' .. targets .. ' ', ' ' .. ARGV[1] .. ' ', 1, true) then
    local _, blanks = string.gsub(targets, ' ', '')
    if blanks + 1 < tonumber(ARGV[4]) then redis.call('HSET', KEYS[1], ARGV[i], targets .. ' ' .. ARGV[1]) end
  end
end
if redis.call('PTTL', KEYS[1]) == -1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return { isFull and 'full' or 'added' }
`;

const keyOf = (bucket: number): string => `find:${bucket}`;

/**
 * @example
 * const pointers = createRedisPointers(redis);
 * await pointers.add([pointerName('key', 'order-17')], 'acme/c8Kq2Zt1', { bucket: 7, lifeMs: 60_000, namesMax: 1_000 });
 */
export const createRedisPointers = (redis: RedisClient): Pointers => {
  const add = defineScript(redis, 'pointers_add', { numberOfKeys: 1, lua: addLua });
  return {
    async add(names, target, { bucket, lifeMs, namesMax }) {
      const reply = add([keyOf(bucket)], [target, lifeMs, namesMax, targetsMax, ...names]).catch(
        (error: unknown) => {
          if (isOutOfMemory(error)) return ['full'];
          throw error;
        },
      );
      const [added] = await orUnavailable(reply);
      return added === 'full' ? 'full' : 'added';
    },
    async find(names, buckets) {
      const rows = await Promise.all(
        buckets.map((bucket) => orUnavailable(redis.hmget(keyOf(bucket), ...names))),
      );
      return [...new Set(rows.flat().flatMap((targets) => targets?.split(' ') ?? []))];
    },
  };
};
