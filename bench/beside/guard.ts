/** P11: what the write guard adds to a write, with its records in a real Redis. */
import { randomUUID } from 'node:crypto';
import { createVault, createWriteGuard, textAnswers } from '../../packages/write-guard/src/index.ts';
import {
  createRedis,
  createRedisWriteStore,
  type RedisClient,
  untilReady,
} from '../../packages/write-guard/src/redis/index.ts';
import { withRedis } from '../../scripts/redis.mjs';
import { type Figure, show } from '../figures.ts';
import { isQuick, say } from '../options.ts';

const warmWrites = isQuick ? 50 : 500;
const writes = isQuick ? 200 : 3_000;
/** A token of a memory's first seconds is refused. */
const firstMs = 15_000;

/** What is sent: it answers at once, so that the time of a write is what is done around it. */
const send = () => Promise.resolve({ outcome: 'executed', answer: 'x'.repeat(1_250) } as const);

type Write = () => Promise<unknown>;

/** A write that the guard takes, once it takes any. */
const guardedBy = async (redis: RedisClient): Promise<Write> => {
  const guard = createWriteGuard({
    store: createRedisWriteStore(redis),
    vault: createVault(Buffer.alloc(32, 3)),
    codec: textAnswers,
    isNotSent: () => false,
  });
  const run = async (token: Awaited<ReturnType<typeof guard.stampToken>>): Promise<string> => {
    const { kind } = await guard.run({
      clientId: 'bench',
      operation: 'reserve',
      subject: randomUUID(),
      idempotencyKey: randomUUID(),
      fingerprint: 'of the body',
      requestId: randomUUID(),
      token,
      beforeSend: () => Promise.resolve(),
      send,
      lookUp: () => Promise.resolve({ says: 'unknowable' }),
    });
    return kind;
  };
  const endMs = performance.now() + firstMs;
  while ((await run(await guard.stampToken('bench'))) !== 'answered') {
    if (performance.now() > endMs) throw new Error('the guard takes no write');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const token = await guard.stampToken('bench');
  return async () => {
    const kind = await run(token);
    if (kind !== 'answered') throw new Error(`a guarded write ended as ${kind}`);
  };
};

/** Each way of writing once in every turn; times of each, the shortest first. */
const timesInTurns = async (ways: readonly [Write, Write]): Promise<readonly [number[], number[]]> => {
  const times: readonly [number[], number[]] = [[], []];
  for (let at = 0; at < warmWrites + writes; at += 1)
    for (const [index, write] of ways.entries()) {
      const startedMs = performance.now();
      await write();
      if (at >= warmWrites) times[index]?.push(performance.now() - startedMs);
    }
  for (const timesMs of times) timesMs.sort((one, other) => one - other);
  return times;
};

export const measureGuard = async (): Promise<Figure[]> => {
  say('the write guard');
  return withRedis(async ({ url }) => {
    const redis = createRedis({ url, keyPrefix: `bench-${randomUUID()}:` });
    await untilReady(redis, 2_000);
    const [guarded, bare] = await timesInTurns([await guardedBy(redis), send]);
    redis.disconnect();
    return (
      [
        [50, 1],
        [99, 5],
      ] as const
    ).map(([percent, aimMs]) => {
      const at = (timesMs: readonly number[]): number =>
        timesMs[Math.floor((timesMs.length * percent) / 100)] ?? Number.NaN;
      return {
        id: 'P11',
        name: `Write guard, added p${percent}`,
        value: at(guarded) - at(bare),
        unit: 'ms',
        aim: { at_most: aimMs },
        raw: `${guarded.length} writes of each in turns; guarded ${show(at(guarded))}, unguarded ${at(bare).toFixed(4)} ms`,
      };
    });
  });
};
