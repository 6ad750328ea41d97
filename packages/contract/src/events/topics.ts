/** The topics that events are published to, as a Kafka cluster has to have them. */

/** How a topic is kept: `delete` drops what is older than the retention, `compact` keeps the newest record of each key. */
export type EventTopic = {
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly retentionMs: number;
  readonly cleanupPolicy: 'delete' | 'compact';
  /** What is told there. */
  readonly meaning: string;
};

const threeDaysMs = 259_200_000;
const sevenDaysMs = 604_800_000;

/** Every topic by name. A booking has one key, so its events keep their order within a topic. */
export const eventTopics = {
  'booking.lifecycle': {
    partitions: 6,
    replicationFactor: 3,
    retentionMs: sevenDaysMs,
    cleanupPolicy: 'delete',
    meaning: 'What partners asked for, step by step from checkout to cancel, and what became of it.',
  },
  'booking.status_change': {
    partitions: 6,
    replicationFactor: 3,
    retentionMs: sevenDaysMs,
    cleanupPolicy: 'delete',
    meaning: 'Bookings whose status is another than before, whoever changed it.',
  },
  'booking.notification': {
    partitions: 3,
    replicationFactor: 3,
    retentionMs: threeDaysMs,
    cleanupPolicy: 'delete',
    meaning: 'Notifications taken from 12go.',
  },
  'content.entity_sync': {
    partitions: 3,
    replicationFactor: 3,
    retentionMs: threeDaysMs,
    cleanupPolicy: 'delete',
    meaning: 'Master data that was read anew.',
  },
  'integration.config': {
    partitions: 1,
    replicationFactor: 3,
    retentionMs: sevenDaysMs,
    cleanupPolicy: 'compact',
    meaning: 'Settings in force: the newest version of each scope.',
  },
} as const satisfies Record<string, EventTopic>;

/** Name of a topic. */
export type EventTopicName = keyof typeof eventTopics;
