/** A pump between a real Redis and a broker that comes and goes. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createEventPublisher, createEventPump, type PumpEvent } from '@partner-gateway/kafka-events';
import { createRedis, createRedisOutbox } from '@partner-gateway/write-guard/redis';
import { expect, test } from 'vitest';
import { startCluster } from './support/broker.ts';
import { createSource, statusChanged } from './support/events.ts';

test('a pump keeps everything in Redis while Kafka is away, and drains when it is back, each booking in order', async () => {
  const cluster = await startCluster();
  const redis = createRedis({ url: process.env.REDIS_URL ?? '' });
  await once(redis, 'ready');
  const publisher = createEventPublisher({ brokers: [cluster.address], clientName: 'tests' });
  const clients = ['a', 'b'].map((name) => `${name}-${randomUUID()}`);
  const source = createSource(createRedisOutbox(redis));
  const told: PumpEvent[] = [];
  const pump = createEventPump({
    source: source.reader,
    publisher,
    clientIds: () => clients,
    sleep: () => Promise.resolve(),
    onEvent: (event) => told.push(event),
  });
  for (const clientId of clients)
    await source.add(
      clientId,
      ...Array.from({ length: 150 }, (_, n) => statusChanged(`${clientId.slice(0, 1)}${n % 7}`, n)),
    );
  expect(await pump.tick()).toMatchObject({ moved: 0, failure: 'unreachable' });
  expect(await source.left(...clients)).toBe(300);

  await cluster.up();
  expect(await pump.tick()).toEqual({ moved: 200, more: true });
  // Away again, with all that this broker has; what was acknowledged was read by then.
  const first = await cluster.read('booking.status_change');
  cluster.down();
  expect(await pump.tick()).toMatchObject({ moved: 0, failure: 'unreachable' });
  expect(await source.left(...clients)).toBe(100);
  await cluster.up();
  expect(await pump.tick()).toEqual({ moved: 100, more: false });
  const second = await cluster.read('booking.status_change');

  const consumed = [...first, ...second];
  const numbers = Map.groupBy(consumed, ({ key }) => key);
  expect(numbers.size).toBe(14);
  for (const records of numbers.values()) {
    const order = records.map(({ value }) => Number(JSON.parse(value).eventId.split('-')[1]));
    expect(order).toEqual(order.toSorted((one, two) => one - two));
    expect(new Set(order).size).toBe(order.length);
  }
  expect(consumed).toHaveLength(300);
  expect(await source.left(...clients)).toBe(0);
  expect(told.filter(({ kind }) => kind === 'moved')).toHaveLength(4);
  await pump.stop();
  await publisher.close();
  redis.disconnect();
  cluster.close();
});
