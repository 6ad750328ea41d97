/** A Lua script on a Redis client: sent once per connection, called by its digest. */
import type { RedisClient } from './client.ts';

/** A script's reply: our scripts return flat lists of strings. */
export type ScriptReply = readonly string[];

export type RedisScript = (
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<ScriptReply>;

/** Registers a script, which is sent again after a `SCRIPT FLUSH`. */
export const defineScript = (
  redis: RedisClient,
  name: string,
  { numberOfKeys, lua }: { numberOfKeys: number; lua: string },
): RedisScript => {
  redis.defineCommand(name, { lua, numberOfKeys });
  const commands = redis as unknown as Record<string, (...args: (string | number)[]) => Promise<ScriptReply>>;
  return (keys, args) => {
    const command = commands[name];
    if (command === undefined) throw new Error(`script ${name} is not defined`);
    return command.call(redis, ...keys, ...args);
  };
};
