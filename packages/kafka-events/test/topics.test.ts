/** Topics are made as the table says, compared, and audited; what is there is never changed. */
import { eventTopics } from '@partner-gateway/contract';
import { auditTopics, createTopics, kafkaTopicsCommands } from '@partner-gateway/kafka-events';
import { describe, expect, it } from 'vitest';
import type { AdminCluster } from './support/admin-cluster.ts';
import { connectionTo, useAdminClusters } from './support/admin-clusters.ts';
import { startCluster } from './support/broker.ts';

const clusterOf = useAdminClusters();

describe('creating topics', () => {
  it('makes all five as the table says, with the cleanup policy set even where it is the usual one', async () => {
    const cluster = await clusterOf();
    const reports = await createTopics(connectionTo(cluster));
    expect(reports.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'created'));
    const made = [...cluster.topics].map(([name, { partitions, replicas, settings }]) => [
      name,
      { partitions, replicas, settings },
    ]);
    expect(Object.fromEntries(made)).toEqual(
      Object.fromEntries(
        Object.entries(eventTopics).map(([name, topic]) => [
          name,
          {
            partitions: topic.partitions,
            replicas: topic.replicationFactor,
            settings: {
              'cleanup.policy': topic.cleanupPolicy,
              'retention.ms': `${topic.retentionMs}`,
            },
          },
        ]),
      ),
    );
  });

  it('changes nothing the second time, and says so', async () => {
    const cluster = await clusterOf();
    await createTopics(connectionTo(cluster), { replicationFactor: 1 });
    cluster.asked.length = 0;
    const reports = await createTopics(connectionTo(cluster), { replicationFactor: 1 });
    expect(reports.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'as_planned'));
    expect(cluster.asked).not.toContain('CreateTopics');
  });

  it('tells what differs of a topic that is there, and leaves it as it is', async () => {
    const cluster = await clusterOf();
    const before = { partitions: 2, replicas: 3, settings: { 'cleanup.policy': 'delete' }, ends: [0n, 0n] };
    cluster.topics.set('integration.config', before);
    const reports = await createTopics(connectionTo(cluster));
    expect(reports.filter(({ state }) => state === 'differs')).toEqual([
      {
        topic: 'integration.config',
        state: 'differs',
        differences: [
          { setting: 'partitions', wanted: '1', found: '2' },
          { setting: 'cleanup.policy', wanted: 'compact', found: 'delete' },
          { setting: 'retention.ms', wanted: '604800000', found: null },
        ],
      },
    ]);
    expect(cluster.topics.get('integration.config')).toEqual(before);
  });

  it('can be had as commands of Kafka’s own tool, one for each topic', () => {
    expect(kafkaTopicsCommands()).toHaveLength(5);
    expect(kafkaTopicsCommands(1).at(-1)).toBe(
      'kafka-topics.sh --bootstrap-server "$BOOTSTRAP" --create --if-not-exists --topic integration.config --partitions 1 --replication-factor 1 --config cleanup.policy=compact --config retention.ms=604800000',
    );
  });

  it('says that brokers do not know the question where they do not', async () => {
    const cluster = await startCluster();
    await cluster.up();
    await expect(createTopics(connectionTo(cluster))).rejects.toMatchObject({ reason: 'unsupported' });
    cluster.close();
  });
});

describe('an audit', () => {
  const old = ['BookSucceeded', 'ReservationChanged', 'Gone'];
  const audit = (cluster: AdminCluster) =>
    auditTopics(connectionTo(cluster), { oldTopics: old, sleep: () => Promise.resolve() });

  it('tells of each group its members, and how far behind it is in each topic', async () => {
    const cluster = await clusterOf();
    cluster.topics.set('BookSucceeded', { partitions: 3, replicas: 1, settings: {}, ends: [100n, 50n, 7n] });
    cluster.topics.set('booking.lifecycle', { partitions: 2, replicas: 1, settings: {}, ends: [5n, 5n] });
    cluster.groups.set('twelvego', { members: 2, offsets: { BookSucceeded: [90n, 50n, -1n] } });
    cluster.groups.set('billing', { members: 0, offsets: { 'booking.lifecycle': [5n, 1n] } });
    cluster.groups.set('nobody', { members: 0, offsets: {} });
    expect((await audit(cluster)).groups).toEqual([
      {
        group: 'billing',
        state: 'Empty',
        members: 0,
        topics: [{ topic: 'booking.lifecycle', lag: 4, unconfirmedPartitions: 0 }],
      },
      { group: 'nobody', state: 'Empty', members: 0, topics: [] },
      {
        group: 'twelvego',
        state: 'Stable',
        members: 2,
        topics: [{ topic: 'BookSucceeded', lag: 10, unconfirmedPartitions: 1 }],
      },
    ]);
  });

  it('finds the partitions that lack a copy, and the old topics that are still written to', async () => {
    const cluster = await clusterOf();
    const topic = { partitions: 2, replicas: 3, settings: {}, ends: [0n, 0n] };
    cluster.topics.set('BookSucceeded', { ...topic, grows: 4n });
    cluster.topics.set('ReservationChanged', { ...topic, inSync: 2 });
    const { underReplicated, oldTopics } = await audit(cluster);
    expect(underReplicated).toEqual([{ topic: 'ReservationChanged', partition: 0, replicas: 3, inSync: 2 }]);
    expect(oldTopics).toEqual([
      { topic: 'BookSucceeded', exists: true, records: 8 },
      { topic: 'ReservationChanged', exists: true, records: 0 },
      { topic: 'Gone', exists: false, records: 0 },
    ]);
  });

  it('takes as long as the moment between its two looks', async () => {
    const cluster = await clusterOf();
    const waits: number[] = [];
    const sleep = async (ms: number) => void waits.push(ms);
    await auditTopics(connectionTo(cluster), { oldTopics: old, sleep });
    await auditTopics(connectionTo(cluster), { oldTopics: old, momentMs: 60_000, sleep });
    expect(waits).toEqual([10_000, 60_000]);
  });
});
