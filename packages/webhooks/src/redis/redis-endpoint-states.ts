/** The states of endpoints in Redis, for workers of all instances. */
import { defineScript, orUnavailable, type RedisClient } from '@partner-gateway/write-guard/redis';
import type { DisabledReason, EndpointStates } from '../endpoint-states.ts';

/** KEYS: 1 the endpoint. */
const prelude = `
local time = redis.call('TIME')
local now = string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
-- One that nobody sends to for so long is tried again.
local function live() redis.call('PEXPIRE', KEYS[1], 7776000000) end
local function disable(reason)
  if redis.call('HSETNX', KEYS[1], 'disabled', reason) == 0 then return { 'before' } end
  redis.call('HSET', KEYS[1], 'at', now)
  live()
  return { 'changed' }
end
`;

/** ARGV: 1 reason. */
const disableLua = `${prelude}
return disable(ARGV[1])
`;

/** ARGV: 1 after how long of failures it is disabled. */
const noteFailureLua = `${prelude}
redis.call('HSETNX', KEYS[1], 'failing', now)
live()
local since = tonumber(redis.call('HGET', KEYS[1], 'failing'))
if tonumber(now) - since < tonumber(ARGV[1]) then return { 'before' } end
return disable('failing')
`;

const enableLua = `
local changed = redis.call('HEXISTS', KEYS[1], 'disabled') == 1
redis.call('DEL', KEYS[1])
return { changed and 'changed' or 'before' }
`;

const keyOf = (clientId: string): string => `webhooks:{${clientId}}:endpoint`;

const reasons: readonly DisabledReason[] = ['gone', 'failing', 'operator'];

/**
 * @example
 * ```ts
 * const endpoints = createRedisEndpointStates(redis);
 * await endpoints.disable('acme', 'operator'); // true
 * ```
 */
export const createRedisEndpointStates = (redis: RedisClient): EndpointStates => {
  const define = (name: string, lua: string) => {
    const script = defineScript(redis, `webhook_endpoint_${name}`, { numberOfKeys: 1, lua });
    return async (clientId: string, args: readonly (string | number)[] = []): Promise<boolean> => {
      const [kind] = await orUnavailable(script([keyOf(clientId)], args));
      return kind === 'changed';
    };
  };
  const disable = define('disable', disableLua);
  const noteFailure = define('failure', noteFailureLua);
  const enable = define('enable', enableLua);

  return {
    async read(clientId) {
      const { failing, disabled, at } = await orUnavailable(redis.hgetall(keyOf(clientId)));
      const reason = reasons.find((one) => one === disabled);
      return {
        ...(failing !== undefined && { failingSinceMs: Number(failing) }),
        ...(reason !== undefined && { disabled: { reason, atMs: Number(at) } }),
      };
    },
    noteSuccess: async (clientId) => void (await orUnavailable(redis.hdel(keyOf(clientId), 'failing'))),
    noteFailure: (clientId, disableAfterMs) => noteFailure(clientId, [disableAfterMs]),
    disable: (clientId, reason) => disable(clientId, [reason]),
    enable: (clientId) => enable(clientId),
  };
};
