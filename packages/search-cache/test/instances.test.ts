/** What search caches of several instances promise over one real Redis: one of them asks, and nobody waits for it for long. */
import { createRedis, type RedisClient } from '@partner-gateway/write-guard/redis';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { keysOf, startRedisServer, untilReady } from '../../write-guard/test/support/redis.ts';
import { useSharedRedis } from '../../write-guard/test/support/shared-redis.ts';
import { createRedisShelf, createSearchCache, type WaitOutcome } from '../src/index.ts';

const sharedRedis = useSharedRedis();

const complete = {
  isComplete: true,
  results: [{ trips: [], operators: [], stations: [], classes: [] } as never],
};
let searches = 0;
const newSearch = (account = 'a') => {
  searches += 1;
  return { account, pairs: [searches], date: '2026-11-20', pax: 1, currency: undefined };
};

/** An instance with a clock that only its own sleep moves; `onSleep` is waited for in each. */
const startInstance = (redis: RedisClient, onSleep: () => unknown = () => undefined) => {
  const clock = { ms: 1_000_000 };
  const outcomes: WaitOutcome[] = [];
  const cache = createSearchCache(
    createRedisShelf(redis, () => clock.ms),
    {
      lifeMs: 90_000,
      nowMs: () => clock.ms,
      sleep: async (ms) => {
        clock.ms += ms;
        await onSleep();
      },
      onWaited: (outcome) => outcomes.push(outcome),
    },
  );
  let loads = 0;
  const find = async (
    asked: Parameters<typeof cache.find>[0],
    answer: () => Promise<typeof complete> = () => Promise.resolve(complete),
  ) => {
    const load = () => {
      loads += 1;
      return answer();
    };
    return await cache.find(asked, load, (results) => ({ ...complete, results: [...results] as never }));
  };
  return { clock, outcomes, find, loads: () => loads, sleptMs: () => clock.ms - 1_000_000 };
};

/** An instance that asks 12go, and is answered when the test says so. */
const startAsking = async (redis: RedisClient, asked: ReturnType<typeof newSearch>) => {
  const lead = startInstance(redis);
  const { promise: answer, resolve, reject } = Promise.withResolvers<typeof complete>();
  const { promise: isAsked, resolve: begin } = Promise.withResolvers<void>();
  const found = lead.find(asked, () => {
    begin();
    return answer;
  });
  found.catch(() => undefined);
  await isAsked;
  const settled = () => found.catch(() => undefined);
  return {
    answer(given = complete) {
      resolve(given);
      return settled();
    },
    fail() {
      reject(new Error('12go is away'));
      return settled();
    },
    loads: lead.loads,
  };
};

/** The claims to load that there are now, as the client names them. */
const claims = async (): Promise<readonly string[]> => {
  const { keyPrefix = '' } = sharedRedis().options;
  const keys = await keysOf(sharedRedis(), `${keyPrefix}*:load`);
  return keys.map((key) => key.slice(keyPrefix.length));
};

/** None of an earlier test is left. */
beforeEach(async () => {
  for (const key of await claims()) await sharedRedis().del(key);
});

