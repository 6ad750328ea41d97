/** The program for topics, run as a person runs it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminCluster, startAdminCluster } from './support/admin-cluster.ts';

const program = fileURLToPath(new URL('../scripts/kafka-topics.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kafka-topics-'));
let cluster: AdminCluster;

beforeAll(async () => {
  cluster = await startAdminCluster({ login: { username: 'gateway', password: 'hunter2' } });
});
afterAll(() => {
  cluster.close();
  rmSync(folder, { recursive: true });
});

const fileOf = (name: string, content: object): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};

const run = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const flags = ['--conditions=@partner-gateway/source', '--no-warnings', program, ...args];
    execFile(process.execPath, flags, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

const connectionFile = (password: string): string =>
  fileOf(`${password}.json`, {
    brokers: [cluster.address],
    sasl: { mechanism: 'plain', username: 'gateway', password },
  });
const legacyTopics = () => fileOf('old.json', { 'booking.reserved': ['BookSucceeded'] });

test('kafka-topics says in words what was made, what differs and who is behind, and by its code whether all is well', async () => {
  cluster.topics.set('BookSucceeded', {
    partitions: 1,
    replicas: 2,
    inSync: 1,
    settings: {},
    ends: [9n],
    grows: 3n,
  });
  cluster.topics.set('integration.config', { partitions: 1, replicas: 3, settings: {}, ends: [0n] });
  cluster.groups.set('twelvego', { members: 1, offsets: { BookSucceeded: [4n] } });
  const connection = connectionFile('hunter2');
  const [created, wrongLogin] = await Promise.all([
    run('create', '--connection', connection),
    run('create', '--connection', connectionFile('wrong')),
  ]);
  expect(created.code).toBe(1);
  expect(created.out).toContain('booking.lifecycle: created\n');
  expect(created.out).toContain(
    'integration.config: differs\n  cleanup.policy is not told, planned is compact; left as it is\n',
  );
  expect(wrongLogin).toEqual({ code: 1, out: '', err: 'kafka-topics: Kafka: auth\n' });

  const audited = await run(
    'audit',
    '--connection',
    connection,
    '--legacy-topics',
    legacyTopics(),
    '--seconds',
    '1',
  );
  expect(audited).toEqual({
    code: 1,
    err: '',
    out: [
      'Consumer groups: 1',
      '  twelvego: Stable, 1 members',
      '    BookSucceeded: 8 behind, nothing confirmed in 0 partitions',
      'Partitions that lack a copy: 1',
      '  BookSucceeded 0: 1 of 2 in step',
      'Old topics, within 1 s:',
      '  BookSucceeded: 6 records',
      '',
    ].join('\n'),
  });
});

test('kafka-topics says what is wrong with its call, and shows no secret', async () => {
  const broken = fileOf('broken.json', {
    brokers: ['nowhere'],
    sasl: { mechanism: 'md5', username: 'gateway', password: 'hunter2' },
  });
  const [none, noFile, bad, commands] = await Promise.all([
    run(),
    run('create'),
    run('create', '--connection', broken),
    run('commands', '--replication-factor', '1'),
  ]);
  expect([none.code, none.err]).toEqual([2, 'kafka-topics: commands, create or audit?\n']);
  expect([noFile.code, noFile.err]).toEqual([2, 'kafka-topics: --connection FILE is missing\n']);
  expect(bad.code).toBe(2);
  expect(bad.err).toMatch(/brokers\.0 is not host:port; sasl\.mechanism /);
  expect(bad.err).not.toContain('hunter2');
  expect(commands.out.trim().split('\n')).toHaveLength(5);
});
