/** What credit holds promise, on Redis and in memory alike: no balance is spent twice. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRedis } from '@partner-gateway/write-guard/redis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useSharedStore } from '../../../write-guard/test/support/shared-redis.ts';
import {
  type CreditHolds,
  type CreditHoldTimes,
  createMemoryCreditHolds,
  createRedisCreditHolds,
} from '../../src/state/credit-holds.ts';

const sharedRedis = useSharedStore();

const newLine = () => ({ clientId: randomUUID(), currency: 'USD' });

// Some of them wait, each for a line of its own.
describe.concurrent.each<[string, (times?: Partial<CreditHoldTimes>) => CreditHolds]>([
  ['in memory', (times) => createMemoryCreditHolds(times)],
  ['on Redis', (times) => createRedisCreditHolds(sharedRedis(), times)],
])('credit holds %s', (_name, createHolds) => {
  it('hold up to the balance, to the last cent, and not beyond', async () => {
    const holds = createHolds();
    const line = newLine();
    const hold = (holdId: string, amountMinor: bigint) =>
      holds.hold({ ...line, holdId, amountMinor, balanceMinor: 1_000n });
    expect(await hold('one', 600n)).toEqual({ kind: 'held' });
    expect(await hold('two', 401n)).toEqual({ kind: 'insufficient', heldByOthersMinor: 600n });
    expect(await hold('two', 400n)).toEqual({ kind: 'held' });
    expect(await hold('three', 1n)).toEqual({ kind: 'insufficient', heldByOthersMinor: 1_000n });
  });

  it('let exactly ten of a hundred concurrent writes through when the balance is for ten', async () => {
    const holds = createHolds();
    const line = newLine();
    const hold = (_: unknown, index: number) =>
      holds.hold({ ...line, holdId: `write ${index}`, amountMinor: 4_170n, balanceMinor: 41_709n });
    const replies = await Promise.all(Array.from({ length: 100 }, hold));
    expect(replies.filter(({ kind }) => kind === 'held')).toHaveLength(10);
  });

  it('tell what they would hold, and set nothing aside by it', async () => {
    const holds = createHolds();
    const line = newLine();
    const wanted = (holdId: string, amountMinor: bigint) => ({
      ...line,
      holdId,
      amountMinor,
      balanceMinor: 1_000n,
    });
    expect(await holds.covers(wanted('one', 1_000n))).toBe(true);
    expect(await holds.hold(wanted('two', 600n))).toEqual({ kind: 'held' });
    expect(await holds.covers(wanted('one', 400n))).toBe(true);
    expect(await holds.covers(wanted('one', 401n))).toBe(false);
    expect(await holds.covers(wanted('two', 1_000n))).toBe(true);
    await expect(holds.covers(wanted('one', -1n))).rejects.toThrow(RangeError);
  });

  it('count a repeated hold of one write once', async () => {
    const holds = createHolds();
    const line = newLine();
    const hold = (amountMinor: bigint) =>
      holds.hold({ ...line, holdId: 'one', amountMinor, balanceMinor: 1_000n });
    expect(await hold(900n)).toEqual({ kind: 'held' });
    expect(await hold(1_000n)).toEqual({ kind: 'held' });
  });

  it('count the attempts at one write once, and let each go without the others', async () => {
    const holds = createHolds();
    const line = newLine();
    const one = { ...line, holdId: 'reserve:cart', amountMinor: 900n, balanceMinor: 1_000n };
    expect(await holds.hold({ ...one, attemptId: 'late' })).toEqual({ kind: 'held' });
    expect(await holds.hold({ ...one, attemptId: 'owner' })).toEqual({ kind: 'held' });
    await holds.release({ ...line, holdId: 'reserve:cart', attemptId: 'late' }, 'not_executed');
    const two = { ...one, holdId: 'reserve:other', amountMinor: 200n };
    expect(await holds.hold(two)).toEqual({ kind: 'insufficient', heldByOthersMinor: 900n });
    await holds.release({ ...line, holdId: 'reserve:cart' }, 'not_executed');
    expect(await holds.hold(two)).toEqual({ kind: 'held' });
  });

  it('give the amount back at once when nothing was executed', async () => {
    const holds = createHolds();
    const line = newLine();
    const all = { ...line, amountMinor: 1_000n, balanceMinor: 1_000n };
    await holds.hold({ ...all, holdId: 'one' });
    await holds.release({ ...line, holdId: 'one' }, 'not_executed');
    await holds.release({ ...line, holdId: 'unheard of' }, 'not_executed');
    expect(await holds.hold({ ...all, holdId: 'two' })).toEqual({ kind: 'held' });
  });

  it('count a spent amount for a moment longer, for balances that were read before', async () => {
    const holds = createHolds({ lingerMs: 1_000 });
    const line = newLine();
    const all = { ...line, amountMinor: 1_000n, balanceMinor: 1_000n };
    await holds.hold({ ...all, holdId: 'one' });
    await holds.release({ ...line, holdId: 'one' }, 'executed');
    expect(await holds.hold({ ...all, holdId: 'two' })).toMatchObject({ kind: 'insufficient' });
    await sleep(1_020);
    expect(await holds.hold({ ...all, holdId: 'two' })).toEqual({ kind: 'held' });
  });

  it('keep a hold whose outcome is unknown, but not for ever', async () => {
    const holds = createHolds({ holdMs: 1_000 });
    const line = newLine();
    const all = { ...line, amountMinor: 1_000n, balanceMinor: 1_000n };
    await holds.hold({ ...all, holdId: 'one' });
    expect(await holds.hold({ ...all, holdId: 'two' })).toMatchObject({ kind: 'insufficient' });
    await sleep(1_020);
    expect(await holds.hold({ ...all, holdId: 'two' })).toEqual({ kind: 'held' });
  });

  it('keep clients and currencies apart, and refuse everything below zero', async () => {
    const holds = createHolds();
    const line = newLine();
    const all = { amountMinor: 1_000n, balanceMinor: 1_000n, holdId: 'one' };
    expect(await holds.hold({ ...line, ...all })).toEqual({ kind: 'held' });
    expect(await holds.hold({ ...line, ...all, currency: 'THB' })).toEqual({ kind: 'held' });
    expect(await holds.hold({ ...newLine(), ...all })).toEqual({ kind: 'held' });
    expect(await holds.hold({ ...newLine(), ...all, balanceMinor: -1n })).toMatchObject({
      kind: 'insufficient',
    });
    await expect(holds.hold({ ...line, ...all, amountMinor: -1n })).rejects.toThrow(RangeError);
    await expect(holds.hold({ ...line, ...all, balanceMinor: 2n ** 53n })).rejects.toThrow(RangeError);
  });

  it('never hold more than the balance, whatever the amounts', async () => {
    const amounts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 0n, max: 10n ** 13n }), amounts, async (balanceMinor, wanted) => {
        const holds = createHolds();
        const line = newLine();
        const ask = (amountMinor: bigint, index: number) =>
          holds.hold({ ...line, holdId: String(index), amountMinor, balanceMinor });
        const replies = await Promise.all(wanted.map(ask));
        const held = wanted.filter((_, index) => replies[index]?.kind === 'held');
        expect(held.reduce((sum, amount) => sum + amount, 0n)).toBeLessThanOrEqual(balanceMinor);
      }),
      { numRuns: 50 },
    );
  });
});

it('on Redis every client’s holds have an end, also when the only one was spent', async () => {
  const redis = sharedRedis();
  const holds = createRedisCreditHolds(redis);
  const line = newLine();
  const key = `credit-hold:{${line.clientId}}`;
  await holds.hold({ ...line, holdId: 'one', attemptId: 'a', amountMinor: 1n, balanceMinor: 1n });
  await holds.release({ ...line, holdId: 'one', attemptId: 'a' }, 'executed');
  expect(await redis.pttl(key)).toBeGreaterThan(0);
  await holds.release({ ...line, holdId: 'one' }, 'executed');
  expect(await redis.hlen(key)).toBe(1);
  expect(await redis.pttl(key)).toBeGreaterThan(0);
  await holds.release({ ...line, holdId: 'one' }, 'not_executed');
  expect(await redis.exists(key)).toBe(0);
});

it('a hold fails at once when the store is away', async () => {
  const away = createRedis({ url: 'redis://127.0.0.1:1' });
  const holds = createRedisCreditHolds(away);
  const unavailable = { name: 'StoreUnavailable' };
  const hold = { ...newLine(), holdId: 'one', amountMinor: 1n, balanceMinor: 1n };
  await expect(holds.hold(hold)).rejects.toMatchObject(unavailable);
  await expect(holds.covers(hold)).rejects.toMatchObject(unavailable);
  await expect(holds.release({ ...hold, holdId: 'one' }, 'executed')).rejects.toMatchObject(unavailable);
  away.disconnect();
});
