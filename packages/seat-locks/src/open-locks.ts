/** Open locks in process memory, found by seat, by departure and by client, until their time is over. */
import { createEnds } from './ends.ts';
import type { Departure, HeldSeat } from './seat-locks.ts';

export type Lock = Readonly<HeldSeat> & {
  readonly owner: string;
  readonly trip: string;
  readonly departure: Departure;
  readonly firstMs: number;
};

/** What each call tells is open now. */
export type OpenLocks = {
  /** Of a departure, by seat, the one locked last at the end. */
  onTrip(trip: string): ReadonlyMap<string, Lock>;
  ofClient(clientId: string): ReadonlySet<Lock>;
  /** Opens a lock in the place of one that the seat may have. */
  open(lock: Lock): void;
  close(lock: Lock): void;
  /** How many ended by their time since this was last asked. */
  takeEnded(): number;
};

/** Creates an empty set of locks. What a call costs does not grow with how many are open. */
export const createOpenLocks = (nowMs: () => number): OpenLocks => {
  const trips = new Map<string, Map<string, Lock>>();
  const clients = new Map<string, Set<Lock>>();
  let count = 0;
  let ended = 0;
  const ends = createEnds<Lock>({
    stands: ({ thing }) => trips.get(thing.trip)?.get(thing.seat) === thing,
    standing: () => count,
  });

  const close = (lock: Lock): void => {
    const [onTrip, ofClient] = [trips.get(lock.trip), clients.get(lock.clientId)];
    if (onTrip?.get(lock.seat) !== lock) return;
    onTrip.delete(lock.seat);
    ofClient?.delete(lock);
    count -= 1;
    if (onTrip.size === 0) trips.delete(lock.trip);
    if (ofClient?.size === 0) clients.delete(lock.clientId);
  };

  const prune = (): void => {
    const now = nowMs();
    for (let lock = ends.next(now); lock !== undefined; lock = ends.next(now)) {
      close(lock);
      ended += 1;
    }
  };

  return {
    onTrip(trip) {
      prune();
      return trips.get(trip) ?? new Map();
    },
    ofClient(clientId) {
      prune();
      return clients.get(clientId) ?? new Set();
    },
    open(lock) {
      const onTrip = trips.get(lock.trip) ?? new Map<string, Lock>();
      const before = onTrip.get(lock.seat);
      if (before !== undefined) close(before);
      trips.set(lock.trip, onTrip.set(lock.seat, lock));
      clients.set(lock.clientId, (clients.get(lock.clientId) ?? new Set()).add(lock));
      count += 1;
      ends.note(lock, lock.untilMs);
    },
    close,
    takeEnded() {
      prune();
      const taken = ended;
      ended = 0;
      return taken;
    },
  };
};
