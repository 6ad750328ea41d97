/** Seat locks in process memory: one instance only; the conformance twin of the Redis ones. */
import { toOwner } from './owner.ts';
import { quotasOf } from './quotas.ts';
import {
  type Departure,
  defaultSeatLockTimes,
  type HeldSeat,
  type SeatLockReply,
  type SeatLockRequest,
  type SeatLocks,
  type SeatLockTimes,
  type SeatSession,
} from './seat-locks.ts';

type Lock = Omit<HeldSeat, 'untilMs'> & {
  readonly owner: string;
  readonly trip: string;
  readonly departure: Departure;
  readonly firstMs: number;
  untilMs: number;
};

const tripOf = ({ tripId, date }: Departure): string => `${tripId}:${date}`;
const nameOf = (trip: string, seat: string): string => `${trip}|${seat}`;

const toHeld = ({ seat, clientId, sessionId, untilMs }: Lock): HeldSeat => ({
  seat,
  clientId,
  sessionId,
  untilMs,
});

/** Creates an empty set of locks; see {@link SeatLocks}. `nowMs` defaults to the wall clock. */
export const createMemorySeatLocks = (
  times: Partial<SeatLockTimes> = {},
  nowMs: () => number = Date.now,
): SeatLocks => {
  const { lockMs, holdMs, afterReserveMs } = { ...defaultSeatLockTimes, ...times };
  const locks = new Map<string, Lock>();
  let fence = 0;

  let ended = 0;

  const prune = (): void => {
    for (const [name, lock] of locks) {
      if (lock.untilMs > nowMs()) continue;
      locks.delete(name);
      ended += 1;
    }
  };
  const all = (): Lock[] => {
    prune();
    return [...locks.values()];
  };
  const heldBy = (session: SeatSession): Lock[] =>
    all().filter((lock) => lock.owner === toOwner(session) && lock.trip === tripOf(session));
  const takenFrom = (session: SeatSession, seats: readonly string[]): string[] =>
    seats.filter((seat) => {
      const lock = locks.get(nameOf(tripOf(session), seat));
      return lock !== undefined && lock.untilMs > nowMs() && lock.owner !== toOwner(session);
    });
  const drop = (held: readonly Lock[]): void => {
    for (const lock of held) locks.delete(nameOf(lock.trip, lock.seat));
  };

  const quotaBrokenBy = (request: SeatLockRequest, held: readonly Lock[]): 'client' | 'trip' | undefined => {
    const others = all().filter((lock) => lock.clientId === request.clientId && !held.includes(lock));
    const onTrip = others.filter((lock) => lock.trip === tripOf(request));
    const quotas = quotasOf(request);
    if (others.length + request.seats.length > quotas.client) return 'client';
    const isOverTrip = onTrip.length > 0 && onTrip.length + request.seats.length > quotas.trip;
    return isOverTrip ? 'trip' : undefined;
  };

  const lock = (request: SeatLockRequest): SeatLockReply => {
    const taken = takenFrom(request, request.seats);
    if (taken.length > 0) return { kind: 'taken', seats: taken };
    const held = heldBy(request);
    const quota = quotaBrokenBy(request, held);
    if (quota !== undefined) return { kind: 'over_quota', quota };
    const owner = toOwner(request);
    const trip = tripOf(request);
    const firstMs = held[0]?.firstMs ?? nowMs();
    const untilMs = Math.min(nowMs() + lockMs, firstMs + holdMs);
    drop(held);
    for (const seat of request.seats) {
      locks.set(nameOf(trip, seat), {
        owner,
        clientId: request.clientId,
        sessionId: request.sessionId,
        trip,
        departure: { tripId: request.tripId, date: request.date },
        seat,
        firstMs,
        untilMs,
      });
    }
    fence += 1;
    return { kind: 'locked', fence, untilMs };
  };

  const shorten = (session: SeatSession): void => {
    for (const held of heldBy(session)) held.untilMs = Math.min(held.untilMs, nowMs() + afterReserveMs);
  };

  return {
    lock: (request) => Promise.resolve(lock(request)),
    release: (session) => Promise.resolve(drop(heldBy(session))),
    shorten: (session) => Promise.resolve(shorten(session)),
    held: (session) => Promise.resolve(heldBy(session).map(({ seat }) => seat)),
    list: (departure) =>
      Promise.resolve(
        all()
          .filter((held) => held.trip === tripOf(departure))
          .map(toHeld),
      ),
    listOfClient: (clientId) =>
      Promise.resolve(
        all()
          .filter((held) => held.clientId === clientId)
          .map((held) => ({ ...toHeld(held), ...held.departure }))
          .toSorted((one, two) => one.untilMs - two.untilMs),
      ),
    sweep: (clientIds) => {
      const active = all().filter(({ clientId }) => clientIds.includes(clientId)).length;
      const expired = ended;
      ended = 0;
      return Promise.resolve({ active, expired });
    },
    takenByOthers: (session, seats) => Promise.resolve(takenFrom(session, seats)),
  };
};
