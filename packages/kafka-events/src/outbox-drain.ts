/** Publishes what waits of a client, batch by batch, and acknowledges it afterwards; what failed comes first the next time. */
import type { EventPublisher } from './event-publisher.ts';
import { toEventRecords } from './event-records.ts';
import type { EventSource, OutboxEntry } from './event-source.ts';
import type { LegacyTopics } from './legacy-topics.ts';
import { readOutboxEntry, type ToEvent, type UnreadableReason } from './outbox-event.ts';

/** What became of a batch. */
export type DrainEvent =
  | { readonly kind: 'moved'; readonly clientId: string; readonly events: number }
  /** An entry that can never be published; it is acknowledged, so that those behind it go on. */
  | {
      readonly kind: 'unreadable';
      readonly clientId: string;
      readonly position: string;
      readonly reason: UnreadableReason;
    };

export type DrainOptions = {
  readonly source: EventSource;
  readonly publisher: Pick<EventPublisher, 'publish'>;
  readonly toEvent: ToEvent;
  readonly legacyTopics: LegacyTopics;
  readonly onEvent: (event: DrainEvent) => void;
};

export type OutboxDrain = {
  /**
   * Moves one batch of a client, none where another holds it; gives the number of its entries.
   *
   * @throws KafkaFailure, OutboxFailure
   */
  move(clientId: string): Promise<number>;
  /** Lets go of every client, as far as the outbox can be reached. */
  letGo(): Promise<void>;
};

/** The outbox threw; what it threw is its own to tell. */
export class OutboxFailure extends Error {
  override readonly name = 'OutboxFailure';
}

/** At most so many events of a client at once. */
export const batchEntries = 100;
/** Longer than the publisher takes, so that a client is ours until its batch is through. */
const leaseMs = 30_000;

const ofOutbox = <Value>(call: Promise<Value>): Promise<Value> =>
  call.catch(() => {
    throw new OutboxFailure();
  });

export const createOutboxDrain = ({
  source,
  publisher,
  toEvent,
  legacyTopics,
  onEvent,
}: DrainOptions): OutboxDrain => {
  /** Clients that are held, and whether all that was taken of them is acknowledged. */
  const held = new Map<string, 'clean' | 'begun'>();

  const letGoOf = async (clientId: string): Promise<void> => {
    await ofOutbox(source.letGo(clientId));
    held.delete(clientId);
  };

  const publish = async (clientId: string, entries: readonly OutboxEntry[]): Promise<void> => {
    const read = entries.map((entry) => ({ ...readOutboxEntry(toEvent, clientId, entry), entry }));
    const events = read.flatMap((one) => (one.ok ? [one.event] : []));
    await publisher.publish(events.flatMap((event) => toEventRecords(event, legacyTopics)));
    const positions = entries.map(({ position }) => position);
    await ofOutbox(source.acknowledge(clientId, positions));
    for (const one of read)
      if (!one.ok)
        onEvent({ kind: 'unreadable', clientId, position: one.entry.position, reason: one.reason });
    onEvent({ kind: 'moved', clientId, events: events.length });
  };

  return {
    async move(clientId) {
      // What failed is taken again before anything behind it: within one hold the outbox would go on with what follows.
      if (held.get(clientId) === 'begun') await letGoOf(clientId);
      if (!(await ofOutbox(source.hold(clientId, leaseMs)))) {
        held.delete(clientId);
        return 0;
      }
      held.set(clientId, 'begun');
      const entries = await ofOutbox(source.take(clientId, batchEntries));
      if (entries.length > 0) await publish(clientId, entries);
      held.set(clientId, 'clean');
      return entries.length;
    },
    async letGo() {
      for (const clientId of [...held.keys()]) await letGoOf(clientId).catch(() => undefined);
    },
  };
};
