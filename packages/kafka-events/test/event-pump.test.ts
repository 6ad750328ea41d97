/** The pump: nothing is lost, nothing overtakes, and what cannot be published stops nobody. */
import {
  createEventPublisher,
  createEventPump,
  type EventRecord,
  type EventSource,
  KafkaFailure,
  type KafkaFailureReason,
  type PumpEvent,
} from '@partner-gateway/kafka-events';
import { describe, expect, it } from 'vitest';
import { startCluster } from './support/broker.ts';
import { createMemorySource, statusChanged } from './support/events.ts';

/** A publisher that writes into a list, and fails as it is told. */
const createList = () => {
  const written: EventRecord[] = [];
  const failures: (KafkaFailureReason | undefined)[] = [];
  return {
    written,
    failures,
    publish: (records: readonly EventRecord[]): Promise<void> => {
      const reason = failures.shift();
      if (reason !== undefined) return Promise.reject(new KafkaFailure(reason));
      written.push(...records);
      return Promise.resolve();
    },
  };
};

const idsOf = (records: readonly EventRecord[]): string[] =>
  records.map(({ headers }) => headers.eventId ?? '');

const pumpOf = (
  source: EventSource,
  publisher: Pick<ReturnType<typeof createList>, 'publish'>,
  clientIds: string[] = ['acme'],
) => {
  const told: PumpEvent[] = [];
  const waits: number[] = [];
  const pump = createEventPump({
    source,
    publisher,
    clientIds: () => clientIds,
    // Waiting takes no time, but lets others have their turn.
    sleep: async (ms) => {
      waits.push(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
    onEvent: (event) => told.push(event),
  });
  return { pump, told, waits };
};

describe('the pump', () => {
  it('keeps everything while Kafka is away, and drains when it is back, each booking in order', async () => {
    const cluster = await startCluster();
    const publisher = createEventPublisher({ brokers: [cluster.address], clientName: 'tests' });
    const source = createMemorySource();
    const { pump, told } = pumpOf(source, publisher, ['acme', 'globex']);
    for (let n = 0; n < 150; n += 1) {
      source.add('acme', statusChanged(`BK-${n % 7}`, n));
      source.add('globex', statusChanged(`GX-${n % 7}`, n));
    }
    expect(await pump.tick()).toMatchObject({ moved: 0, failure: 'unreachable' });
    expect(source.left()).toBe(300);

    await cluster.up();
    expect(await pump.tick()).toEqual({ moved: 200, more: true });
    // Away again, with all that this broker has; what was acknowledged was read by then.
    const first = await cluster.read('booking.status_change');
    cluster.down();
    expect(await pump.tick()).toMatchObject({ moved: 0, failure: 'unreachable' });
    expect(source.left()).toBe(100);
    await cluster.up();
    expect(await pump.tick()).toEqual({ moved: 100, more: false });
    const second = await cluster.read('booking.status_change');

    const numbersOf = (booking: string) =>
      [...first, ...second]
        .filter(({ key }) => key === booking)
        .map(({ value }) => Number(JSON.parse(value).eventId.split('-')[2]));
    for (const booking of Array.from({ length: 7 }, (_, n) => [`BK-${n}`, `GX-${n}`]).flat()) {
      const numbers = numbersOf(booking);
      expect(numbers).toEqual(numbers.toSorted((one, two) => one - two));
      expect(new Set(numbers).size).toBe(numbers.length);
    }
    expect([...first, ...second]).toHaveLength(300);
    expect(source.left()).toBe(0);
    expect(told.filter(({ kind }) => kind === 'moved')).toHaveLength(4);
    await publisher.close();
    cluster.close();
  });

  it('acknowledges only what is published: after a failure the same comes again, under the same id', async () => {
    const [source, list] = [createMemorySource(), createList()];
    const { pump } = pumpOf(source, list);
    source.add('acme', statusChanged('BK-1', 1), statusChanged('BK-1', 2));
    list.failures.push('timeout');
    expect(await pump.tick()).toEqual({ moved: 0, more: false, failure: 'timeout' });
    await pump.tick();
    expect(idsOf(list.written)).toEqual(['BK-1-1', 'BK-1-2']);

    const forgetful: EventSource = { ...source, acknowledge: () => Promise.reject(new Error('away')) };
    source.add('acme', statusChanged('BK-1', 3));
    const { pump: broken } = pumpOf(forgetful, list);
    expect(await broken.tick()).toMatchObject({ failure: 'outbox' });
    await pump.tick();
    expect(idsOf(list.written)).toEqual(['BK-1-1', 'BK-1-2', 'BK-1-3', 'BK-1-3']);
  });

  it.each([
    ['not_json', '{'],
    ['not_json', '[]'],
    ['unknown_type', JSON.stringify({ ...statusChanged('BK-1', 9), eventType: 'booking.lost' })],
    ['not_an_event', JSON.stringify({ ...statusChanged('BK-1', 9), eventVersion: 2 })],
    ['too_large', JSON.stringify({ ...statusChanged('BK-1', 9), more: 'x'.repeat(8_192) })],
  ])('says that an entry is %s, and goes on behind it', async (reason, text) => {
    const [source, list] = [createMemorySource(), createList()];
    const { pump, told } = pumpOf(source, list);
    source.add('acme', statusChanged('BK-1', 1), text, statusChanged('BK-1', 2));
    expect(await pump.tick()).toMatchObject({ moved: 3 });
    expect(idsOf(list.written)).toEqual(['BK-1-1', 'BK-1-2']);
    expect(source.left()).toBe(0);
    expect(told).toContainEqual({ kind: 'unreadable', clientId: 'acme', position: '2', reason });
  });

  it('puts in the status before where the outbox knew it, and leaves out what no event has', async () => {
    const [source, list] = [createMemorySource(), createList()];
    const { pump } = pumpOf(source, list);
    const text = JSON.stringify({ ...statusChanged('BK-1', 1), passenger: 'Ada' });
    source.add('acme', { text, previous: 'pending' });
    await pump.tick();
    expect(JSON.parse(list.written[0]?.value ?? '')).toMatchObject({ data: { previousStatus: 'pending' } });
    expect(list.written[0]?.value).not.toContain('Ada');
  });

  it('leaves a client alone that another holds', async () => {
    const [source, list] = [createMemorySource(), createList()];
    const held: EventSource = { ...source, hold: (clientId) => Promise.resolve(clientId !== 'acme') };
    const { pump } = pumpOf(held, list, ['acme', 'globex']);
    source.add('acme', statusChanged('BK-1', 1));
    source.add('globex', statusChanged('GX-1', 1));
    await pump.tick();
    expect(idsOf(list.written)).toEqual(['GX-1-1']);
  });

  it('serves the other clients while one of them meets a topic that is missing', async () => {
    const [source, list] = [createMemorySource(), createList()];
    const { pump } = pumpOf(source, list, ['acme', 'globex']);
    source.add('acme', statusChanged('BK-1', 1));
    source.add('globex', statusChanged('GX-1', 1));
    list.failures.push('topic_missing');
    expect(await pump.tick()).toEqual({ moved: 1, more: false, failure: 'topic_missing' });
    expect(idsOf(list.written)).toEqual(['GX-1-1']);
  });
});

describe('a pump that was started', () => {
  it('waits 1 s after a failure, twice as long after each further one up to 30 s, and half a second for new events', async () => {
    const [source, list] = [createMemorySource(), createList()];
    const { pump, told, waits } = pumpOf(source, list);
    source.add('acme', ...Array.from({ length: 250 }, (_, n) => statusChanged('BK-1', n)));
    list.failures.push(...Array.from({ length: 7 }, () => 'unreachable' as const));
    pump.start();
    await expect.poll(() => waits).toContain(500);
    await pump.stop();
    expect(waits.slice(0, 8)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 500]);
    expect(told.filter(({ kind }) => kind === 'recovered')).toHaveLength(1);
    expect(told).toContainEqual({ kind: 'waiting', reason: 'unreachable', waitMs: 30_000 });
    expect(idsOf(list.written)).toEqual(Array.from({ length: 250 }, (_, n) => `BK-1-${n}`));
  });

  it('ends with the round under way, and can be started again', async () => {
    const [source, list] = [createMemorySource(), createList()];
    const { pump } = pumpOf(source, list);
    for (const n of [1, 2]) {
      pump.start();
      source.add('acme', statusChanged('BK-1', n));
      await expect.poll(() => source.left()).toBe(0);
      await pump.stop();
    }
    source.add('acme', statusChanged('BK-1', 3));
    expect(idsOf(list.written)).toEqual(['BK-1-1', 'BK-1-2']);
  });
});
