/** Numbers of events: what is counted, and gauges that say nothing where nobody knows. */
import { type EventMetrics, observeEvents, type TopicAudit } from '@partner-gateway/kafka-events';
import { describe, expect, it } from 'vitest';

const createList = () => {
  const counted: string[] = [];
  const gauges = new Map<string, () => number | undefined>();
  const spell = (name: string, labels: object = {}) => [name, ...Object.values(labels)].join(' ');
  const metrics: EventMetrics = {
    count: (name, labels, by) => counted.push(`${spell(name, labels)} ${by}`),
    observe: (name: string, read: () => number | undefined, labels?: object) =>
      gauges.set(spell(name, labels), read),
  };
  return { counted, metrics, read: (name: string) => gauges.get(name)?.(), names: () => [...gauges.keys()] };
};

const audit: TopicAudit = {
  groups: [
    {
      group: 'billing',
      state: 'Stable',
      members: 1,
      topics: [
        { topic: 'booking.lifecycle', lag: 12, unconfirmedPartitions: 0 },
        { topic: 'BookSucceeded', lag: 3, unconfirmedPartitions: 0 },
        { topic: 'of-somebody-else', lag: 9, unconfirmedPartitions: 0 },
      ],
    },
  ],
  underReplicated: [{ topic: 'booking.lifecycle', partition: 1, replicas: 3, inSync: 2 }],
  oldTopics: [{ topic: 'BookSucceeded', exists: true, records: 7 }],
};
const backlog = { entries: () => 5, ageSeconds: () => undefined };

describe('the numbers of events', () => {
  it('count records by topic and by what became of them, unreadable entries too', () => {
    const { counted, metrics } = createList();
    const observer = observeEvents(metrics, { backlog, oldTopics: [] });
    const topic = 'booking.lifecycle';
    observer.onPublisherEvent({ kind: 'published', topic, records: 3 });
    observer.onPublisherEvent({ kind: 'failed', topic, records: 2, reason: 'unreachable' });
    observer.onPumpEvent({ kind: 'moved', clientId: 'acme', events: 3 });
    observer.onPumpEvent({ kind: 'unreadable', clientId: 'acme', position: '1', reason: 'not_json' });
    expect(counted).toEqual([
      'gateway.events.published booking.lifecycle ok 3',
      'gateway.events.published booking.lifecycle unreachable 2',
      'gateway.events.published none unreadable 1',
    ]);
  });

  it('say how far groups are behind in our topics, old and new, and nothing of the topics of others', () => {
    const { metrics, read, names } = createList();
    const observer = observeEvents(metrics, { backlog, oldTopics: ['BookSucceeded'] });
    expect(read('gateway.events.under_replicated')).toBeUndefined();
    observer.onAudit(audit);
    observer.onAudit(audit);
    expect(read('gateway.events.lag billing booking.lifecycle')).toBe(12);
    expect(read('gateway.events.lag billing BookSucceeded')).toBe(3);
    expect(read('gateway.events.under_replicated')).toBe(1);
    expect(read('gateway.events.old_topic_messages BookSucceeded')).toBe(7);
    expect(read('gateway.events.backlog')).toBe(5);
    expect(names().join()).not.toContain('of-somebody-else');
  });

  it('have no value when an audit failed, or the group is gone', () => {
    const { metrics, read } = createList();
    const observer = observeEvents(metrics, { backlog, oldTopics: ['BookSucceeded'] });
    observer.onAudit(audit);
    observer.onAudit({ ...audit, groups: [] });
    expect(read('gateway.events.lag billing booking.lifecycle')).toBeUndefined();
    expect(read('gateway.events.under_replicated')).toBe(1);
    observer.onAudit(undefined);
    expect(read('gateway.events.under_replicated')).toBeUndefined();
    expect(read('gateway.events.old_topic_messages BookSucceeded')).toBeUndefined();
    expect(read('gateway.events.backlog_age')).toBeUndefined();
  });

  it('are of so many groups at most, however many look at a topic by hand', () => {
    const { metrics, names } = createList();
    const observer = observeEvents(metrics, { backlog, oldTopics: [] });
    const [group] = audit.groups;
    const groups = Array.from({ length: 500 }, (_, n) => ({ ...group, group: `console-${n}` }));
    observer.onAudit({
      ...audit,
      groups: groups.map((one) => ({ state: '', members: 0, topics: [], ...one })),
    });
    expect(names().filter((name) => name.startsWith('gateway.events.lag '))).toHaveLength(200);
  });
});
