/** Writes records to Kafka: acknowledged by every copy that is in step, in the order given, within a time that ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import { compatibilityPartitioner, ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import { type KafkaConnection, toClientOptions } from './connection.ts';
import type { EventRecord } from './event-records.ts';
import { KafkaFailure, type KafkaFailureReason, toKafkaFailure } from './kafka-failure.ts';

/** What became of the records of one topic; of those that failed, some may have arrived. */
export type PublisherEvent =
  | { readonly kind: 'published'; readonly topic: string; readonly records: number }
  | {
      readonly kind: 'failed';
      readonly topic: string;
      readonly records: number;
      readonly reason: KafkaFailureReason;
    };

export type PublisherOptions = KafkaConnection & {
  /** Longest that one `publish` takes, its retries included. Default 15 s. */
  readonly timeoutMs?: number;
  readonly onEvent?: (event: PublisherEvent) => void;
};

export type EventPublisher = {
  /**
   * Resolves when every record is acknowledged. One call is under way at a time, later ones wait for their turn; so records
   * of one key arrive in the order of the calls. Write all of them again after a failure: some may have arrived.
   *
   * @throws KafkaFailure
   */
  publish(records: readonly EventRecord[]): Promise<void>;
  /** Waits for what is under way, and disconnects. */
  close(): Promise<void>;
};

/** A connection that does not even end is left to the system. */
const closeTimeoutMs = 2_000;

const createProducer = (connection: KafkaConnection) =>
  new Producer<string, string, string, string>({
    ...toClientOptions(connection),
    serializers: stringSerializers,
    // Keys go to the partitions that Java's and librdkafka's producers choose, so a consumer may join old and new topics.
    partitioner: compatibilityPartitioner,
    // Brokers drop what a retry repeats, and refuse what would overtake.
    idempotent: true,
    acks: ProduceAcks.ALL,
    // What the protocol calls "no id yet". The library says 0, which means that there is one; real brokers overlook that where
    // there is no transaction, that of librdkafka's tests does not.
    producerId: -1n,
    producerEpoch: -1,
  });

const countsOf = (records: readonly EventRecord[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { topic } of records) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return counts;
};

/** Runs `work` for so long; what it does afterwards is nobody's business. */
const within = async <Value>(timeoutMs: number, work: Promise<Value>): Promise<Value> => {
  const settled = new AbortController();
  const tooLate = sleep(timeoutMs, undefined, { signal: settled.signal }).then(() => {
    throw new KafkaFailure('timeout');
  });
  tooLate.catch(() => undefined);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    settled.abort();
  }
};

/**
 * Connects with the first record, not before.
 *
 * @example
 * const publisher = createEventPublisher({ brokers: ['127.0.0.1:9092'], clientName: 'partner-gateway' });
 * await publisher.publish(toEventRecords(event));
 */
export const createEventPublisher = ({
  timeoutMs = 15_000,
  onEvent = () => undefined,
  ...connection
}: PublisherOptions): EventPublisher => {
  let producer: ReturnType<typeof createProducer> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** What a producer still tries after its time must not reach the brokers behind what follows. */
  const drop = async (): Promise<void> => {
    const dropped = producer;
    producer = undefined;
    if (dropped !== undefined) await within(closeTimeoutMs, dropped.close(true)).catch(() => undefined);
  };

  const send = async (records: readonly EventRecord[]): Promise<void> => {
    const counts = countsOf(records);
    try {
      producer ??= createProducer(connection);
      const messages = records.map(({ headers, ...record }) => ({ ...record, headers: { ...headers } }));
      await within(timeoutMs, producer.send({ messages }));
      for (const [topic, count] of counts) onEvent({ kind: 'published', topic, records: count });
    } catch (error) {
      const failure = toKafkaFailure(error);
      await drop();
      for (const [topic, count] of counts)
        onEvent({ kind: 'failed', topic, records: count, reason: failure.reason });
      throw failure;
    }
  };

  return {
    publish(records) {
      if (records.length === 0) return Promise.resolve();
      const turn = last.then(() => send(records));
      last = turn.catch(() => undefined);
      return turn;
    },
    async close() {
      await last;
      await drop();
    },
  };
};
