/** P15: what it costs to lock seats and to let them go while many others are locked, in the memory of one gateway. */
import { createMemorySeatLocks, type SeatLocks } from '../../packages/seat-locks/src/index.ts';
import { type Figure, median, show } from '../figures.ts';
import { isQuick, say } from '../options.ts';
import { costsOf, inTurns, microsecondsOf, ratioOf } from './turns.ts';

const few = 100;
const many = isQuick ? 10_000 : 100_000;
const rounds = isQuick ? 21 : 401;
const perTurn = 50;
const seatsOnTrip = 40;
const clientCount = 10;

/** Sessions of two seats each, that leave half of every departure to others. */
const sessionOf = (index: number) => ({
  clientId: `client-${index % clientCount}`,
  sessionId: `session-${index}`,
  tripId: `trip-${Math.floor(index / 10)}`,
  date: '2026-12-05',
});

const openLocks = async (count: number): Promise<SeatLocks> => {
  const locks = createMemorySeatLocks();
  for (let index = 0; index < count / 2; index += 1) {
    const seats = [`A${index % 10}`, `B${index % 10}`];
    const { kind } = await locks.lock({ ...sessionOf(index), seats });
    if (kind !== 'locked') throw new Error(`seats that nobody has are ${kind}`);
  }
  return locks;
};

export const measureSeatLocks = async (): Promise<Figure[]> => {
  say(`${many} open seat locks`);
  const turnOf = async (count: number) => {
    const locks = await openLocks(count);
    let asked = 0;
    return () =>
      microsecondsOf(perTurn, async () => {
        asked += 1;
        const session = { ...sessionOf(asked % (count / 2)), sessionId: `further-${asked}` };
        const quotas = { seatsOnTrip, seatsOfClientMax: count };
        const { kind } = await locks.lock({ ...session, ...quotas, seats: ['C1', 'C2'] });
        if (kind !== 'locked') throw new Error(`seats that nobody has are ${kind}`);
        await locks.release(session);
      });
  };
  const costs = await inTurns(rounds, { few: await turnOf(few), many: await turnOf(many) });
  const [fewUs, manyUs] = [costsOf(costs, 'few'), costsOf(costs, 'many')];
  return [
    {
      id: 'P15',
      name: `Locking and releasing two seats, ${many} open locks ÷ ${few}`,
      value: ratioOf(manyUs, fewUs),
      aim: { at_most: 1.05 },
      raw: `in memory; ${show(median(manyUs))} and ${show(median(fewUs))} µs`,
    },
  ];
};
