/** Webhooks to queue, and where they are queued. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisClient } from '@partner-gateway/write-guard/redis';
import {
  createMemoryEndpointStates,
  createMemoryWebhookQueue,
  createRedisEndpointStates,
  createRedisWebhookQueue,
  type DeadLetterBounds,
  type EndpointStates,
  type QueuedWebhook,
  type WebhookQueue,
} from '../../src/index.ts';

export const startMs = Date.UTC(2026, 10, 28, 9, 42, 15);

/** `webhook(3, 'BK-1')` is event `evt_3` of that booking, read at position `3-0`. */
export const webhook = (number: number, lane: string): QueuedWebhook => ({
  eventId: `evt_${number}`,
  lane,
  payload: JSON.stringify({ booking_id: lane, number }),
  position: `${number}-0`,
  correlationId: `c-${number}`,
});

export type Store = {
  readonly queue: WebhookQueue;
  readonly endpoints: EndpointStates;
  passTime(ms: number): Promise<void>;
};

export const inMemory = (bounds: Partial<DeadLetterBounds> = {}): Store => {
  let ms = startMs;
  const nowMs = () => ms;
  return {
    queue: createMemoryWebhookQueue({ nowMs, ...bounds }),
    endpoints: createMemoryEndpointStates({ nowMs }),
    passTime: async (passedMs) => {
      ms += passedMs;
    },
  };
};

/** Its clock is that of Redis, which cannot be passed in. */
export const onRedis = (redis: RedisClient, bounds: Partial<DeadLetterBounds> = {}): Store => ({
  queue: createRedisWebhookQueue(redis, bounds),
  endpoints: createRedisEndpointStates(redis),
  passTime: async (ms) => void (await sleep(ms + 1)),
});
