/** How many seats a client may hold, over all trips and on one. */
import type { SeatLockRequest } from './seat-locks.ts';

/** A quota that is not given is none. */
export const quotasOf = ({
  seatsOnTrip,
  seatsOfClientMax = Number.MAX_SAFE_INTEGER,
}: SeatLockRequest): { client: number; trip: number } => ({
  client: seatsOfClientMax,
  /** Half of the trip's seats for the sessions of a client together; a session that is alone there is not held to it. */
  trip: seatsOnTrip === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(seatsOnTrip / 2),
});
