/** A worker in a process of its own, so that it can be killed at any instant. Arguments: Redis, its key prefix, the endpoint. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createRedis } from '@partner-gateway/write-guard/redis';
import { untilReady } from '../../../write-guard/test/support/redis.ts';
import {
  createHostGates,
  createRedisEndpointStates,
  createRedisWebhookQueue,
  createSend,
  createWebhookWorker,
  defaultSchedule,
} from '../../src/index.ts';
import { newSecretText, readSecret } from './secrets.ts';

const [redisUrl = '', keyPrefix = '', url = ''] = process.argv.slice(2);
const redis = createRedis({ url: redisUrl, keyPrefix, commandTimeoutMs: 2_000 });
redis.on('error', () => {});
await untilReady(redis);

const clock = { nowMs: Date.now, random: Math.random };
createWebhookWorker({
  ...clock,
  queue: createRedisWebhookQueue(redis),
  endpoints: createRedisEndpointStates(redis),
  send: createSend({ ...clock, policy: { allowPrivate: true } }),
  gates: createHostGates(clock),
  clientIds: () => ['acme'],
  endpointOf: () => ({ url, secrets: [readSecret(newSecretText())] }),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  schedule: { ...defaultSchedule, delaysMs: [40, 40, 40] },
  leaseMs: 800,
  pollMs: 50,
  onEvent: () => {},
}).start();
console.log('{}');
