/** Booking events to Kafka: published, pumped from an outbox, and the topics that they need. */

export type { KafkaConnection, KafkaLogin } from './connection.ts';
export type { Backlog, EventMetrics, EventObserver } from './event-metrics.ts';
export { observeEvents } from './event-metrics.ts';
export type { EventPublisher, PublisherEvent, PublisherOptions } from './event-publisher.ts';
export { createEventPublisher } from './event-publisher.ts';
export type { EventPump, PumpEvent, PumpFailure, PumpOptions, PumpRound } from './event-pump.ts';
export { createEventPump } from './event-pump.ts';
export type { EventRecord } from './event-records.ts';
export { toEventRecords } from './event-records.ts';
export type { EventSource, OutboxEntry } from './event-source.ts';
export type { KafkaFailureReason } from './kafka-failure.ts';
export { KafkaFailure, kafkaFailureReasons } from './kafka-failure.ts';
export type { LegacyTopics, ReadLegacyTopics } from './legacy-topics.ts';
export { readLegacyTopics } from './legacy-topics.ts';
export type { ToEvent, UnreadableReason } from './outbox-event.ts';
export type { AuditOptions, GroupAudit, TopicAudit, UnderReplicated } from './topics/audit-topics.ts';
export { auditTopics } from './topics/audit-topics.ts';
export type { TopicReport } from './topics/create-topics.ts';
export { createTopics } from './topics/create-topics.ts';
export type { TopicLag } from './topics/offsets.ts';
export type { TopicDifference } from './topics/topic-plan.ts';
export { kafkaTopicsCommands } from './topics/topic-plan.ts';
