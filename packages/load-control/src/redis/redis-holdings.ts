/** Holdings in Redis; while it is away, each instance keeps its own, and to its share of the bounds. */
import { defineScript, type RedisClient } from '@partner-gateway/write-guard/redis';
import { createLocalHoldings, type Holding, type Holdings, type HoldVerdict } from '../holdings.ts';
import { holdLua, renameLua } from './holdings.lua.ts';

export type RedisHoldingsOptions = {
  /** Names the keys: `{name}:{owner}`. */
  readonly name: string;
  /** A clock that never steps. */
  readonly nowMs: () => number;
  /** How many instances share the bounds while Redis is away. */
  readonly instances: number;
};

const shareOf = (max: number, instances: number): number => Math.max(1, Math.floor(max / instances));

const toVerdict = ([kind, freeInMs]: readonly string[]): HoldVerdict =>
  kind === 'held'
    ? { isHeld: true }
    : { isHeld: false, full: kind === 'owner' ? 'owner' : 'kind', freeInMs: Number(freeInMs) };

/**
 * Holdings of all instances on one Redis.
 *
 * @example
 * ```ts
 * const holdings = createRedisHoldings(redis, { name: 'unconfirmed', nowMs: () => performance.now(), instances: 3 });
 * ```
 */
export const createRedisHoldings = (
  redis: RedisClient,
  { name, nowMs, instances }: RedisHoldingsOptions,
): Holdings => {
  const local = createLocalHoldings(nowMs);
  const hold = defineScript(redis, `${name}_hold`, { numberOfKeys: 1, lua: holdLua });
  const rename = defineScript(redis, `${name}_rename`, { numberOfKeys: 1, lua: renameLua });
  const holdHere = (holding: Holding): Promise<HoldVerdict> =>
    local.hold({
      ...holding,
      ownerMax: shareOf(holding.ownerMax, instances),
      kindMax: shareOf(holding.kindMax, instances),
    });
  return {
    async hold(holding) {
      const { owner, kind, id, lifeMs, ownerMax, kindMax } = holding;
      try {
        return toVerdict(await hold([`${name}:${owner}`], [kind, id, lifeMs, ownerMax, kindMax]));
      } catch {
        return holdHere(holding);
      }
    },
    async rename(held, id) {
      await local.rename(held, id);
      await rename([`${name}:${held.owner}`], [held.id, id]).catch(() => undefined);
    },
    async release(held) {
      await local.release(held);
      await rename([`${name}:${held.owner}`], [held.id, '']).catch(() => undefined);
    },
  };
};
