/** Seat locks in Redis, for all instances: one script per step. */
import {
  defineScript,
  orUnavailable,
  type RedisClient,
  type ScriptReply,
} from '@partner-gateway/write-guard/redis';
import { fromOwner, toOwner } from '../owner.ts';
import { quotasOf } from '../quotas.ts';
import {
  defaultSeatLockTimes,
  type HeldSeat,
  type SeatLockReply,
  type SeatLocks,
  type SeatLockTimes,
  type SeatOfTrip,
  type SeatSession,
} from '../seat-locks.ts';
import { fromMember, toClientKey, toKeys, toSeatPrefix, tripOf } from './seat-keys.ts';
import {
  listClientSeatsLua,
  listSeatsLua,
  lockSeatsLua,
  releaseSeatsLua,
  seatScriptKeys,
  shortenSeatsLua,
  sweepSeatsLua,
} from './seat-locks.lua.ts';

/** A reply of `seat, owner, until` for each lock. */
const toHeldSeats = (reply: ScriptReply): HeldSeat[] =>
  Array.from({ length: reply.length / 3 }, (_, index) => {
    const [seat = '', owner = '', untilMs = ''] = reply.slice(index * 3, index * 3 + 3);
    return { seat, ...fromOwner(owner), untilMs: Number(untilMs) };
  });

/** A reply of `member, until` for each lock of a client. */
const toMembers = (reply: ScriptReply) =>
  Array.from({ length: reply.length / 2 }, (_, index) => {
    const [member = '', untilMs = ''] = reply.slice(index * 2, index * 2 + 2);
    return { ...fromMember(member), untilMs: Number(untilMs) };
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
export const createRedisSeatLocks = (redis: RedisClient, times: Partial<SeatLockTimes> = {}): SeatLocks => {
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
  const listClient = defineScript(redis, 'seats_of_client', { numberOfKeys: 1, lua: listClientSeatsLua });
  const sweep = defineScript(redis, 'seats_sweep', { numberOfKeys: 1, lua: sweepSeatsLua });

  const ownersOf = async (session: SeatSession, seats: readonly string[]): Promise<(string | null)[]> => {
    if (seats.length === 0) return [];
    const [prefix] = toKeys(session);
    return orUnavailable(redis.mget(seats.map((seat) => prefix + seat)));
  };

  return {
    async lock(request) {
      const { client, trip } = quotasOf(request);
      const args = [toOwner(request), tripOf(request), lockMs, holdMs, client, trip, ...request.seats];
      return toLockReply(await orUnavailable(lock(toKeys(request), args)));
    },
    release: async (session) =>
      void (await orUnavailable(release(toKeys(session), [toOwner(session), tripOf(session)]))),
    shorten: async (session) =>
      void (await orUnavailable(
        shorten(toKeys(session), [toOwner(session), tripOf(session), afterReserveMs]),
      )),
    async held(session) {
      const listed = await orUnavailable(redis.hget(toKeys(session)[1], 'seats'));
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
        clientIds.map((clientId) => orUnavailable(sweep([toClientKey(clientId)], []))),
      );
      const sum = (at: number) => swept.reduce((total, reply) => total + Number(reply[at] ?? 0), 0);
      return { active: sum(0), expired: sum(1) };
    },
    async listOfClient(clientId) {
      const members = toMembers(await orUnavailable(listClient([toClientKey(clientId)], [])));
      if (members.length === 0) return [];
      const keys = members.map((member) => toSeatPrefix(member) + member.seat);
      const owners = await orUnavailable(redis.mget(keys));
      const locks: SeatOfTrip[] = members.map((member, index) => ({
        ...member,
        ...fromOwner(owners[index] ?? ''),
      }));
      // A seat that went to another client in between is that one's.
      return locks.filter((lock) => lock.clientId === clientId);
    },
    list: async (departure) => toHeldSeats(await orUnavailable(list([toSeatPrefix(departure)], []))),
  };
};
