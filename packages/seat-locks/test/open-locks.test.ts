/** Locks in memory: whatever happens in whichever order, they answer as a plain list would, and many cost no more than few. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemorySeatLocks, type SeatLocks, type SeatSession } from '../src/index.ts';

const times = { lockMs: 900, holdMs: 1_500, afterReserveMs: 60 };
const clientIds = ['acme', 'beta'];
const seatNames = ['A1', 'A2', 'B1', 'B2'];

type Listed = { seat: string; session: SeatSession; firstMs: number; untilMs: number };
type Step =
  | { readonly does: 'lock'; readonly session: SeatSession; readonly seats: readonly string[] }
  | { readonly does: 'release' | 'shorten'; readonly session: SeatSession }
  | { readonly does: 'wait'; readonly ms: number };

/** All locks in one list that is looked through every time. */
const createPlainList = (nowMs: () => number) => {
  let all: Listed[] = [];
  const open = () => all.filter(({ untilMs }) => untilMs > nowMs());
  const isOf =
    (session: SeatSession) =>
    ({ session: other }: Listed): boolean =>
      other.sessionId === session.sessionId && other.tripId === session.tripId;
  const release = (session: SeatSession): void => {
    all = open().filter((lock) => !isOf(session)(lock));
  };
  return {
    open,
    release,
    lock(session: SeatSession, seats: readonly string[]) {
      const isTaken = open().some(
        (lock) => lock.session.tripId === session.tripId && !isOf(session)(lock) && seats.includes(lock.seat),
      );
      if (isTaken) return;
      const firstMs = open().find(isOf(session))?.firstMs ?? nowMs();
      const untilMs = Math.min(nowMs() + times.lockMs, firstMs + times.holdMs);
      release(session);
      all.push(...seats.map((seat) => ({ seat, session, firstMs, untilMs })));
    },
    shorten(session: SeatSession) {
      const lastMs = nowMs() + times.afterReserveMs;
      for (const lock of open().filter(isOf(session))) lock.untilMs = Math.min(lock.untilMs, lastMs);
    },
  };
};

const sessions = fc
  .record({ client: fc.constantFrom(...clientIds), session: fc.nat(2), trip: fc.nat(1) })
  .map(
    ({ client, session, trip }): SeatSession => ({
      clientId: client,
      sessionId: `${client}-${session}`,
      tripId: `trip-${trip}`,
      date: '2026-12-05',
    }),
  );
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('lock' as const),
      session: sessions,
      seats: fc.subarray(seatNames, { minLength: 1 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constantFrom('release' as const, 'shorten' as const),
      session: sessions,
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: fc.nat(700) }) },
);

const take = async (
  locks: SeatLocks,
  plain: ReturnType<typeof createPlainList>,
  step: Exclude<Step, { does: 'wait' }>,
) => {
  if (step.does === 'lock') {
    await locks.lock({ ...step.session, seats: step.seats });
    plain.lock(step.session, step.seats);
  } else {
    await locks[step.does](step.session);
    plain[step.does](step.session);
  }
};

const told = (rows: readonly { seat: string; tripId: string; sessionId: string; untilMs: number }[]) =>
  rows.map(({ seat, tripId, sessionId, untilMs }) => `${tripId} ${seat} ${sessionId} ${untilMs}`).toSorted();

describe('seat locks in memory', () => {
  it('answer as a plain list of locks would, whatever is locked, shortened and let go, and however time goes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 40 }), async (taken) => {
        let nowMs = 0;
        const locks = createMemorySeatLocks(times, () => nowMs);
        const plain = createPlainList(() => nowMs);
        for (const step of taken) {
          if (step.does === 'wait') nowMs += step.ms;
          else await take(locks, plain, step);
          const open = plain.open().map(({ session, ...lock }) => ({ ...session, ...lock }));
          for (const clientId of clientIds) {
            const expected = open.filter((lock) => lock.clientId === clientId);
            expect(told(await locks.listOfClient(clientId))).toEqual(told(expected));
          }
          expect((await locks.sweep(clientIds)).active).toBe(open.length);
        }
      }),
    );
  });

  it('tell each lock that ended by its time once, and none that was let go before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 60 }), async (areKept) => {
        let nowMs = 0;
        const locks = createMemorySeatLocks(times, () => nowMs);
        for (const [index, isKept] of areKept.entries()) {
          const session = {
            clientId: 'acme',
            sessionId: `s-${index}`,
            tripId: `t-${index}`,
            date: '2026-12-05',
          };
          await locks.lock({ ...session, seats: ['A1'] });
          if (!isKept) await locks.release(session);
        }
        nowMs = times.lockMs;
        const expired = areKept.filter((isKept) => isKept).length;
        expect(await locks.sweep(clientIds)).toEqual({ active: 0, expired });
        expect(await locks.sweep(clientIds)).toEqual({ active: 0, expired: 0 });
      }),
    );
  });

  it('cost about the same with 20,000 open ones as with 20', async () => {
    const sessionOf = (index: number) => ({
      clientId: 'acme',
      sessionId: `s-${index}`,
      tripId: `t-${index}`,
      date: '2026-12-05',
    });
    const open = async (count: number): Promise<SeatLocks> => {
      const locks = createMemorySeatLocks();
      for (let index = 0; index < count; index += 1) await locks.lock({ ...sessionOf(index), seats: ['A1'] });
      return locks;
    };
    const [few, many] = [await open(20), await open(20_000)];
    const timeMs = async (locks: SeatLocks): Promise<number> => {
      const startedMs = performance.now();
      for (let index = 0; index < 20; index += 1) {
        await locks.lock({ ...sessionOf(index), sessionId: 'further', seats: ['B1'] });
        await locks.release({ ...sessionOf(index), sessionId: 'further' });
      }
      return performance.now() - startedMs;
    };
    const ratios: number[] = [];
    for (let round = 0; round < 21; round += 1) ratios.push((await timeMs(many)) / (await timeMs(few)));
    // A walk over all of them would make it some hundred.
    expect(ratios.toSorted((one, two) => one - two)[10]).toBeLessThan(10);
  });
});
