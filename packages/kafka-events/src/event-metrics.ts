/** What the publisher, the pump and the audits tell, as numbers for a scraper. */
import { eventTopics } from '@partner-gateway/contract';
import type { PublisherEvent } from './event-publisher.ts';
import type { PumpEvent } from './event-pump.ts';
import type { TopicAudit } from './topics/audit-topics.ts';

/** Where numbers go: counters that grow, and gauges that are asked for; undefined is no value. */
export type EventMetrics = {
  count(
    name: 'gateway.events.published',
    labels: { readonly topic: string; readonly outcome: string },
    by: number,
  ): void;
  observe(
    name: 'gateway.events.lag',
    read: () => number | undefined,
    labels: { readonly group: string; readonly topic: string },
  ): void;
  observe(
    name: 'gateway.events.old_topic_messages',
    read: () => number | undefined,
    labels: { readonly topic: string },
  ): void;
  observe(
    name: 'gateway.events.under_replicated' | 'gateway.events.backlog' | 'gateway.events.backlog_age',
    read: () => number | undefined,
  ): void;
};

/** What waits in the outbox; undefined while nobody knows. */
export type Backlog = {
  readonly entries: () => number | undefined;
  /** Since the oldest of them was written. */
  readonly ageSeconds: () => number | undefined;
};

export type EventObserver = {
  onPublisherEvent(event: PublisherEvent): void;
  onPumpEvent(event: PumpEvent): void;
  /** The newest audit, or undefined where it failed: its gauges have no value then. */
  onAudit(audit: TopicAudit | undefined): void;
};

/** Groups have names that others choose, such as those of people who look at a topic by hand; so many are told, the first. */
const lagSeriesMax = 200;

/** Records of `gateway.events.published`: `ok`, the reason of a failure, or `unreadable`, of no topic. */
export const observeEvents = (
  metrics: EventMetrics,
  { backlog, oldTopics }: { readonly backlog: Backlog; readonly oldTopics: readonly string[] },
): EventObserver => {
  const ours = new Set([...Object.keys(eventTopics), ...oldTopics]);
  let newest: TopicAudit | undefined;
  const known = new Set<string>();

  metrics.observe('gateway.events.backlog', backlog.entries);
  metrics.observe('gateway.events.backlog_age', backlog.ageSeconds);
  metrics.observe('gateway.events.under_replicated', () => newest?.underReplicated.length);
  for (const topic of oldTopics) {
    const records = () => newest?.oldTopics.find((old) => old.topic === topic)?.records;
    metrics.observe('gateway.events.old_topic_messages', records, { topic });
  }

  const lagOf = (group: string, topic: string): number | undefined =>
    newest?.groups.find((one) => one.group === group)?.topics.find((one) => one.topic === topic)?.lag;

  const watchLag = (group: string, topic: string): void => {
    const series = `${group} ${topic}`;
    if (!ours.has(topic) || known.has(series) || known.size >= lagSeriesMax) return;
    known.add(series);
    metrics.observe('gateway.events.lag', () => lagOf(group, topic), { group, topic });
  };

  return {
    onPublisherEvent(event) {
      const outcome = event.kind === 'published' ? 'ok' : event.reason;
      metrics.count('gateway.events.published', { topic: event.topic, outcome }, event.records);
    },
    onPumpEvent({ kind }) {
      if (kind === 'unreadable')
        metrics.count('gateway.events.published', { topic: 'none', outcome: 'unreadable' }, 1);
    },
    onAudit(audit) {
      newest = audit;
      for (const { group, topics } of audit?.groups ?? [])
        for (const { topic } of topics) watchLag(group, topic);
    },
  };
};
