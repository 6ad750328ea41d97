/** Seat locks in process memory: one instance only; the conformance twin of the Redis ones. */
import { createOpenLocks, type Lock } from './open-locks.ts';
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

const tripOf = ({ tripId, date }: Departure): string => `${tripId}:${date}`;

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
  const locks = createOpenLocks(nowMs);
  let fence = 0;

  const heldBy = (session: SeatSession): Lock[] => {
    const owner = toOwner(session);
    return [...locks.onTrip(tripOf(session)).values()].filter((lock) => lock.owner === owner);
  };
  const takenFrom = (session: SeatSession, seats: readonly string[]): string[] => {
    const owner = toOwner(session);
    const onTrip = locks.onTrip(tripOf(session));
    return seats.filter((seat) => (onTrip.get(seat)?.owner ?? owner) !== owner);
  };
  const drop = (held: readonly Lock[]): void => {
    for (const lock of held) locks.close(lock);
  };

  const quotaBrokenBy = (request: SeatLockRequest, held: readonly Lock[]): 'client' | 'trip' | undefined => {
    const { clientId, seats } = request;
    const ofClient = [...locks.onTrip(tripOf(request)).values()].filter((lock) => lock.clientId === clientId);
    const onTrip = ofClient.length - held.length;
    const quotas = quotasOf(request);
    if (locks.ofClient(clientId).size - held.length + seats.length > quotas.client) return 'client';
    return onTrip > 0 && onTrip + seats.length > quotas.trip ? 'trip' : undefined;
  };

  const lock = (request: SeatLockRequest): SeatLockReply => {
    const taken = takenFrom(request, request.seats);
    if (taken.length > 0) return { kind: 'taken', seats: taken };
    const held = heldBy(request);
    const quota = quotaBrokenBy(request, held);
    if (quota !== undefined) return { kind: 'over_quota', quota };
    const { clientId, sessionId, tripId, date } = request;
    const owner = toOwner(request);
    const trip = tripOf(request);
    const firstMs = held[0]?.firstMs ?? nowMs();
    const untilMs = Math.min(nowMs() + lockMs, firstMs + holdMs);
    const common = { owner, clientId, sessionId, trip, departure: { tripId, date }, firstMs, untilMs };
    drop(held);
    for (const seat of request.seats) locks.open({ ...common, seat });
    fence += 1;
    return { kind: 'locked', fence, untilMs };
  };

  const shorten = (session: SeatSession): void => {
    const lastMs = nowMs() + afterReserveMs;
    for (const held of heldBy(session)) if (held.untilMs > lastMs) locks.open({ ...held, untilMs: lastMs });
  };

  return {
    lock: (request) => Promise.resolve(lock(request)),
    release: (session) => Promise.resolve(drop(heldBy(session))),
    shorten: (session) => Promise.resolve(shorten(session)),
    held: (session) => Promise.resolve(heldBy(session).map(({ seat }) => seat)),
    list: (departure) => Promise.resolve([...locks.onTrip(tripOf(departure)).values()].map(toHeld)),
    listOfClient: (clientId) =>
      Promise.resolve(
        [...locks.ofClient(clientId)]
          .map((held) => ({ ...toHeld(held), ...held.departure }))
          .toSorted((one, two) => one.untilMs - two.untilMs),
      ),
    sweep: (clientIds) => {
      const active = [...new Set(clientIds)].reduce(
        (sum, clientId) => sum + locks.ofClient(clientId).size,
        0,
      );
      return Promise.resolve({ active, expired: locks.takeEnded() });
    },
    takenByOthers: (session, seats) => Promise.resolve(takenFrom(session, seats)),
  };
};
