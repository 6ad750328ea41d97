/** Workers killed and stopped in their tracks at random, on a real Redis: every webhook arrives, each lane in its order. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRedis } from '@partner-gateway/write-guard/redis';
import { expect, it } from 'vitest';
import { type Running, startProcess } from '../../write-guard/test/crash/processes.ts';
import { startRedisServer, untilReady } from '../../write-guard/test/support/redis.ts';
import { createRedisWebhookQueue } from '../src/index.ts';
import { webhook } from './support/webhooks.ts';

const count = 2_000;
const laneCount = 8;
const workerCount = 3;
const batch = 100;
const script = new URL('./support/worker-process.ts', import.meta.url);

/** An endpoint that is slow by some milliseconds and refuses every fifteenth webhook once. */
const openPartner = async () => {
  const accepted: string[] = [];
  const bodies = new Map<string, Set<string>>();
  const refused = new Set<string>();
  const server = createServer((request, response) => {
    const id = String(request.headers['webhook-id']);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      bodies.set(id, (bodies.get(id) ?? new Set()).add(Buffer.concat(chunks).toString()));
      const isRefused = Number(id.slice(4)) % 15 === 0 && !refused.has(id);
      if (isRefused) refused.add(id);
      else accepted.push(id);
      await sleep(Number(id.slice(4)) % 8);
      response.writeHead(isRefused ? 503 : 204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/`, accepted, bodies, close };
};

it('delivers 2,000 webhooks at least once and in order while their workers die', async () => {
  const server = await startRedisServer();
  const keyPrefix = `test:${randomUUID().slice(0, 8)}:`;
  const redis = createRedis({ url: server.url, keyPrefix, commandTimeoutMs: 5_000 });
  await untilReady(redis);
  const queue = createRedisWebhookQueue(redis);
  const partner = await openPartner();
  const start = () => startProcess(script, server.url, keyPrefix, partner.url);
  const workers: Running[] = await Promise.all(Array.from({ length: workerCount }, start));
  const waiting = async () => (await queue.backlog('acme')).waiting;
  const webhooks = Array.from({ length: count }, (_, index) => webhook(index + 1, `BK-${index % laneCount}`));
  let blows = 0;

  for (let at = 0; at < count || (await waiting()) > 0; blows += 1) {
    const some = webhooks.slice(at, at + batch);
    at += some.length;
    // Twice, as after a crash between the queue and its source.
    for (const _again of [1, 2]) if (some.length > 0) await queue.enqueue('acme', some, `${at}-0`);
    const [victim, paused] = [workers[blows % workerCount], workers[(blows + 1) % workerCount]];
    if (blows % 4 === 3) {
      paused?.pause();
      await sleep(1_000);
      paused?.resume();
    }
    await sleep(150);
    await victim?.kill();
    workers[blows % workerCount] = await start();
  }
  const duplicates = partner.accepted.length - new Set(partner.accepted).size;
  console.info(JSON.stringify({ blows, duplicates, accepted: partner.accepted.length }));
  for (const worker of workers) await worker.kill();

  const firsts = [...new Set(partner.accepted)];
  expect(firsts.length).toBe(count);
  for (let lane = 0; lane < laneCount; lane += 1) {
    const inLane = webhooks.filter((one) => one.lane === `BK-${lane}`).map(({ eventId }) => eventId);
    const known = new Set(inLane);
    expect(firsts.filter((id) => known.has(id))).toEqual(inLane);
  }
  for (const { eventId, payload } of webhooks)
    expect([...(partner.bodies.get(eventId) ?? [])]).toEqual([payload]);
  expect(await queue.backlog('acme')).toEqual({ waiting: 0, oldestAgeMs: 0, dead: 0, forgotten: 0 });
  expect(blows).toBeGreaterThan(10);
  partner.close();
  redis.disconnect();
  await server.remove();
}, 180_000);
