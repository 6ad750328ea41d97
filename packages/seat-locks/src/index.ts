/** Seat locks: seats held for a while, all of the wanted ones or none. */

export { createMemorySeatLocks } from './memory-seat-locks.ts';
export { createRedisSeatLocks } from './redis/redis-seat-locks.ts';
export type {
  Departure,
  HeldSeat,
  SeatLockReply,
  SeatLockRequest,
  SeatLocks,
  SeatLockTimes,
  SeatOfTrip,
  SeatSession,
  SweptLocks,
} from './seat-locks.ts';
