/** What seat locks promise, on Redis and in memory alike; and that no crowd of contenders gets one seat twice. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRedis } from '@partner-gateway/write-guard/redis';
import { describe, expect, it } from 'vitest';
import { untilReady } from '../../write-guard/test/support/redis.ts';
import { useSharedRedis } from '../../write-guard/test/support/shared-redis.ts';
import {
  createMemorySeatLocks,
  createRedisSeatLocks,
  type SeatLocks,
  type SeatLockTimes,
  type SeatOfTrip,
  type SeatSession,
} from '../src/index.ts';

const sharedRedis = useSharedRedis();

const short: SeatLockTimes = { lockMs: 1_000, holdMs: 2_000, afterReserveMs: 30 };

const sessions = (): ((name: string, clientId?: string, date?: string) => SeatSession) => {
  const run = randomUUID().slice(0, 8);
  return (name, clientId = name, date = '2026-12-05') => ({
    clientId: `${clientId}-${run}`,
    sessionId: `${name}-${run}`,
    tripId: `trip-${run}`,
    date,
  });
};

// Some of them wait, each for trips of its own.
describe.concurrent.each<[string, (times?: Partial<SeatLockTimes>) => SeatLocks]>([
  ['in memory', (times) => createMemorySeatLocks(times)],
  ['on Redis', (times) => createRedisSeatLocks(sharedRedis(), times)],
])('seat locks %s', (_name, createLocks) => {
  it('lock all the seats for their owner and tell until when', async () => {
    const locks = createLocks();
    const one = sessions()('one');
    const before = Date.now();
    const reply = await locks.lock({ ...one, seats: ['A1', 'B1'] });
    if (reply.kind !== 'locked') throw new Error(`unexpected ${reply.kind}`);
    expect(reply.untilMs - before).toBeGreaterThan(899_000);
    expect(reply.untilMs - before).toBeLessThan(902_000);
    expect(await locks.held(one)).toEqual(['A1', 'B1']);
  });

  it('lock nothing when one seat is taken, and name the taken ones', async () => {
    const locks = createLocks();
    const session = sessions();
    await locks.lock({ ...session('one'), seats: ['A1', 'A2'] });
    expect(await locks.lock({ ...session('two'), seats: ['A2', 'A3'] })).toEqual({
      kind: 'taken',
      seats: ['A2'],
    });
    expect(await locks.held(session('two'))).toEqual([]);
    expect(await locks.lock({ ...session('three'), seats: ['A3'] })).toMatchObject({ kind: 'locked' });
  });

  it('keep what a session held when it asks for a taken seat', async () => {
    const locks = createLocks();
    const session = sessions();
    await locks.lock({ ...session('one'), seats: ['A1'] });
    await locks.lock({ ...session('two'), seats: ['B1'] });
    expect(await locks.lock({ ...session('two'), seats: ['A1'] })).toMatchObject({ kind: 'taken' });
    expect(await locks.held(session('two'))).toEqual(['B1']);
  });

  it('replace the earlier choice of the same session and free what it dropped', async () => {
    const locks = createLocks();
    const session = sessions();
    await locks.lock({ ...session('one'), seats: ['A1', 'A2'] });
    await locks.lock({ ...session('one'), seats: ['A2', 'A3'] });
    expect((await locks.held(session('one'))).sort()).toEqual(['A2', 'A3']);
    expect(await locks.lock({ ...session('two'), seats: ['A1'] })).toMatchObject({ kind: 'locked' });
  });

  it('keep two sessions of one client apart, and two dates of one trip', async () => {
    const locks = createLocks();
    const session = sessions();
    await locks.lock({ ...session('one', 'acme'), seats: ['A1'] });
    expect(await locks.lock({ ...session('two', 'acme'), seats: ['A1'] })).toMatchObject({ kind: 'taken' });
    const nextDay = session('two', 'acme', '2026-12-06');
    expect(await locks.lock({ ...nextDay, seats: ['A1'] })).toMatchObject({ kind: 'locked' });
  });

  it('give growing fence numbers', async () => {
    const locks = createLocks();
    const session = sessions();
    const replies = [
      await locks.lock({ ...session('one'), seats: ['A1'] }),
      await locks.lock({ ...session('two'), seats: ['B1'] }),
      await locks.lock({ ...session('one'), seats: ['A1'] }),
    ];
    const fences = replies.map((reply) => (reply.kind === 'locked' ? reply.fence : Number.NaN));
    expect(fences).toEqual([...fences].sort((one, two) => one - two));
    expect(new Set(fences).size).toBe(3);
  });

  it('release only what is the session’s own', async () => {
    const locks = createLocks();
    const session = sessions();
    await locks.lock({ ...session('one'), seats: ['A1'] });
    await locks.lock({ ...session('two'), seats: ['B1'] });
    await locks.release(session('one'));
    await locks.release(session('one'));
    expect(await locks.held(session('one'))).toEqual([]);
    expect(await locks.held(session('two'))).toEqual(['B1']);
  });

  it('never release seats that have passed to somebody else meanwhile', async () => {
    const locks = createLocks(short);
    const session = sessions();
    await locks.lock({ ...session('one'), seats: ['A1'] });
    await sleep(short.lockMs + 20);
    await locks.lock({ ...session('two'), seats: ['A1'] });
    await locks.release(session('one'));
    await locks.shorten(session('one'));
    expect(await locks.held(session('two'))).toEqual(['A1']);
    expect(await locks.held(session('one'))).toEqual([]);
  });

  it('say which seats others hold', async () => {
    const locks = createLocks();
    const session = sessions();
    await locks.lock({ ...session('one'), seats: ['A1', 'A2'] });
    expect(await locks.takenByOthers(session('two'), ['A1', 'A2', 'A3'])).toEqual(['A1', 'A2']);
    expect(await locks.takenByOthers(session('one'), ['A1', 'A2', 'A3'])).toEqual([]);
    expect(await locks.takenByOthers(session('one'), [])).toEqual([]);
  });

  it('are listed for an operator by departure, and only those that live', async () => {
    const locks = createLocks();
    const session = sessions();
    const [one, two] = [session('one', 'a:b'), session('two')];
    await locks.lock({ ...one, seats: ['A1', 'A2'] });
    await locks.lock({ ...two, seats: ['B1'] });
    await locks.lock({ ...one, seats: ['A2'] });
    await locks.shorten(two);
    const list = (await locks.list(one)).sort((a, b) => a.seat.localeCompare(b.seat));
    expect(list).toMatchObject([
      { seat: 'A2', clientId: one.clientId, sessionId: one.sessionId },
      { seat: 'B1', clientId: two.clientId, sessionId: two.sessionId },
    ]);
    expect((list[0]?.untilMs ?? 0) - (list[1]?.untilMs ?? 0)).toBeGreaterThan(800_000);
    expect(await locks.list({ ...one, date: '2026-12-06' })).toEqual([]);
    await locks.release(one);
    expect(await locks.list(one)).toHaveLength(1);
  });

  it('are listed for an operator by client, over all its trips and sessions and nobody else’s', async () => {
    const locks = createLocks();
    const name = sessions();
    const [one, two, stranger] = [
      name('one', 'acme'),
      name('two', 'acme', '2026-12-06'),
      name('other', 'beta', '2026-12-07'),
    ];
    await locks.lock({ ...one, seats: ['A|1', 'B:1'] });
    await locks.lock({ ...two, seats: ['A|1'] });
    await locks.lock({ ...stranger, seats: ['A|1'] });
    const told = ({ seat, date, sessionId, tripId }: SeatOfTrip) => [seat, date, sessionId, tripId];
    const list = (await locks.listOfClient(one.clientId)).map(told).toSorted();
    expect(list).toEqual([
      ['A|1', one.date, one.sessionId, one.tripId],
      ['A|1', two.date, two.sessionId, two.tripId],
      ['B:1', one.date, one.sessionId, one.tripId],
    ]);
    await locks.release(one);
    expect((await locks.listOfClient(one.clientId)).map(told)).toEqual([
      ['A|1', two.date, two.sessionId, two.tripId],
    ]);
    expect(await locks.listOfClient('nobody')).toEqual([]);
  });

  it('expire by themselves', async () => {
    const locks = createLocks(short);
    const session = sessions();
    await locks.lock({ ...session('one'), seats: ['A1'] });
    await sleep(short.lockMs + 20);
    expect(await locks.held(session('one'))).toEqual([]);
    expect(await locks.takenByOthers(session('two'), ['A1'])).toEqual([]);
    expect(await locks.lock({ ...session('two'), seats: ['A1'] })).toMatchObject({ kind: 'locked' });
  });

  it('are counted while they live, and once when they end by their time, whoever counts first', async () => {
    const [locks, others] = [createLocks(short), createLocks(short)];
    const session = sessions();
    const [one, two] = [session('one', 'acme'), session('two', 'rival')];
    const clientIds = [one.clientId, two.clientId];
    await locks.sweep(clientIds);
    await locks.lock({ ...one, seats: ['A1', 'A2'] });
    await locks.lock({ ...two, seats: ['B1', 'B2'] });
    await locks.release(two);
    expect(await locks.sweep(clientIds)).toEqual({ active: 2, expired: 0 });
    expect(await locks.sweep([two.clientId])).toEqual({ active: 0, expired: 0 });
    await sleep(short.lockMs + 20);
    await locks.lock({ ...one, date: '2026-12-06', seats: ['C1'] });
    expect(await locks.sweep(clientIds)).toEqual({ active: 1, expired: 2 });
    expect(await locks.sweep(clientIds)).toEqual({ active: 1, expired: 0 });
    expect((await others.sweep(clientIds)).expired).toBe(0);
  });

  it('are renewed by locking again, but never beyond the longest hold', async () => {
    const locks = createLocks(short);
    const one = sessions()('one');
    const lock = async (): Promise<number> => {
      const reply = await locks.lock({ ...one, seats: ['A1'] });
      if (reply.kind !== 'locked') throw new Error(`unexpected ${reply.kind}`);
      return reply.untilMs;
    };
    const startedAtMs = Date.now();
    const untils = [await lock()];
    const lockedAtMs = Date.now();
    // Until asking again gives no more time.
    while (untils.at(-1) !== untils.at(-2)) {
      await sleep(100);
      untils.push(await lock());
    }
    expect(untils.at(-1)).toBeGreaterThan(startedAtMs + short.holdMs - 20);
    expect(untils.at(-1)).toBeLessThanOrEqual(lockedAtMs + short.holdMs + 20);
  });

  it('end soon after a reserve', async () => {
    const locks = createLocks(short);
    const session = sessions();
    await locks.lock({ ...session('one'), seats: ['A1'] });
    await locks.shorten(session('one'));
    await sleep(50);
    expect(await locks.held(session('one'))).toEqual([]);
  });

  it('hold no more seats for one client over all trips than its quota', async () => {
    const locks = createLocks();
    const session = sessions();
    const seats = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => `S${from + index}`);
    const seatsOfClientMax = 40;
    await locks.lock({ ...session('one', 'acme'), seats: seats(1, 20), seatsOfClientMax });
    await locks.lock({ ...session('two', 'acme', '2026-12-06'), seats: seats(1, 19), seatsOfClientMax });
    const third = { ...session('three', 'acme'), seatsOfClientMax };
    expect(await locks.lock({ ...third, seats: ['T1', 'T2'] })).toEqual({
      kind: 'over_quota',
      quota: 'client',
    });
    expect(await locks.lock({ ...third, seats: ['T1'] })).toMatchObject({ kind: 'locked' });
    expect(await locks.lock({ ...third, seats: ['T2'] })).toMatchObject({ kind: 'locked' });
    const other = { ...session('four', 'other'), seatsOfClientMax };
    expect(await locks.lock({ ...other, seats: ['T3'] })).toMatchObject({ kind: 'locked' });
  });

  it('let the only session of a client on a trip hold as many seats as it asks for', async () => {
    const locks = createLocks();
    const session = sessions();
    const family = { ...session('family', 'acme'), seatsOnTrip: 4 };
    await locks.lock({ ...session('other', 'rival'), seats: ['B2'], seatsOnTrip: 4 });
    expect(await locks.lock({ ...family, seats: ['A1', 'A2', 'B1'] })).toMatchObject({ kind: 'locked' });
    expect(await locks.lock({ ...family, seats: ['A1', 'A2', 'B1'] })).toMatchObject({ kind: 'locked' });
    const second = { ...session('second', 'acme'), seats: ['C1'], seatsOnTrip: 4 };
    expect(await locks.lock(second)).toEqual({ kind: 'over_quota', quota: 'trip' });
    await locks.release(family);
    expect(await locks.lock(second)).toMatchObject({ kind: 'locked' });
  });

  it('hold no more than half of a trip for several sessions of one client', async () => {
    const locks = createLocks();
    const session = sessions();
    await locks.lock({ ...session('one', 'acme'), seats: ['A1', 'A2'], seatsOnTrip: 9 });
    const more = { ...session('two', 'acme'), seatsOnTrip: 9 };
    expect(await locks.lock({ ...more, seats: ['B1', 'B2', 'B3', 'B4'] })).toEqual({
      kind: 'over_quota',
      quota: 'trip',
    });
    expect(await locks.lock({ ...more, seats: ['B1', 'B2', 'B3'] })).toMatchObject({ kind: 'locked' });
  });

  it('give the quota back when locks are released or expire', async () => {
    const locks = createLocks(short);
    const session = sessions();
    const seats = Array.from({ length: 40 }, (_, index) => `S${index}`);
    const all = { seats, seatsOfClientMax: 40 };
    await locks.lock({ ...session('one', 'acme'), ...all });
    await locks.release(session('one', 'acme'));
    await locks.lock({ ...session('two', 'acme'), ...all });
    await sleep(short.lockMs + 20);
    expect(await locks.lock({ ...session('three', 'acme'), ...all })).toMatchObject({ kind: 'locked' });
  });
});

/** Two to four seats, spread like random ones but the same in every run. */
const choose = (seatNames: readonly string[], contender: number, round: number): string[] => {
  const mix = (seat: number) =>
    Math.imul(seat * 0x9e3779b1 + contender * 0x85ebca6b + round * 0xc2b2ae35, 0x27d4eb2f) >>> 0;
  const order = [...seatNames.keys()].sort((one, two) => mix(one) - mix(two));
  return order.slice(0, 2 + (contender % 3)).map((seat) => seatNames[seat] ?? '');
};

