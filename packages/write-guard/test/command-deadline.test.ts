/** A command counts as unanswered only when the event loop had its chances to read the reply. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createRedis } from '../src/redis/client.ts';
import { Unanswered, withinDeadline } from '../src/redis/command-deadline.ts';
import { createGuardBench, redisStores } from './support/guard-bench.ts';
import { startRedisServer, untilReady } from './support/redis.ts';

/** Keeps the event loop from doing anything. */
const block = (ms: number): void => {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
};

/** Takes most of the event loop's time until it is told to stop. */
const crowd = (): (() => void) => {
  let isOver = false;
  const again = (): void => {
    if (isOver) return;
    block(120);
    setImmediate(again);
  };
  setImmediate(again);
  return () => {
    isOver = true;
  };
};

const never = () => new Promise<never>(() => {});

describe('a deadline', () => {
  it('lets a reply win that comes in time, and an error too', async () => {
    expect(await withinDeadline(sleep(5, 'reply'), { limitMs: 200 })).toBe('reply');
    await expect(withinDeadline(Promise.reject(new Error('no')), { limitMs: 200 })).rejects.toThrow('no');
  });

  it('ends what is not answered, and says that it was not for lack of time to look', async () => {
    // A clock of its own: on a busy machine the real one would rightly say that there was none.
    const readings = [0, 60];
    const deadline = { limitMs: 60, monotonicMs: () => readings.shift() ?? 60 };
    const error = await withinDeadline(never(), deadline).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Unanswered);
    expect(error).toMatchObject({ isBusy: false });
  });

  it('says that the process was too busy where the event loop took the time', async () => {
    const stop = crowd();
    const error = await withinDeadline(never(), { limitMs: 60 }).catch((thrown: unknown) => thrown);
    stop();
    expect(error).toMatchObject({ isBusy: true });
  });
});

describe('a gateway that is busy', () => {
  it('reads the reply of a healthy Redis that was there all the time', async () => {
    const server = await startRedisServer();
    const redis = createRedis({ url: server.url, commandTimeoutMs: 10_000 });
    await untilReady(redis);
    const { guard, request, upstream } = await createGuardBench(
      redisStores(() => redis, { commandLimitMs: 200 }),
    );
    const running = guard.run(request('cart', 'book', { idempotencyKey: 'abc' }));
    const blocking = setInterval(() => block(400), 1);
    expect(await running).toMatchObject({ kind: 'answered' });
    clearInterval(blocking);
    expect(upstream.executions('cart')).toBe(1);
    redis.disconnect();
    await server.remove();
  }, 30_000);

  it('calls itself overloaded, not the store out of reach, and does not know what happened', async () => {
    const server = await startRedisServer();
    const redis = createRedis({ url: server.url, commandTimeoutMs: 10_000, silenceLimitMs: 10_000 });
    await untilReady(redis);
    const { guard, request } = await createGuardBench(redisStores(() => redis, { commandLimitMs: 200 }));
    server.pause();
    const stop = crowd();
    const result = await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }));
    stop();
    server.resume();
    expect(result).toMatchObject({ kind: 'unavailable', reason: 'overloaded', outcome: 'unknown' });
    redis.disconnect();
    await server.remove();
  }, 30_000);
});
