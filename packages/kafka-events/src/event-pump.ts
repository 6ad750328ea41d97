/** Moves events from the outbox to Kafka, client by client: acknowledged there only after every broker has them. */
import type { EventPublisher } from './event-publisher.ts';
import { toEventRecords } from './event-records.ts';
import type { EventSource } from './event-source.ts';
import { type KafkaFailureReason, toKafkaFailure } from './kafka-failure.ts';
import type { LegacyTopics } from './legacy-topics.ts';
import { readOutboxEntry, type UnreadableReason } from './outbox-event.ts';

/** Why nothing moves: Kafka, or the outbox itself. */
export type PumpFailure = KafkaFailureReason | 'outbox';

export type PumpEvent =
  | { readonly kind: 'moved'; readonly clientId: string; readonly events: number }
  /** An entry that can never be published; it is acknowledged, so that those behind it go on. */
  | {
      readonly kind: 'unreadable';
      readonly clientId: string;
      readonly position: string;
      readonly reason: UnreadableReason;
    }
  | { readonly kind: 'waiting'; readonly reason: PumpFailure; readonly waitMs: number }
  | { readonly kind: 'recovered' };

export type PumpOptions = {
  readonly source: EventSource;
  readonly publisher: Pick<EventPublisher, 'publish'>;
  /** Whose events are moved; asked anew in every round. */
  readonly clientIds: () => readonly string[];
  /** Old topics that get the same records; see {@link LegacyTopics}. Default none. */
  readonly legacyTopics?: LegacyTopics;
  /** Waits; ends early, without an error, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onEvent?: (event: PumpEvent) => void;
};

/** What a round did; `more` says that there is more to move right away. */
export type PumpRound = { readonly moved: number; readonly more: boolean; readonly failure?: PumpFailure };

export type EventPump = {
  /** One round over all clients; never throws. */
  tick(): Promise<PumpRound>;
  /** Rounds until `stop`: at once while there is more, else every half second, after a failure in 1 s up to 30 s. */
  start(): void;
  /** Resolves when the round under way has ended. */
  stop(): Promise<void>;
};

/** At most so many events of a client in a round. */
const batchEntries = 100;
/** Longer than the publisher takes, so that a client is ours until its batch is through. */
const leaseMs = 30_000;
const idleMs = 500;
const waitMinMs = 1_000;
const waitMaxMs = 30_000;

/** Failures that the next client would meet as well. */
const ofTheCluster: readonly PumpFailure[] = ['unreachable', 'timeout', 'auth', 'outbox'];

/**
 * What is published may be published again after a crash or a failure, under the same `eventId`; it is never left out, and those
 * of one key keep their order. What the outbox can hold while Kafka is away is the outbox's to say.
 */
export const createEventPump = ({
  source,
  publisher,
  clientIds,
  legacyTopics = {},
  sleep,
  onEvent = () => undefined,
}: PumpOptions): EventPump => {
  const ofOutbox = <Value>(call: Promise<Value>): Promise<Value> =>
    call.catch(() => {
      throw new OutboxFailure();
    });

  const moveClient = async (clientId: string): Promise<number> => {
    if (!(await ofOutbox(source.hold(clientId, leaseMs)))) return 0;
    const entries = await ofOutbox(source.take(clientId, batchEntries));
    if (entries.length === 0) return 0;
    const read = entries.map((entry) => ({ ...readOutboxEntry(entry), position: entry.position }));
    const events = read.flatMap((entry) => (entry.ok ? [entry.event] : []));
    await publisher.publish(events.flatMap((event) => toEventRecords(event, legacyTopics)));
    await ofOutbox(
      source.acknowledge(
        clientId,
        entries.map(({ position }) => position),
      ),
    );
    for (const entry of read)
      if (!entry.ok)
        onEvent({ kind: 'unreadable', clientId, position: entry.position, reason: entry.reason });
    onEvent({ kind: 'moved', clientId, events: events.length });
    return entries.length;
  };

  const tick = async (): Promise<PumpRound> => {
    let moved = 0;
    let more = false;
    let failure: PumpFailure | undefined;
    for (const clientId of clientIds()) {
      try {
        const count = await moveClient(clientId);
        moved += count;
        more ||= count === batchEntries;
      } catch (error) {
        failure = error instanceof OutboxFailure ? 'outbox' : toKafkaFailure(error).reason;
        if (ofTheCluster.includes(failure)) break;
      }
    }
    return { moved, more, ...(failure !== undefined && { failure }) };
  };

  let stopping: AbortController | undefined;
  let running: Promise<void> = Promise.resolve();

  const run = async (signal: AbortSignal): Promise<void> => {
    let failures = 0;
    while (!signal.aborted) {
      const { more, failure } = await tick();
      if (failure === undefined) {
        if (failures > 0) onEvent({ kind: 'recovered' });
        failures = 0;
        if (!more) await sleep(idleMs, signal);
        continue;
      }
      const waitMs = Math.min(waitMaxMs, waitMinMs * 2 ** failures);
      failures += 1;
      onEvent({ kind: 'waiting', reason: failure, waitMs });
      await sleep(waitMs, signal);
    }
  };

  return {
    tick,
    start() {
      if (stopping !== undefined) return;
      stopping = new AbortController();
      running = run(stopping.signal);
    },
    async stop() {
      stopping?.abort();
      await running;
      stopping = undefined;
    },
  };
};

/** The outbox threw; what it threw is its own to tell. */
class OutboxFailure extends Error {}