describe('200 contenders for 12 seats, 100 times', () => {
  it('never grant a seat twice and leave no lock behind', async () => {
    const clients = [sharedRedis(), ...Array.from({ length: 3 }, () => sharedRedis().duplicate())];
    await Promise.all(clients.map(untilReady));
    const everyone = clients.map((client) => createRedisSeatLocks(client));
    const seatNames = Array.from({ length: 12 }, (_, index) => `S${index}`);
    let doubles = 0;
    let sold = 0;
    for (let round = 0; round < 100; round += 1) {
      const session = sessions();
      const contend = async (index: number): Promise<string[]> => {
        const locks = everyone[index % everyone.length];
        const seats = choose(seatNames, index, round);
        const reply = await locks?.lock({ ...session(`c${index}`), seats });
        return reply?.kind === 'locked' ? seats : [];
      };
      const granted = (await Promise.all(Array.from({ length: 200 }, (_, index) => contend(index)))).flat();
      sold += granted.length;
      doubles += granted.length - new Set(granted).size;
      const others = await everyone[0]?.takenByOthers(session('nobody'), seatNames);
      expect([...(others ?? [])].sort()).toEqual([...new Set(granted)].sort());
      await Promise.all(
        Array.from({ length: 200 }, (_, index) => everyone[0]?.release(session(`c${index}`))),
      );
      expect(await everyone[0]?.takenByOthers(session('nobody'), seatNames)).toEqual([]);
    }
    expect(doubles).toBe(0);
    expect(sold / 100).toBeGreaterThan(9);
    for (const client of clients.slice(1)) client.disconnect();
  }, 60_000);
});

describe('seat locks without a store', () => {
  it('fail at once, never pretending', async () => {
    const away = createRedis({ url: 'redis://127.0.0.1:1' });
    const locks = createRedisSeatLocks(away);
    const one = sessions()('one');
    const unavailable = { name: 'StoreUnavailable' };
    await expect(locks.lock({ ...one, seats: ['A1'] })).rejects.toMatchObject(unavailable);
    await expect(locks.held(one)).rejects.toMatchObject(unavailable);
    await expect(locks.takenByOthers(one, ['A1'])).rejects.toMatchObject(unavailable);
    away.disconnect();
  });
});
