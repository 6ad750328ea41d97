/** Moves events from the outbox to Kafka, client by client, round after round, and waits where that fails. */
import type { EventPublisher } from './event-publisher.ts';
import type { EventSource } from './event-source.ts';
import { type KafkaFailureReason, toKafkaFailure } from './kafka-failure.ts';
import type { LegacyTopics } from './legacy-topics.ts';
import { batchEntries, createOutboxDrain, type DrainEvent, OutboxFailure } from './outbox-drain.ts';
import { type ToEvent, wholeEvent } from './outbox-event.ts';

/** Why nothing moves: Kafka, or the outbox itself. */
export type PumpFailure = KafkaFailureReason | 'outbox';

export type PumpEvent =
  | DrainEvent
  | { readonly kind: 'waiting'; readonly reason: PumpFailure; readonly waitMs: number }
  | { readonly kind: 'recovered' };

export type PumpOptions = {
  readonly source: EventSource;
  readonly publisher: Pick<EventPublisher, 'publish'>;
  /** Whose events are moved; asked anew in every round. */
  readonly clientIds: () => readonly string[];
  /** Makes the event of an entry, for an outbox that keeps events without what it knows itself. Default: the entry is the event. */
  readonly toEvent?: ToEvent;
  /** Old topics that get the same records; see {@link LegacyTopics}. Default none. */
  readonly legacyTopics?: LegacyTopics;
  /** Waits; ends early, or rejects, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onEvent?: (event: PumpEvent) => void;
};

/** What a round did; `more` says that there is more to move right away. */
export type PumpRound = { readonly moved: number; readonly more: boolean; readonly failure?: PumpFailure };

export type EventPump = {
  /** One round over all clients; never throws. Not beside `start`. */
  tick(): Promise<PumpRound>;
  /** Rounds until `stop`: at once while there is more, else every half second, after a failure in 1 s up to 30 s. */
  start(): void;
  /** Resolves when the round under way has ended, and every client is let go of. */
  stop(): Promise<void>;
};

const idleMs = 500;
const waitMinMs = 1_000;
const waitMaxMs = 30_000;

/** Failures that the next client would meet as well. */
const ofEveryClient: readonly PumpFailure[] = ['unreachable', 'timeout', 'auth', 'outbox'];

/**
 * What is published may be published again after a crash or a failure, under the same `eventId`; it is never left out, and those
 * of one key keep their order. What the outbox can hold while Kafka is away is the outbox's to say.
 */
export const createEventPump = (options: PumpOptions): EventPump => {
  const { clientIds, sleep, onEvent = () => undefined } = options;
  const { source, publisher, toEvent = wholeEvent, legacyTopics = {} } = options;
  const drain = createOutboxDrain({ source, publisher, toEvent, legacyTopics, onEvent });
  let stopping: AbortController | undefined;
  let running: Promise<void> = Promise.resolve();

  const tick = async (): Promise<PumpRound> => {
    let moved = 0;
    let more = false;
    let failure: PumpFailure | undefined;
    for (const clientId of clientIds()) {
      try {
        const count = await drain.move(clientId);
        moved += count;
        more ||= count === batchEntries;
      } catch (error) {
        failure = error instanceof OutboxFailure ? 'outbox' : toKafkaFailure(error).reason;
        if (ofEveryClient.includes(failure)) break;
      }
    }
    return { moved, more, ...(failure !== undefined && { failure }) };
  };

  const pause = (ms: number, signal: AbortSignal): Promise<void> => sleep(ms, signal).catch(() => undefined);

  const run = async (signal: AbortSignal): Promise<void> => {
    let failures = 0;
    while (!signal.aborted) {
      const { more, failure } = await tick();
      if (failure === undefined) {
        if (failures > 0) onEvent({ kind: 'recovered' });
        failures = 0;
        if (!more) await pause(idleMs, signal);
        continue;
      }
      const waitMs = Math.min(waitMaxMs, waitMinMs * 2 ** failures);
      failures += 1;
      onEvent({ kind: 'waiting', reason: failure, waitMs });
      await pause(waitMs, signal);
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
      await drain.letGo();
    },
  };
};
