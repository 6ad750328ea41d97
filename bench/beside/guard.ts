/** P11: what the write guard adds to a write, with its records in a real Redis. */
import { randomUUID } from 'node:crypto';
import { createVault, createWriteGuard, textAnswers } from '../../packages/write-guard/src/index.ts';
import {
  createRedis,
  createRedisWriteStore,
  untilReady,
} from '../../packages/write-guard/src/redis/index.ts';
import { withRedis } from '../../scripts/redis.mjs';
import { type Figure, show } from '../figures.ts';
import { isQuick, say } from '../options.ts';

const warmWrites = isQuick ? 50 : 500;
const writes = isQuick ? 200 : 3_000;
/** A token of a memory's first seconds is refused. */
const firstMs = 15_000;

/** Writes one after the other whose upstream answers at once, so that their time is the guard's. */
const guardedTimes = async (url: string): Promise<number[]> => {
  const redis = createRedis({ url, keyPrefix: `bench-${randomUUID()}:` });
  await untilReady(redis, 2_000);
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
      send: () => Promise.resolve({ outcome: 'executed', answer: 'x'.repeat(1_250) }),
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
  const timesMs: number[] = [];
  for (let at = 0; at < warmWrites + writes; at += 1) {
    const startedMs = performance.now();
    const kind = await run(token);
    if (kind !== 'answered') throw new Error(`a guarded write ended as ${kind}`);
    if (at >= warmWrites) timesMs.push(performance.now() - startedMs);
  }
  redis.disconnect();
  return timesMs.toSorted((one, other) => one - other);
};

export const measureGuard = async (): Promise<Figure[]> => {
  say('the write guard');
  const figures: Figure[] = [];
  await withRedis(async ({ url }) => {
    const timesMs = await guardedTimes(url);
    const at = (share: number): number => timesMs[Math.floor(timesMs.length * share)] ?? Number.NaN;
    const raw = `${timesMs.length} writes one after the other; ${show(at(0.5))} / ${show(at(0.99))} ms`;
    const figure = { id: 'P11', unit: 'ms', raw };
    figures.push(
      { ...figure, name: 'Write guard, added p50', value: at(0.5), aim: { at_most: 1 } },
      { ...figure, name: 'Write guard, added p99', value: at(0.99), aim: { at_most: 5 } },
    );
    return { code: 0 };
  });
  return figures;
};
