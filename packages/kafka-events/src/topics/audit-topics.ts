/** Who reads which topic and how far behind, which partitions lack a copy, and which old topics are still written to. */
import type { Admin, ClusterTopicMetadata } from '@platformatic/kafka';
import type { KafkaConnection } from '../connection.ts';
import { growthOf, lagsOf, readEndOffsets, type TopicLag } from './offsets.ts';
import { withAdmin } from './with-admin.ts';

/** A consumer group. */
export type GroupAudit = {
  readonly group: string;
  /** Kafka's own word, such as `Stable` or `Empty`. */
  readonly state: string;
  readonly members: number;
  readonly topics: readonly TopicLag[];
};

/** A partition with fewer copies in step than it should have. */
export type UnderReplicated = {
  readonly topic: string;
  readonly partition: number;
  readonly replicas: number;
  readonly inSync: number;
};

export type TopicAudit = {
  readonly groups: readonly GroupAudit[];
  readonly underReplicated: readonly UnderReplicated[];
  /** Records that reached each old topic in the moment; after dual write ended, more than none is a rogue producer's. */
  readonly oldTopics: readonly {
    readonly topic: string;
    readonly exists: boolean;
    readonly records: number;
  }[];
};

export type AuditOptions = {
  /** Topics that are to go. */
  readonly oldTopics: readonly string[];
  /** Between the two looks at the old topics. Default 10 s. */
  readonly momentMs?: number;
  readonly sleep: (ms: number) => Promise<void>;
};

const underReplicatedOf = (topics: ReadonlyMap<string, ClusterTopicMetadata>): UnderReplicated[] =>
  [...topics].flatMap(([topic, { partitions }]) =>
    partitions.flatMap(({ replicas, isr }, partition) =>
      isr.length < replicas.length
        ? [{ topic, partition, replicas: replicas.length, inSync: isr.length }]
        : [],
    ),
  );

const groupsOf = async (admin: Admin, partitionsOf: ReadonlyMap<string, number>): Promise<GroupAudit[]> => {
  const ids = [...(await admin.listGroups()).keys()].toSorted();
  if (ids.length === 0) return [];
  const described = await admin.describeGroups({ groups: ids });
  const offsets = await admin.listConsumerGroupOffsets({ groups: ids });
  const read = new Set(offsets.flatMap(({ topics }) => topics.map(({ name }) => name)));
  const ends = await readEndOffsets(admin, new Map([...partitionsOf].filter(([name]) => read.has(name))));
  return ids.map((group) => ({
    group,
    state: described.get(group)?.state ?? 'Unknown',
    members: described.get(group)?.members.size ?? 0,
    topics: lagsOf(offsets.find(({ groupId }) => groupId === group) ?? { topics: [] }, ends),
  }));
};

/**
 * Looks at the cluster, changes nothing; takes the moment.
 *
 * @throws KafkaFailure
 */
export const auditTopics = (
  connection: KafkaConnection,
  { oldTopics, momentMs = 10_000, sleep }: AuditOptions,
): Promise<TopicAudit> =>
  withAdmin(connection, async (admin) => {
    const { topics } = await admin.metadata({ topics: await admin.listTopics(), forceUpdate: true });
    const partitionsOf = new Map([...topics].map(([name, { partitionsCount }]) => [name, partitionsCount]));
    const old = new Map([...partitionsOf].filter(([name]) => oldTopics.includes(name)));
    const before = await readEndOffsets(admin, old);
    const groups = await groupsOf(admin, partitionsOf);
    await sleep(momentMs);
    const after = await readEndOffsets(admin, old);
    return {
      groups,
      underReplicated: underReplicatedOf(topics),
      oldTopics: oldTopics.map((topic) => ({
        topic,
        exists: old.has(topic),
        records: growthOf(topic, before, after),
      })),
    };
  });
