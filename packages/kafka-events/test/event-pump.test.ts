/** The pump: nothing is lost, nothing overtakes, and what cannot be published stops nobody. */
import { setTimeout as sleep } from 'node:timers/promises';
import { gatewayEventSchema } from '@partner-gateway/contract';
import {
  createEventPump,
  type EventRecord,
  type EventSource,
  KafkaFailure,
  type KafkaFailureReason,
  type PumpEvent,
} from '@partner-gateway/kafka-events';
import { createMemoryOutbox } from '@partner-gateway/write-guard';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSource, statusChanged } from './support/events.ts';

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
  { reader: source }: { readonly reader: EventSource },
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
  it('acknowledges only what is published: after a failure the same comes again, under the same id', async () => {
    const [source, list] = [createSource(), createList()];
    const { pump } = pumpOf(source, list);
    await source.add('acme', statusChanged('BK-1', 1), statusChanged('BK-1', 2));
    list.failures.push('timeout');
    expect(await pump.tick()).toEqual({ moved: 0, more: false, failure: 'timeout' });
    await pump.tick();
    expect(idsOf(list.written)).toEqual(['BK-1-1', 'BK-1-2']);

    // Published, and the outbox went away before it was told.
    await source.add('acme', statusChanged('BK-1', 3));
    const forgetful = { ...source.reader, acknowledge: () => Promise.reject(new Error('away')) };
    await pump.stop();
    const { pump: broken } = pumpOf({ reader: forgetful }, list);
    expect(await broken.tick()).toMatchObject({ failure: 'outbox' });
    await broken.stop();
    await source.add('acme', statusChanged('BK-1', 4));
    await pump.tick();
    expect(idsOf(list.written)).toEqual(['BK-1-1', 'BK-1-2', 'BK-1-3', 'BK-1-3', 'BK-1-4']);
  });

  it('never goes on behind what failed, with whatever of Kafka or the outbox in whatever order', async () => {
    const trouble = fc.constantFrom('fine', 'publish', 'hold', 'take', 'acknowledge', 'letGo');
    await fc.assert(
      fc.asyncProperty(fc.array(trouble, { maxLength: 25 }), async (troubles) => {
        const [source, list] = [createSource(), createList()];
        let now = 'fine';
        const orFail =
          <Args extends unknown[], Value>(name: string, call: (...args: Args) => Promise<Value>) =>
          async (...args: Args): Promise<Value> => {
            if (now === name) throw new Error(name);
            return call(...args);
          };
        const reader: EventSource = {
          hold: orFail('hold', source.reader.hold),
          letGo: orFail('letGo', source.reader.letGo),
          take: orFail('take', source.reader.take),
          acknowledge: orFail('acknowledge', source.reader.acknowledge),
        };
        const { pump } = pumpOf({ reader }, list);
        let added = 0;
        for (const one of [...troubles, 'fine', 'fine']) {
          now = one;
          if (one === 'publish') list.failures.push('timeout');
          await source.add('acme', statusChanged('BK-1', added + 1), statusChanged('BK-1', added + 2));
          added += 2;
          await pump.tick();
          list.failures.length = 0;
        }
        const ids = idsOf(list.written);
        const firsts = ids.filter((id, index) => ids.indexOf(id) === index);
        expect(firsts).toEqual(Array.from({ length: added }, (_, n) => `BK-1-${n + 1}`));
        expect(await source.left('acme')).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['not_json', '{'],
    ['not_json', '[]'],
    ['unknown_type', JSON.stringify({ ...statusChanged('BK-1', 9), eventType: 'booking.lost' })],
    ['not_an_event', JSON.stringify({ ...statusChanged('BK-1', 9), eventVersion: 2 })],
    ['too_large', JSON.stringify({ ...statusChanged('BK-1', 9), more: 'x'.repeat(8_192) })],
  ])('says that an entry is %s, and goes on behind it', async (reason, text) => {
    const [source, list] = [createSource(), createList()];
    const { pump, told } = pumpOf(source, list);
    await source.add('acme', statusChanged('BK-1', 1), text, statusChanged('BK-1', 2));
    expect(await pump.tick()).toMatchObject({ moved: 3 });
    expect(idsOf(list.written)).toEqual(['BK-1-1', 'BK-1-2']);
    expect(await source.left('acme')).toBe(0);
    const position = expect.stringMatching(/^\d+-\d+$/);
    expect(told).toContainEqual({ kind: 'unreadable', clientId: 'acme', position, reason });
  });

  it('puts in the status before where the outbox knew it, and leaves out what no event has', async () => {
    const outbox = createMemoryOutbox();
    const [source, list] = [createSource(outbox), createList()];
    const { pump } = pumpOf(source, list);
    const text = JSON.stringify({ ...statusChanged('BK-1', 1), passenger: 'Ada' });
    for (const is of ['pending', 'approved'])
      await outbox.append('acme', [{ text, state: { of: 'booking 1', is } }]);
    await pump.tick();
    const previous = list.written.map(({ value }) => JSON.parse(value).data.previousStatus);
    expect(previous).toEqual([null, 'pending']);
    expect(JSON.stringify(list.written)).not.toContain('Ada');
  });

  it('takes events from an outbox that keeps them without their ids', async () => {
    const [source, list] = [createSource(), createList()];
    const pump = createEventPump({
      source: source.reader,
      publisher: list,
      clientIds: () => ['acme'],
      sleep: () => Promise.resolve(),
      toEvent: (clientId, { text, position }) =>
        gatewayEventSchema.safeParse({ ...JSON.parse(text), eventId: `${clientId}:${position}` }).data,
    });
    const { eventId: _, ...event } = statusChanged('BK-1', 1);
    await source.add('acme', JSON.stringify(event), JSON.stringify({ ...event, bookingId: null }));
    expect(await pump.tick()).toMatchObject({ moved: 2 });
    expect(idsOf(list.written)).toEqual([expect.stringMatching(/^acme:\d+-\d+$/)]);
  });

  it('leaves a client alone that another holds, until that one lets go', async () => {
    const outbox = createMemoryOutbox();
    const [source, list] = [createSource(outbox), createList()];
    const other = outbox.reader('kafka', 'pump-2');
    await other.hold('acme', 60_000);
    const { pump } = pumpOf(source, list, ['acme', 'globex']);
    await source.add('acme', statusChanged('BK-1', 1));
    await source.add('globex', statusChanged('GX-1', 1));
    await pump.tick();
    expect(idsOf(list.written)).toEqual(['GX-1-1']);
    await other.letGo('acme');
    await pump.tick();
    expect(idsOf(list.written)).toEqual(['GX-1-1', 'BK-1-1']);
    await pump.stop();
    expect(await other.hold('acme', 60_000)).toBe(true);
  });

  it('begins with what a pump had taken that died, once its hold has ended', async () => {
    let nowMs = 1_700_000_000_000;
    const outbox = createMemoryOutbox({ nowMs: () => nowMs });
    const [source, list] = [createSource(outbox), createList()];
    await source.add('acme', statusChanged('BK-1', 1), statusChanged('BK-1', 2));
    const { pump: dead } = pumpOf(source, { publish: () => new Promise(() => {}) });
    void dead.tick();
    const { pump } = pumpOf({ reader: outbox.reader('kafka', 'pump-2') }, list);
    await source.add('acme', statusChanged('BK-1', 3));
    nowMs += 29_000;
    expect(await pump.tick()).toEqual({ moved: 0, more: false });
    nowMs += 2_000;
    expect(await pump.tick()).toEqual({ moved: 3, more: false });
    expect(idsOf(list.written)).toEqual(['BK-1-1', 'BK-1-2', 'BK-1-3']);
  });

  it('serves the other clients while one of them meets a topic that is missing', async () => {
    const [source, list] = [createSource(), createList()];
    const { pump } = pumpOf(source, list, ['acme', 'globex']);
    await source.add('acme', statusChanged('BK-1', 1));
    await source.add('globex', statusChanged('GX-1', 1));
    list.failures.push('topic_missing');
    expect(await pump.tick()).toEqual({ moved: 1, more: false, failure: 'topic_missing' });
    expect(idsOf(list.written)).toEqual(['GX-1-1']);
  });
});

describe('a pump that was started', () => {
  it('waits 1 s after a failure, twice as long after each further one up to 30 s, and half a second for new events', async () => {
    const [source, list] = [createSource(), createList()];
    const { pump, told, waits } = pumpOf(source, list);
    await source.add('acme', ...Array.from({ length: 250 }, (_, n) => statusChanged('BK-1', n)));
    list.failures.push(...Array.from({ length: 7 }, () => 'unreachable' as const));
    pump.start();
    await expect.poll(() => waits).toContain(500);
    await pump.stop();
    expect(waits.slice(0, 8)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 500]);
    expect(told.filter(({ kind }) => kind === 'recovered')).toHaveLength(1);
    expect(told).toContainEqual({ kind: 'waiting', reason: 'unreachable', waitMs: 30_000 });
    expect(idsOf(list.written)).toEqual(Array.from({ length: 250 }, (_, n) => `BK-1-${n}`));
  });

  it('ends at once while it waits, whether waiting ends early or with an error', async () => {
    const pump = createEventPump({
      source: createSource().reader,
      publisher: createList(),
      clientIds: () => ['acme'],
      sleep: (ms, signal) => sleep(ms * 1_000, undefined, { signal }),
    });
    pump.start();
    await sleep(10);
    await pump.stop();
  });

  it('ends with the round under way, and can be started again', async () => {
    const [source, list] = [createSource(), createList()];
    const { pump } = pumpOf(source, list);
    for (const n of [1, 2]) {
      pump.start();
      await source.add('acme', statusChanged('BK-1', n));
      await expect.poll(() => source.left('acme')).toBe(0);
      await pump.stop();
    }
    await source.add('acme', statusChanged('BK-1', 3));
    expect(idsOf(list.written)).toEqual(['BK-1-1', 'BK-1-2']);
  });
});
