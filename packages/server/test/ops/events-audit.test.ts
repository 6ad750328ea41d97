/** Who reads the topics of Kafka, asked of the brokers on an operator's word. */
import { eventsAuditSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminCluster, startAdminCluster } from '../../../kafka-events/test/support/admin-cluster.ts';
import { type Api, startApi } from '../support/api.ts';
import { expectProblem } from '../support/problems.ts';

const path = '/ops/v1/events/audit';
const legacyTopics = JSON.stringify({ 'booking.reserved': ['BookSucceeded'], ended: ['Refunded'] });

let cluster: AdminCluster;
let api: Api;
beforeAll(async () => {
  cluster = await startAdminCluster({});
  const status = { partitions: 2, replicas: 3, inSync: 2, settings: {}, ends: [10n, 20n] };
  cluster.topics.set('integration.booking.status', status);
  cluster.topics.set('BookSucceeded', { partitions: 1, replicas: 1, settings: {}, ends: [5n], grows: 3n });
  cluster.groups.set('ledger', { members: 2, offsets: { 'integration.booking.status': [4n, -1n] } });
  api = await startApi({
    environment: { KAFKA_BROKERS: cluster.address, KAFKA_LEGACY_TOPICS: legacyTopics },
  });
});
afterAll(async () => {
  await api.close();
  cluster.close();
});

test('tells groups with their lag, partitions that lack a copy, and old topics that still get records', async () => {
  const answer = await api.ops(path);
  expect(answer.read(eventsAuditSchema)).toEqual({
    groups: [
      {
        group: 'ledger',
        state: 'Stable',
        members: 2,
        topics: [{ topic: 'integration.booking.status', lag: 6, unconfirmed_partitions: 1 }],
      },
    ],
    under_replicated: [{ topic: 'integration.booking.status', partition: 0, replicas: 3, in_sync: 2 }],
    old_topics: [
      { topic: 'BookSucceeded', exists: true, records: 3 },
      { topic: 'Refunded', exists: false, records: 0 },
    ],
    moment_seconds: 2,
    read_at: expect.stringMatching(/^2026-10-28T/),
  });
});

test('says that the brokers cannot be asked, and why, while none is there', async () => {
  cluster.close();
  const { detail, retryable } = expectProblem(await api.ops(path), 'events_unavailable');
  expect([detail, retryable]).toEqual([
    'The brokers of KAFKA_BROKERS could not be asked: unreachable.',
    true,
  ]);
});
