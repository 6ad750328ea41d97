/** Seat locks: all of the wanted seats or none, by owner, for a while; in Redis with one script per step. */
import type { Redis } from 'ioredis';
import { defineScript, type RedisScript, type ScriptReply } from './redis.ts';
import { lockSeatsLua, releaseSeatsLua, SEAT_SCRIPT_KEYS, shortenSeatsLua } from './seat-locks.lua.ts';
import { StoreUnavailable } from './write-store.ts';

/** Whose seats: a session of a client on one departure of a trip. `date` is the departure's, local. */
export type SeatSession = { clientId: string; sessionId: string; tripId: string; date: string };

export type SeatLockRequest = SeatSession & {
  /** Replaces what the session held before. */
  seats: readonly string[];
  /** Seats on the trip's map; with it, one client may hold half of them at most. */
  seatsOnTrip?: number;
};

export type SeatLockReply =
  /** `fence` grows with every grant on this departure. */
  | { kind: 'locked'; fence: number; untilMs: number }
  /** Held by others; nothing has changed. */
  | { kind: 'taken'; seats: string[] }
  /** The client holds too many seats, over all trips or on this one; nothing has changed. */
  | { kind: 'over_quota'; quota: 'client' | 'trip' };

/** Best effort: a lost store forgets locks, and the upstream decides. Every call may throw `StoreUnavailable`. */
export type SeatLocks = {
  lock(request: SeatLockRequest): Promise<SeatLockReply>;
  /** Frees what this session holds, and nothing else. */
  release(session: SeatSession): Promise<void>;
  /** After a reserve the upstream holds the seats; ours end within the minute. */
  shorten(session: SeatSession): Promise<void>;
  /** What this session holds now. */
  held(session: SeatSession): Promise<string[]>;
  /** Which of these seats another session holds now. */
  takenByOthers(session: SeatSession, seats: readonly string[]): Promise<string[]>;
};

export type SeatLockTimes = {
  /** Life of a lock, renewed by locking again. Default 15 min. */
  lockMs: number;
  /** Longest hold from the first lock of a session, renewals included. Default 30 min. */
  holdMs: number;
  /** What is left after a reserve. Default 60 s. */
  afterReserveMs: number;
};

export const defaultSeatLockTimes: SeatLockTimes = {
  lockMs: 900_000,
  holdMs: 1_800_000,
  afterReserveMs: 60_000,
};
export const SEATS_PER_CLIENT_MAX = 40;

/** Half of the trip's seats, rounded up, so that a trip with one seat can be booked at all. */
export const seatsPerTripMax = (seatsOnTrip: number | undefined): number =>
  seatsOnTrip === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(seatsOnTrip / 2);

export const toOwner = ({ clientId, sessionId }: SeatSession): string => `${clientId}:${sessionId}`;

/** The only place that spells these keys. The braces are the hash tag: one departure stays on one slot. */
const toKeys = (session: SeatSession): readonly [string, string, string] => {
  const seats = `seatlock:{${session.tripId}:${session.date}}:`;
  return [seats, `seatlock:s:${session.sessionId}`, `seatlock:c:${session.clientId}`];
};

const tripOf = ({ tripId, date }: SeatSession): string => `${tripId}:${date}`;

const toLockReply = ([kind, ...rest]: ScriptReply): SeatLockReply => {
  if (kind === 'taken') return { kind, seats: rest };
  if (kind === 'over_quota') return { kind, quota: rest[0] === 'client' ? 'client' : 'trip' };
  return { kind: 'locked', fence: Number(rest[0]), untilMs: Number(rest[1]) };
};

const run = async (
  script: RedisScript,
  session: SeatSession,
  args: (string | number)[],
): Promise<ScriptReply> => {
  try {
    return await script(toKeys(session), args);
  } catch (error) {
    throw new StoreUnavailable('unreachable', error instanceof Error ? new Error(error.message) : undefined);
  }
};

/**
 * @example
 * const locks = createRedisSeatLocks(redis);
 * const session = { clientId: 'acme', sessionId: '00d1f3…', tripId: 'VN0f…', date: '2026-12-05' };
 * await locks.lock({ ...session, seats: ['A1', 'B1'] }); // { kind: 'locked', fence: 1, untilMs: … }
 */
export const createRedisSeatLocks = (redis: Redis, times: Partial<SeatLockTimes> = {}): SeatLocks => {
  const { lockMs, holdMs, afterReserveMs } = { ...defaultSeatLockTimes, ...times };
  const lock = defineScript(redis, 'seats_lock', SEAT_SCRIPT_KEYS, lockSeatsLua);
  const release = defineScript(redis, 'seats_release', SEAT_SCRIPT_KEYS, releaseSeatsLua);
  const shorten = defineScript(redis, 'seats_shorten', SEAT_SCRIPT_KEYS, shortenSeatsLua);

  const ownersOf = async (session: SeatSession, seats: readonly string[]): Promise<(string | null)[]> => {
    if (seats.length === 0) return [];
    const [prefix] = toKeys(session);
    try {
      return await redis.mget(seats.map((seat) => prefix + seat));
    } catch {
      throw new StoreUnavailable('unreachable');
    }
  };

  return {
    async lock(request) {
      const quotas = [SEATS_PER_CLIENT_MAX, seatsPerTripMax(request.seatsOnTrip)];
      const args = [toOwner(request), tripOf(request), lockMs, holdMs, ...quotas, ...request.seats];
      return toLockReply(await run(lock, request, args));
    },
    release: async (session) => void (await run(release, session, [toOwner(session), tripOf(session)])),
    shorten: async (session) =>
      void (await run(shorten, session, [toOwner(session), tripOf(session), afterReserveMs])),
    async held(session) {
      const listed = await redis.hget(toKeys(session)[1], 'seats').catch(() => {
        throw new StoreUnavailable('unreachable');
      });
      const seats = listed === null || listed === '' ? [] : listed.split(',');
      const owners = await ownersOf(session, seats);
      return seats.filter((_, index) => owners[index] === toOwner(session));
    },
    async takenByOthers(session, seats) {
      const owners = await ownersOf(session, seats);
      return seats.filter((_, index) => (owners[index] ?? toOwner(session)) !== toOwner(session));
    },
  };
};
