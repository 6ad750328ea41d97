/**
 * Makes and audits the topics of events: `pnpm kafka-topics commands`, `pnpm kafka-topics create --connection FILE`,
 * `pnpm kafka-topics audit --connection FILE --legacy-topics FILE`. What has a secret is in a file, never on the command line.
 * Exits 1 where topics differ, copies are missing or Kafka failed, 2 when it is called wrongly.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  auditTopics,
  createTopics,
  type KafkaConnection,
  KafkaFailure,
  kafkaTopicsCommands,
  readLegacyTopics,
  type TopicAudit,
  type TopicReport,
} from '@partner-gateway/kafka-events';
import { z } from 'zod';

const connectionSchema = z.strictObject({
  brokers: z.array(z.string().regex(/^[^\s:]+:\d{1,5}$/, 'is not host:port')).min(1),
  clientName: z.string().regex(/^\S+$/, 'has blanks').default('kafka-topics'),
  sasl: z
    .strictObject({
      mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
      username: z.string().min(1),
      password: z.string().min(1),
    })
    .optional(),
  tls: z.union([z.boolean(), z.strictObject({ caFile: z.string().min(1) })]).default(false),
});

/** Called wrongly; the message is for the person. */
class WrongCall extends Error {}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const textOf = (path: string | undefined, option: string): string => {
  if (path === undefined) throw new WrongCall(`--${option} FILE is missing`);
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new WrongCall(`--${option}: ${path} cannot be read`);
  }
};

const jsonOf = (text: string, option: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new WrongCall(`--${option}: is not JSON`);
  }
};

const readConnection = (path: string | undefined): KafkaConnection => {
  const read = connectionSchema.safeParse(jsonOf(textOf(path, 'connection'), 'connection'));
  if (!read.success) {
    const problems = read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new WrongCall(`--connection: ${problems.join('; ')}`);
  }
  const { tls, sasl, ...connection } = read.data;
  return {
    ...connection,
    ...(sasl !== undefined && { sasl }),
    ...(tls !== false && { tls: tls === true ? {} : { ca: textOf(tls.caFile, 'connection') } }),
  };
};

const readOldTopics = (path: string | undefined): string[] => {
  const read = readLegacyTopics(textOf(path, 'legacy-topics'));
  if (!read.ok) throw new WrongCall(`--legacy-topics: ${read.problems.join(' ')}`);
  return [...new Set(Object.values(read.topics).flat())].toSorted();
};

const countOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new WrongCall(`--${name}: ${text} is not a number above 0`);
  return Number(text);
};

const printReports = (reports: readonly TopicReport[]): void => {
  for (const { topic, state, differences } of reports) {
    print(`${topic}: ${state.replaceAll('_', ' ')}`);
    for (const { setting, wanted, found } of differences)
      print(`  ${setting} is ${found ?? 'not told'}, planned is ${wanted}; left as it is`);
  }
};

const printAudit = ({ groups, underReplicated, oldTopics }: TopicAudit, seconds: number): void => {
  print(groups.length === 0 ? 'No consumer groups' : `Consumer groups: ${groups.length}`);
  for (const { group, state, members, topics } of groups) {
    print(`  ${group}: ${state}, ${members} members`);
    for (const { topic, lag, unconfirmedPartitions } of topics)
      print(`    ${topic}: ${lag} behind, nothing confirmed in ${unconfirmedPartitions} partitions`);
  }
  print(`Partitions that lack a copy: ${underReplicated.length}`);
  for (const { topic, partition, replicas, inSync } of underReplicated)
    print(`  ${topic} ${partition}: ${inSync} of ${replicas} in step`);
  print(`Old topics, within ${seconds} s:`);
  for (const { topic, exists, records } of oldTopics)
    print(`  ${topic}: ${exists ? `${records} records` : 'is not there'}`);
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    connection: { type: 'string' },
    'legacy-topics': { type: 'string' },
    'replication-factor': { type: 'string' },
    seconds: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const create = async (): Promise<boolean> => {
  const replicationFactor = countOf('replication-factor', values['replication-factor']);
  const reports = await createTopics(readConnection(values.connection), {
    ...(replicationFactor !== undefined && { replicationFactor }),
  });
  if (values.json) print(JSON.stringify(reports));
  else printReports(reports);
  return reports.every(({ state }) => state !== 'differs');
};

const audit = async (): Promise<boolean> => {
  const seconds = countOf('seconds', values.seconds) ?? 10;
  const oldTopics = readOldTopics(values['legacy-topics']);
  const found = await auditTopics(readConnection(values.connection), {
    oldTopics,
    momentMs: seconds * 1_000,
    sleep: (ms) => sleep(ms),
  });
  if (values.json) print(JSON.stringify(found));
  else printAudit(found, seconds);
  return found.underReplicated.length === 0;
};

const commands = async (): Promise<boolean> => {
  for (const line of kafkaTopicsCommands(countOf('replication-factor', values['replication-factor'])))
    print(line);
  return true;
};

const programs: Readonly<Record<string, () => Promise<boolean>>> = { commands, create, audit };

try {
  const program = programs[positionals[0] ?? ''];
  if (program === undefined) throw new WrongCall('commands, create or audit?');
  process.exitCode = (await program()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof WrongCall) && !(error instanceof KafkaFailure)) throw error;
  process.stderr.write(`kafka-topics: ${error.message}\n`);
  process.exitCode = error instanceof WrongCall ? 2 : 1;
}
