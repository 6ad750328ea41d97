/** Plays cases one after the other on worlds that they share, and judges each by itself and by the invariants. */
import { createRandom } from '../../../write-guard/test/crash/random.ts';
import type { FaultCase, Ground, Seen } from './fault-case.ts';
import { type FaultWorld, startFaultWorld } from './fault-world.ts';
import { brokenIn } from './invariants.ts';
import { type RedisWorld, startRedisWorld } from './redis-world.ts';
import { watch } from './watch.ts';

export type Played = { readonly ms: number } & (
  | ({ readonly verdict: 'passed' } & Seen)
  | { readonly verdict: 'failed'; readonly seen: string }
  | { readonly verdict: 'awaits'; readonly seen: string }
);

export type Player = {
  /** Plays one; never rejects. */
  play(one: FaultCase): Promise<Played>;
  close(): Promise<void>;
};

/** Made once, when it is first asked for. */
const once = <Value>(make: () => Promise<Value>) => {
  let made: Promise<Value> | undefined;
  return {
    get: (): Promise<Value> => {
      made ??= make();
      return made;
    },
    made: (): Promise<Value> | undefined => made,
  };
};

/** Makes the player; its seed and how much is fuzzed are the run's. */
export const createPlayer = ({ seed, fuzzed }: Pick<Ground, 'seed' | 'fuzzed'>): Player => {
  const shared = once(() => startFaultWorld({}, createRandom(seed)));
  const sharedRedis = once(() => startRedisWorld(createRandom(seed)));

  const runOn = async (one: FaultCase): Promise<Seen> => {
    const judges: (() => readonly string[])[] = [];
    const closers: (() => Promise<unknown>)[] = [];
    const judgeBy = (world: FaultWorld): void => {
      const tell = watch(world);
      judges.push(() =>
        brokenIn(tell())
          .filter(({ invariant }) => one.excused?.includes(invariant) !== true)
          .map(({ invariant, what }) => `${invariant}: ${what}`),
      );
    };
    let used: Promise<RedisWorld> | undefined;
    const ground: Ground = {
      random: createRandom(seed),
      seed,
      fuzzed,
      world: async () => {
        const world = await shared.get();
        await world.reset();
        judgeBy(world);
        return world;
      },
      ownWorld: async (options) => {
        const world = await startFaultWorld(options, createRandom(seed));
        closers.push(world.close);
        judgeBy(world);
        return world;
      },
      redisWorld: async () => {
        used = sharedRedis.get();
        await (await used).reset();
        return used;
      },
      closeAfter: (close) => void closers.push(close),
    };
    let broken: readonly string[] = [];
    try {
      return await one.run(ground);
    } finally {
      await (await shared.made())?.reset();
      broken = judges.flatMap((judge) => judge());
      for (const close of closers.reverse()) await close();
      // biome-ignore lint/correctness/noUnsafeFinally: a broken promise outweighs whatever the case itself threw
      if (broken.length > 0) throw new Error(broken.slice(0, 5).join('; '));
    }
  };

  return {
    async play(one) {
      if (one.awaits !== undefined) return { verdict: 'awaits', seen: one.awaits, ms: 0 };
      const startedMs = performance.now();
      const ms = (): number => Math.round(performance.now() - startedMs);
      try {
        const seen = await runOn(one);
        return { verdict: 'passed', ...seen, ms: ms() };
      } catch (error) {
        return { verdict: 'failed', seen: error instanceof Error ? error.message : String(error), ms: ms() };
      }
    },
    async close() {
      await (await sharedRedis.made())?.close();
      await (await shared.made())?.close();
    },
  };
};
