/** The outbox to Kafka: every entry published, and the state of the topics told as numbers. Loaded only where there are brokers. */
import {
  auditTopics,
  createEventPublisher,
  createEventPump,
  type EventSource,
  type KafkaConnection,
  type LegacyTopics,
  observeEvents,
  readLegacyTopics,
} from '@partner-gateway/kafka-events';
import type { Log, Metrics } from '@partner-gateway/telemetry';
import type { Outbox } from '@partner-gateway/write-guard';
import { readEntry } from '../events/outbox-events.ts';

export type KafkaParts = {
  readonly connection: KafkaConnection;
  readonly legacyTopics: LegacyTopics;
  readonly outbox: Outbox;
  readonly readerId: string;
  readonly clientIds: () => readonly string[];
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** The map of old topics; none where nothing is said. @throws Error with every mistake */
export const legacyTopicsOf = (text: string | undefined): LegacyTopics => {
  if (text === undefined) return {};
  const read = readLegacyTopics(text);
  if (read.ok) return read.topics;
  throw new Error(`KAFKA_LEGACY_TOPICS cannot be used: ${read.problems.join(' ')}`);
};

const auditEveryMs = 60_000;
const auditMomentMs = 5_000;
const backlogEveryMs = 10_000;

/** Entries with the ids that their events have wherever they are read. */
const sourceOf = ({ outbox, readerId }: KafkaParts): EventSource => {
  const reader = outbox.reader('kafka', readerId);
  return {
    hold: reader.hold,
    letGo: reader.letGo,
    acknowledge: reader.acknowledge,
    async take(clientId, limit) {
      const entries = await reader.take(clientId, limit);
      return entries.map((entry) => {
        const event = readEntry(clientId, entry);
        return { position: entry.position, text: event === undefined ? entry.text : JSON.stringify(event) };
      });
    },
  };
};

/** What waits, as it was when it was asked last. */
const watchBacklog = ({ outbox, readerId, clientIds }: KafkaParts) => {
  const reader = outbox.reader('kafka', readerId);
  let known: { readonly entries: number; readonly ageSeconds: number } | undefined;
  return {
    entries: () => known?.entries,
    ageSeconds: () => known?.ageSeconds,
    async look(): Promise<void> {
      const all = await Promise.all(clientIds().map((clientId) => reader.backlog(clientId)));
      known = {
        entries: all.reduce((sum, { entries }) => sum + entries, 0),
        ageSeconds: Math.max(0, ...all.map(({ oldestAgeMs }) => oldestAgeMs)) / 1_000,
      };
    },
  };
};

/** Makes the drain; it goes on from `start`, and `stop` ends it after what is under way. */
export const createKafkaDrain = (parts: KafkaParts) => {
  const { connection, legacyTopics, clientIds, sleep, log, metrics } = parts;
  const oldTopics = [...new Set(Object.values(legacyTopics).flat())];
  const backlog = watchBacklog(parts);
  const observer = observeEvents(metrics, { backlog, oldTopics });
  const publisher = createEventPublisher({ ...connection, onEvent: observer.onPublisherEvent });
  const pump = createEventPump({
    source: sourceOf(parts),
    publisher,
    legacyTopics,
    clientIds,
    sleep,
    onEvent(event) {
      observer.onPumpEvent(event);
      if (event.kind === 'waiting')
        log('warn', 'Events wait for Kafka', { reason: event.reason, count: Math.round(event.waitMs) });
      if (event.kind === 'recovered') log('info', 'Events go to Kafka again');
      if (event.kind === 'unreadable')
        log('error', 'An event cannot be published', { client_id: event.clientId, reason: event.reason });
    },
  });
  const stopping = new AbortController();
  const { signal } = stopping;
  let looking: Promise<unknown> = Promise.resolve();

  const every = async (ms: number, look: () => Promise<void>): Promise<void> => {
    while (!signal.aborted) {
      await look();
      await sleep(ms, signal).catch(() => {});
    }
  };
  const audit = async (): Promise<void> => {
    const pause = (ms: number): Promise<void> => sleep(ms, signal).catch(() => {});
    const asking = auditTopics(connection, { oldTopics, momentMs: auditMomentMs, sleep: pause });
    observer.onAudit(await asking.catch(() => undefined));
  };

  return {
    start(): void {
      pump.start();
      looking = Promise.all([
        every(auditEveryMs, audit),
        every(backlogEveryMs, () => backlog.look().catch(() => undefined)),
      ]);
    },
    async stop(): Promise<void> {
      stopping.abort();
      await pump.stop();
      await publisher.close();
      await looking;
    },
  };
};
