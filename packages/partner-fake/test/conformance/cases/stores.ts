/** What a gateway refuses while a store of it is new, has forgotten, or is away; on Redis servers of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedOptions } from '@partner-gateway/server/embedded';
import { type RedisServer, startRedisServer } from '../../../../write-guard/test/support/redis.ts';
import { onRedis } from '../../../../write-guard/test/support/replica-set.ts';
import type { Case } from '../api.ts';
import { refusal } from '../refusal.ts';
import { orderFor, reserved } from '../steps.ts';

/** For so long a memory that is new is not believed when it knows nothing. */
const settleMs = 2_500;

let guard: RedisServer;
let beside: RedisServer;

/** A gateway whose bookings and whose seats are in two servers. */
export const beginStores = async (): Promise<EmbeddedOptions> => {
  [guard, beside] = await Promise.all([startRedisServer(), startRedisServer()]);
  return {
    environment: { STORE: 'redis', REDIS_URL: guard.url, JOURNAL_REDIS_URL: beside.url },
    timing: { writeProtocol: { settleMs } },
  };
};

export const endStores = async (): Promise<void> => {
  await Promise.all([guard.remove(), beside.remove()]);
};

const settled = () => sleep(settleMs);

/** All that the server knew is gone. */
const forget = () => onRedis(guard.url, (redis) => redis.flushall());

export const storeCases: readonly Case[] = [
  refusal('the store is new', {
    operation: 'confirmBooking',
    code: 'idempotency_memory_young',
    by: () => undefined,
    until: settled,
    isTimed: true,
  }),
  {
    name: 'writes of before the store lost what it knew, at once and later',
    run: async (api) => {
      const [body, id] = [await orderFor(api), await reserved(api)];
      await api.stage({ gateway: forget });
      for (const operation of ['createBooking', 'confirmBooking'] as const)
        await api.stage({
          fake: { operation, scenario: 'error', code: 'idempotency_memory_lost', times: 1 },
        });
      await api.ask('POST /bookings', { body, isTimed: true });
      await api.ask(`POST /bookings/${id}/confirm`, { isTimed: true });
      await api.stage({
        fake: { operation: 'createBooking', scenario: 'error', code: 'booking_token_stale', times: 1 },
        gateway: settled,
      });
      await api.ask('POST /bookings', { body });
      await api.ask(`POST /bookings/${id}/confirm`);
    },
  },
  {
    name: 'seats while their store is away, and a booking without a lock',
    run: async (api) => {
      const order = await orderFor(api);
      const { booking_token } = order;
      await api.stage({ gateway: () => beside.kill() });
      for (const operation of ['lockSeats', 'unlockSeats'] as const)
        await api.stage({ fake: { operation, scenario: 'error', code: 'seat_lock_unavailable', times: 1 } });
      await api.ask('POST /seats', { body: { booking_token, booking_data: { seat_selection: ['A1'] } } });
      await api.ask('DELETE /seats', { body: { booking_token } });
      await api.ask('POST /bookings', { body: order });
    },
  },
  {
    name: 'requests that need the store of bookings while it is away',
    run: async (api) => {
      const [body, id] = [await orderFor(api), await reserved(api)];
      await api.stage({
        fake: { operation: 'createBooking', scenario: 'pending', times: 1 },
        gateway: { operation: 'reserve', scenario: 'reset_after' },
      });
      const { headers } = await api.ask('POST /bookings', { body: await orderFor(api) });
      await api.stage({ gateway: () => guard.kill() });
      const operation = 'getIncompleteResult';
      await api.stage({ fake: { operation, scenario: 'error', code: 'idempotency_unavailable', times: 1 } });
      await api.ask(`GET ${headers.get('location')}`, { isTimed: true });
      for (const operation of ['createBooking', 'confirmBooking', 'cancelBooking'] as const)
        await api.stage({
          fake: { operation, scenario: 'error', code: 'idempotency_unavailable', times: 1 },
        });
      await api.ask('POST /bookings', { body });
      await api.ask(`POST /bookings/${id}/confirm`);
      await api.ask(`POST /bookings/${id}/cancel`);
      await api.stage({
        fake: { operation: 'listEvents', scenario: 'error', code: 'events_unavailable', times: 1 },
      });
      await api.ask('GET /events');
      await api.ask(`GET /bookings/${id}`);
    },
  },
];
