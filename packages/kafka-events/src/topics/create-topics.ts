/** Makes the topics that are missing, and compares those that are there; what differs is told and left as it is. */
import { type Admin, ConfigResourceTypes, findErrorBy } from '@platformatic/kafka';
import type { KafkaConnection } from '../connection.ts';
import {
  differencesOf,
  type FoundTopic,
  type PlannedTopic,
  planTopics,
  type TopicDifference,
} from './topic-plan.ts';
import { withAdmin } from './with-admin.ts';

/** What became of a topic. Of one that differs nothing was changed: partitions move keys, and retention deletes. */
export type TopicReport = {
  readonly topic: string;
  readonly state: 'created' | 'as_planned' | 'differs';
  readonly differences: readonly TopicDifference[];
};

const settingsOf = async (
  admin: Admin,
  { name, settings }: PlannedTopic,
): Promise<Record<string, string>> => {
  const resource = {
    resourceType: ConfigResourceTypes.TOPIC,
    resourceName: name,
    configurationKeys: Object.keys(settings),
  };
  const described = await admin.describeConfigs({ resources: [resource] });
  const configs = described.flatMap((one) => one.configs);
  return Object.fromEntries(configs.flatMap(({ name: key, value }) => (value == null ? [] : [[key, value]])));
};

const find = async (admin: Admin, planned: PlannedTopic): Promise<FoundTopic> => {
  const { topics } = await admin.metadata({ topics: [planned.name], forceUpdate: true });
  const partitions = topics.get(planned.name)?.partitions ?? [];
  return {
    partitions: partitions.length,
    replicationFactor: Math.min(...partitions.map(({ replicas }) => replicas.length)),
    settings: await settingsOf(admin, planned),
  };
};

/** Creates a topic; false when somebody else was first. */
const create = async (admin: Admin, { name, ...topic }: PlannedTopic): Promise<boolean> => {
  const configs = Object.entries(topic.settings).map(([key, value]) => ({ name: key, value }));
  const wanted = { topic: name, partitions: topic.partitions, replicas: topic.replicationFactor };
  try {
    await admin.createTopics({ topics: [wanted], configs });
    return true;
  } catch (error) {
    if (error instanceof Error && findErrorBy(error, 'apiId', 'TOPIC_ALREADY_EXISTS') !== null) return false;
    throw error;
  }
};

const report = async (admin: Admin, planned: PlannedTopic, isThere: boolean): Promise<TopicReport> => {
  const topic = planned.name;
  if (!isThere && (await create(admin, planned))) return { topic, state: 'created', differences: [] };
  const differences = differencesOf(planned, await find(admin, planned));
  return { topic, state: differences.length === 0 ? 'as_planned' : 'differs', differences };
};

/**
 * Creates what is missing of the table; may be run again and again. `replicationFactor` is for clusters with fewer than three
 * brokers.
 *
 * @throws KafkaFailure
 */
export const createTopics = (
  connection: KafkaConnection,
  { replicationFactor }: { readonly replicationFactor?: number } = {},
): Promise<TopicReport[]> =>
  withAdmin(connection, async (admin) => {
    const there = await admin.listTopics();
    const reports: TopicReport[] = [];
    for (const planned of planTopics(replicationFactor))
      reports.push(await report(admin, planned, there.includes(planned.name)));
    return reports;
  });