describe('of three instances that miss at one moment', () => {
  test('one asks, and the others have its answer', async () => {
    const asked = newSearch();
    const lead = await startAsking(sharedRedis(), asked);
    const others = [0, 1].map(() => startInstance(sharedRedis(), () => lead.answer()));
    const found = await Promise.all(others.map(({ find }) => find(asked)));
    for (const { level, stamp } of found) {
      expect(level).toBe('flight_elsewhere');
      expect(stamp).toBe(found[0]?.stamp);
    }
    expect([lead, ...others].map(({ loads }) => loads())).toEqual([1, 0, 0]);
    expect(others.map(({ outcomes }) => outcomes)).toEqual([['answered'], ['answered']]);
  });

  test('each asks for its own account', async () => {
    const asked = newSearch();
    await startAsking(sharedRedis(), asked);
    const other = startInstance(sharedRedis());
    const { level } = await other.find({ ...asked, account: 'b' });
    expect([level, other.sleptMs(), other.outcomes]).toEqual([undefined, 0, []]);
  });

  test.each([
    ['fails', (lead: Awaited<ReturnType<typeof startAsking>>) => lead.fail()],
    ['has nothing that may be kept', (lead) => lead.answer({ ...complete, isComplete: false })],
  ])('the others ask when the one that does %s', async (_how, end) => {
    const asked = newSearch();
    const lead = await startAsking(sharedRedis(), asked);
    const other = startInstance(sharedRedis(), async () => {
      await end(lead);
      // It lets go behind its answer.
      await expect.poll(claims, { interval: 1 }).toEqual([]);
    });
    expect((await other.find(asked)).level).toBeUndefined();
    expect(other.loads()).toBe(1);
    expect(other.outcomes).toEqual(['in_vain']);
  });

  test('the others wait for two seconds for one that does not end, and with few questions', async () => {
    const asked = newSearch();
    await startAsking(sharedRedis(), asked);
    let sleeps = 0;
    const other = startInstance(sharedRedis(), () => (sleeps += 1));
    expect((await other.find(asked)).level).toBeUndefined();
    expect(other.sleptMs()).toBe(2_000);
    expect(sleeps).toBeLessThanOrEqual(22);
    expect(other.outcomes).toEqual(['in_vain']);
  });

  test('a claim of one that died lapses within two seconds', async () => {
    const asked = newSearch();
    await startAsking(sharedRedis(), asked);
    const [claim = '', ...others] = await claims();
    expect(others).toEqual([]);
    const lifeMs = await sharedRedis().pttl(claim);
    expect(lifeMs).toBeGreaterThan(0);
    expect(lifeMs).toBeLessThanOrEqual(2_000);
  });

  test('nobody waits longer than half of what is left to it, and who is late asks at once', async () => {
    const asked = newSearch();
    await startAsking(sharedRedis(), asked);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -500, max: 10_000 }), async (leftMs) => {
        const other = startInstance(sharedRedis());
        const begun = other.clock.ms;
        await other.find({ ...asked, deadlineMs: begun + leftMs }, () =>
          Promise.resolve({ ...complete, isComplete: false }),
        );
        expect(other.sleptMs()).toBeLessThanOrEqual(Math.max(0, Math.min(2_000, leftMs / 2)));
        expect(other.loads()).toBe(1);
      }),
      { numRuns: 12 },
    );
  });

  test('searches of one process wait together, and what they wait is told as such', async () => {
    const asked = newSearch();
    const lead = await startAsking(sharedRedis(), asked);
    const other = startInstance(sharedRedis(), () => lead.answer());
    const waits: string[] = [];
    const waited = {
      begin() {
        waits.push('begun');
        return () => void waits.push('ended');
      },
    };
    const found = await Promise.all([0, 1, 2].map(() => other.find({ ...asked, waited })));
    expect(found.map(({ level }) => level)).toEqual(['flight_elsewhere', 'flight', 'flight']);
    expect(waits.toSorted()).toEqual(['begun', 'begun', 'begun', 'ended', 'ended', 'ended']);
    expect(other.outcomes).toEqual(['answered']);
  });
});

test('who missed just before the answer came has it without asking', async () => {
  const asked = newSearch();
  const lead = await startAsking(sharedRedis(), asked);
  const redis = sharedRedis();
  const late = startInstance(
    // Its question for the entry was answered before the entry came.
    new Proxy(redis, {
      get: (target, name) =>
        name === 'get'
          ? async (key: string) => {
              const text = await target.get(key);
              await lead.answer();
              return text;
            }
          : Reflect.get(target, name).bind(target),
    }),
  );
  expect((await late.find(asked)).level).toBe('flight_elsewhere');
  expect([late.loads(), late.sleptMs()]).toEqual([0, 0]);
});

test('an entry that is too old by the clock is given to nobody, whoever claims to ask anew', async () => {
  const asked = newSearch();
  const first = startInstance(sharedRedis());
  await first.find(asked);
  const late = startInstance(sharedRedis());
  late.clock.ms += 90_000;
  expect(await claims()).toHaveLength(1);
  expect((await late.find(asked)).level).toBeUndefined();
  expect(late.loads()).toBe(1);
  expect(late.outcomes).toEqual(['in_vain']);
});

test('when Redis goes while they wait, all ask at once and have their answers', async () => {
  const server = await startRedisServer();
  const redis = createRedis({ url: server.url });
  await untilReady(redis);
  const asked = newSearch();
  const lead = await startAsking(redis, asked);
  const other = startInstance(redis, () => server.kill());
  expect((await other.find(asked)).level).toBeUndefined();
  expect(other.sleptMs()).toBeLessThan(100);
  expect((await lead.answer())?.answer).toBe(complete);
  redis.disconnect();
  await server.remove();
});
