/** The publisher, against a broker that speaks the protocol, with kcat as the consumer outside. */
import { createServer } from 'node:net';
import {
  createEventPublisher,
  type EventPublisher,
  type PublisherEvent,
  readLegacyTopics,
  toEventRecords,
} from '@partner-gateway/kafka-events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from './support/broker.ts';
import { reserved, statusChanged } from './support/events.ts';

let cluster: Cluster;
const open: EventPublisher[] = [];
/** A broker that hangs would stay behind a test that fails. */
const clusters: Cluster[] = [];
beforeAll(async () => {
  cluster = await startCluster();
  await cluster.up();
});
afterEach(async () => {
  for (const publisher of open.splice(0)) await publisher.close();
  for (const one of clusters.splice(0)) one.close();
});
afterAll(() => cluster.close());

const publisherAt = (address: string, timeoutMs?: number) => {
  const told: PublisherEvent[] = [];
  const publisher = createEventPublisher({
    brokers: [address],
    clientName: 'tests',
    ...(timeoutMs !== undefined && { timeoutMs }),
    onEvent: (event) => told.push(event),
  });
  open.push(publisher);
  return { publisher, told };
};

describe('the publisher', () => {
  it('delivers every record with its headers, those of one key in the order of the calls', async () => {
    const { publisher, told } = publisherAt(cluster.address);
    const bookings = Array.from({ length: 12 }, (_, index) => `BK-${index}`);
    const rounds = Array.from({ length: 10 }, (_, n) =>
      bookings.map((bookingId) => statusChanged(bookingId, n)),
    );
    await Promise.all(
      rounds.map((events) => publisher.publish(events.flatMap((event) => toEventRecords(event)))),
    );

    const consumed = await cluster.read('booking.status_change');
    expect(consumed).toHaveLength(120);
    for (const bookingId of bookings) {
      const own = consumed.filter(({ key }) => key === bookingId);
      expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
      expect(own.map(({ value }) => JSON.parse(value).eventId)).toEqual(
        rounds.map((_, n) => `${bookingId}-${n}`),
      );
      for (const { headers, value } of own)
        expect(headers).toBe(
          `eventId=${JSON.parse(value).eventId},eventType=booking.status_changed,correlationId=c-1`,
        );
    }
    expect(new Set(consumed.map(({ partition }) => partition)).size).toBeGreaterThan(1);
    expect(told).toEqual(
      rounds.map(() => ({ kind: 'published', topic: 'booking.status_change', records: 12 })),
    );
  });

  it('writes the same to old and new topics under dual write, into the same partitions', async () => {
    const legacy = readLegacyTopics('{ "booking.reserved": ["BookSucceeded", "ReservationMade"] }');
    if (!legacy.ok) throw new Error(legacy.problems.join());
    const { publisher } = publisherAt(cluster.address);
    const events = Array.from({ length: 20 }, (_, n) => reserved(`BK-${n % 5}`, n));
    await publisher.publish(events.flatMap((event) => toEventRecords(event, legacy.topics)));

    const [fresh, ...old] = await Promise.all(
      ['booking.lifecycle', 'BookSucceeded', 'ReservationMade'].map(async (topic) =>
        (await cluster.read(topic))
          .map(({ topic: _, ...record }) => record)
          .toSorted((one, two) => one.partition - two.partition),
      ),
    );
    expect(fresh).toHaveLength(20);
    expect(old).toEqual([fresh, fresh]);
  });

  it('writes nothing, and connects to nobody, for no records', async () => {
    const { publisher, told } = publisherAt('127.0.0.1:1');
    await publisher.publish([]);
    expect(told).toEqual([]);
  });
});

describe('a failure of Kafka', () => {
  const records = toEventRecords(statusChanged('BK-1', 1));

  it('is unreachable where nothing listens, told for each topic', async () => {
    const { publisher, told } = publisherAt('127.0.0.1:1');
    await expect(publisher.publish(records)).rejects.toMatchObject({
      name: 'KafkaFailure',
      reason: 'unreachable',
    });
    expect(told).toEqual([
      { kind: 'failed', topic: 'booking.status_change', records: 1, reason: 'unreachable' },
    ]);
  });

  it('is a timeout where nobody answers, in the time that was given', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const bound = silent.address();
    const port = typeof bound === 'object' ? bound?.port : 0;
    const { publisher } = publisherAt(`127.0.0.1:${port}`, 300);
    const startedMs = performance.now();
    await expect(publisher.publish(records)).rejects.toMatchObject({ reason: 'timeout' });
    expect(performance.now() - startedMs).toBeLessThan(1_500);
    silent.close();
  });

  it('holds no address, no name and no secret, however it is printed', async () => {
    const publisher = createEventPublisher({
      brokers: ['127.0.0.1:1'],
      clientName: 'tests',
      sasl: { mechanism: 'scram-sha-512', username: 'someone', password: 'hunter2' },
    });
    const error: unknown = await publisher.publish(records).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    const printed = `${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? error.stack : ''} ${Object.values(error ?? {})}`;
    expect(printed).not.toMatch(/127\.0\.0\.1|someone|hunter2|BK-1/);
    await publisher.close();
  });

  it('leaves nothing behind that would overtake what follows, once a broker that hung wakes', async () => {
    const other = await startCluster();
    clusters.push(other);
    await other.up();
    const { publisher } = publisherAt(other.address, 500);
    const write = (n: number) => publisher.publish(toEventRecords(statusChanged('BK-1', n)));
    // As the pump does it: again until it is through, on a busy machine too.
    const isWritten = (n: number) =>
      expect
        .poll(() =>
          write(n).then(
            () => true,
            () => false,
          ),
        )
        .toBe(true);
    await isWritten(1);
    await other.hang();
    await expect(write(2)).rejects.toMatchObject({ reason: 'timeout' });
    other.wake();
    await isWritten(2);
    await isWritten(3);
    const ids = (await other.read('booking.status_change')).map(({ value }) => JSON.parse(value).eventId);
    // The one that hung lay in the broker's socket, and it may have been written; never behind what came later.
    expect(ids.filter((id, index) => ids.indexOf(id) === index)).toEqual(['BK-1-1', 'BK-1-2', 'BK-1-3']);
    expect(ids.at(-1)).toBe('BK-1-3');
  });
});
