/** Seat locks: all of the wanted seats or none, by owner, for a while; in Redis with one script per step. */
import { defineScript, type ScriptReply } from '@partner-gateway/write-guard/redis';
import type { Redis } from 'ioredis';
import { orUnreachable } from './or-unreachable.ts';
import {
  listSeatsLua,
  lockSeatsLua,
  releaseSeatsLua,
  seatScriptKeys,
  shortenSeatsLua,
  sweepSeatsLua,
} from './seat-locks.lua.ts';

/** One departure of a trip; `date` is local. */
export type Departure = { readonly tripId: string; readonly date: string };
/** Whose seats: a session of a client on one departure. */
export type SeatSession = Departure & { readonly clientId: string; readonly sessionId: string };
export type HeldSeat = {
  readonly seat: string;
  readonly clientId: string;
  readonly sessionId: string;
  readonly untilMs: number;
};

export type SeatLockRequest = SeatSession & {
  /** Replaces what the session held before. */
  readonly seats: readonly string[];
  /** Seats on the trip's map; with it, several sessions of one client may hold half of them at most. */
  readonly seatsOnTrip?: number;
  /** Most seats of the client over all trips. */
  readonly seatsOfClientMax?: number;
};

export type SeatLockReply =
  /** `fence` grows with every grant on this departure. */
  | { readonly kind: 'locked'; readonly fence: number; readonly untilMs: number }
  /** Held by others; nothing has changed. */
  | { readonly kind: 'taken'; readonly seats: string[] }
  /** The client holds too many seats, over all trips or in other sessions on this one; nothing has changed. */
  | { readonly kind: 'over_quota'; readonly quota: 'client' | 'trip' };

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
  /** Every lock on one departure. */
  list(departure: Departure): Promise<HeldSeat[]>;
  /** How many seats these clients hold now, and how many ended by their time and were not swept up before, by whichever instance. */
  sweep(clientIds: readonly string[]): Promise<SweptLocks>;
};

export type SweptLocks = { readonly active: number; readonly expired: number };

export type SeatLockTimes = {
  /** Life of a lock, renewed by locking again. Default 15 min. */
  readonly lockMs: number;
  /** Longest hold from the first lock of a session, renewals included. Default 30 min. */
  readonly holdMs: number;
  /** What is left after a reserve. Default 60 s. */
  readonly afterReserveMs: number;
};

export const defaultSeatLockTimes: SeatLockTimes = {
  lockMs: 900_000,
  holdMs: 1_800_000,
  afterReserveMs: 60_000,
};

/** A quota that is not given is none. */
export const quotasOf = ({
  seatsOnTrip,
  seatsOfClientMax = Number.MAX_SAFE_INTEGER,
}: SeatLockRequest): { client: number; trip: number } => ({
  client: seatsOfClientMax,
  /** Half of the trip's seats for the sessions of a client together; a session that is alone there is not held to it. */
  trip: seatsOnTrip === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(seatsOnTrip / 2),
});

export const toOwner = ({ clientId, sessionId }: SeatSession): string => `${clientId}:${sessionId}`;

/** The only place that spells these keys. The braces are the hash tag: one departure stays on one slot. */
const toKeys = (session: SeatSession): readonly [string, string, string] => [
  toSeatPrefix(session),
  `seatlock:s:${session.sessionId}`,
  toClientKey(session.clientId),
];
const toClientKey = (clientId: string): string => `seatlock:c:${clientId}`;
const toSeatPrefix = ({ tripId, date }: Departure): string => `seatlock:{${tripId}:${date}}:`;

const tripOf = ({ tripId, date }: Departure): string => `${tripId}:${date}`;

/** A reply of `seat, owner, until` for each lock. A session id has no colon; a client id may. */
const toHeldSeats = (reply: ScriptReply): HeldSeat[] =>
  Array.from({ length: reply.length / 3 }, (_, index) => {
    const [seat = '', owner = '', untilMs = ''] = reply.slice(index * 3, index * 3 + 3);
    const colon = owner.lastIndexOf(':');
    return {
      seat,
      clientId: owner.slice(0, colon),
      sessionId: owner.slice(colon + 1),
      untilMs: Number(untilMs),
    };
  });

const toLockReply = ([kind, ...rest]: ScriptReply): SeatLockReply => {
  if (kind === 'taken') return { kind, seats: rest };
  if (kind === 'over_quota') return { kind, quota: rest[0] === 'client' ? 'client' : 'trip' };
  return { kind: 'locked', fence: Number(rest[0]), untilMs: Number(rest[1]) };
};

/**
 * @example
 * const locks = createRedisSeatLocks(redis);
 * const session = { clientId: 'acme', sessionId: '00d1f3…', tripId: 'VN0f…', date: '2026-12-05' };
 * await locks.lock({ ...session, seats: ['A1', 'B1'] }); // { kind: 'locked', fence: 1, untilMs: … }
 */
export const createRedisSeatLocks = (redis: Redis, times: Partial<SeatLockTimes> = {}): SeatLocks => {
  const { lockMs, holdMs, afterReserveMs } = { ...defaultSeatLockTimes, ...times };
  const lock = defineScript(redis, 'seats_lock', { numberOfKeys: seatScriptKeys, lua: lockSeatsLua });
  const release = defineScript(redis, 'seats_release', {
    numberOfKeys: seatScriptKeys,
    lua: releaseSeatsLua,
  });
  const shorten = defineScript(redis, 'seats_shorten', {
    numberOfKeys: seatScriptKeys,
    lua: shortenSeatsLua,
  });

  const list = defineScript(redis, 'seats_list', { numberOfKeys: 1, lua: listSeatsLua });
  const sweep = defineScript(redis, 'seats_sweep', { numberOfKeys: 1, lua: sweepSeatsLua });

  const ownersOf = async (session: SeatSession, seats: readonly string[]): Promise<(string | null)[]> => {
    if (seats.length === 0) return [];
    const [prefix] = toKeys(session);
    return orUnreachable(redis.mget(seats.map((seat) => prefix + seat)));
  };

  return {
    async lock(request) {
      const { client, trip } = quotasOf(request);
      const args = [toOwner(request), tripOf(request), lockMs, holdMs, client, trip, ...request.seats];
      return toLockReply(await orUnreachable(lock(toKeys(request), args)));
    },
    release: async (session) =>
      void (await orUnreachable(release(toKeys(session), [toOwner(session), tripOf(session)]))),
    shorten: async (session) =>
      void (await orUnreachable(
        shorten(toKeys(session), [toOwner(session), tripOf(session), afterReserveMs]),
      )),
    async held(session) {
      const listed = await orUnreachable(redis.hget(toKeys(session)[1], 'seats'));
      const seats = listed === null || listed === '' ? [] : listed.split(',');
      const owners = await ownersOf(session, seats);
      return seats.filter((_, index) => owners[index] === toOwner(session));
    },
    async takenByOthers(session, seats) {
      const owners = await ownersOf(session, seats);
      return seats.filter((_, index) => (owners[index] ?? toOwner(session)) !== toOwner(session));
    },
    async sweep(clientIds) {
      const swept = await Promise.all(
        clientIds.map((clientId) => orUnreachable(sweep([toClientKey(clientId)], []))),
      );
      const sum = (at: number) => swept.reduce((total, reply) => total + Number(reply[at] ?? 0), 0);
      return { active: sum(0), expired: sum(1) };
    },
    list: async (departure) => toHeldSeats(await orUnreachable(list([toSeatPrefix(departure)], []))),
  };
};
