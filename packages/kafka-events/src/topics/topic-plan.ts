/** The topics as they should be, what differs from that, and the same as commands of Kafka's own tool. */
import { type EventTopicName, eventTopics } from '@partner-gateway/contract';

/** A topic with everything about it that we decide. */
export type PlannedTopic = {
  readonly name: EventTopicName;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Settings by the names that brokers give them. */
  readonly settings: Readonly<Record<string, string>>;
};

/** A topic as it is. */
export type FoundTopic = Omit<PlannedTopic, 'name'>;

/** One thing about a topic that is not as planned. */
export type TopicDifference = {
  readonly setting: string;
  readonly wanted: string;
  /** Null where the cluster does not say. */
  readonly found: string | null;
};

const isTopicName = (name: string): name is EventTopicName => Object.hasOwn(eventTopics, name);

/**
 * Plans every topic of the table. `replicationFactor` is for clusters with fewer than three brokers.
 *
 * @example
 * planTopics().find(({ name }) => name === 'integration.config')?.settings['cleanup.policy']; // 'compact'
 */
export const planTopics = (replicationFactor?: number): PlannedTopic[] =>
  Object.keys(eventTopics)
    .filter(isTopicName)
    .map((name) => {
      const topic = eventTopics[name];
      return {
        name,
        partitions: topic.partitions,
        replicationFactor: replicationFactor ?? topic.replicationFactor,
        settings: { 'cleanup.policy': topic.cleanupPolicy, 'retention.ms': `${topic.retentionMs}` },
      };
    });

/** Compares a topic with its plan; settings that are not planned are nobody's business. */
export const differencesOf = (planned: PlannedTopic, found: FoundTopic): TopicDifference[] =>
  [
    { setting: 'partitions', wanted: `${planned.partitions}`, found: `${found.partitions}` },
    {
      setting: 'replication-factor',
      wanted: `${planned.replicationFactor}`,
      found: `${found.replicationFactor}`,
    },
    ...Object.entries(planned.settings).map(([setting, wanted]) => ({
      setting,
      wanted,
      found: found.settings[setting] ?? null,
    })),
  ].filter(({ wanted, found: is }) => wanted !== is);

/** Gives a command of `kafka-topics.sh` for each topic, for whom this program may not create them; `$BOOTSTRAP` is the reader's. */
export const kafkaTopicsCommands = (replicationFactor?: number): string[] =>
  planTopics(replicationFactor).map((topic) =>
    [
      'kafka-topics.sh --bootstrap-server "$BOOTSTRAP" --create --if-not-exists',
      `--topic ${topic.name} --partitions ${topic.partitions}`,
      `--replication-factor ${topic.replicationFactor}`,
      ...Object.entries(topic.settings).map(([name, value]) => `--config ${name}=${value}`),
    ].join(' '),
  );
