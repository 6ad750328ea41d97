/** Whether a Redis may be trusted with guarded writes: role, settings, memory and replicas, at start and every few seconds. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, type Redis } from 'ioredis';
import type { RedisClient } from './client.ts';

/** Why writes are off. `unreachable` is not a fault of settings, yet nothing can be promised either. */
export type SettingsFault =
  | 'unreachable'
  | 'not_a_primary'
  | 'cluster_node'
  | 'not_a_cluster'
  | 'eviction_policy'
  | 'evicted_keys'
  | 'version_too_old'
  | 'memory_full';

/** What does not stop writes, but should be mended. */
export type SettingsWarning =
  | 'append_only_off'
  | 'memory_nearly_full'
  | 'no_min_replicas'
  | 'undeclared_replicas';

export type SettingsReport = {
  /** Empty: writes are allowed. */
  readonly faults: readonly SettingsFault[];
  readonly warnings: readonly SettingsWarning[];
  /** Nodes that hold the data now, the primary included; of a cluster the fewest of any shard. */
  readonly nodes: number;
};

export type RedisSettingsWatch = {
  check(): Promise<SettingsReport>;
  /** The last report; unreachable until the first check on the present connection. */
  report(): SettingsReport;
  /** Checks now and then every few seconds until `stop`. */
  start(everyMs?: number): void;
  stop(): void;
};

export type RedisSettingsOptions = {
  /** Nodes that hold each record, the primary included, as declared. Default: as many as there are. */
  readonly nodes?: number | undefined;
  /** Told of the first report and whenever it changes. */
  readonly onChange?: (report: SettingsReport) => void;
};

const oldestVersion = [6, 2] as const;
const everyDefaultMs = 5_000;
const nearlyFull = 0.9;

const field = (info: string, name: string): string =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';

const isOld = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < oldestVersion[0] || (major === oldestVersion[0] && minor < oldestVersion[1]);
};

type Declared = { readonly nodes: number | undefined; readonly isCluster: boolean };

const judge = (info: string, { nodes: declared, isCluster }: Declared): SettingsReport => {
  const nodes = 1 + Number(field(info, 'connected_slaves'));
  const memoryMax = Number(field(info, 'maxmemory'));
  const filled = memoryMax === 0 ? 0 : Number(field(info, 'used_memory')) / memoryMax;
  const isClusterNode = field(info, 'cluster_enabled') === '1';
  const faults: readonly (readonly [SettingsFault, boolean])[] = [
    ['not_a_primary', field(info, 'role') !== 'master'],
    ['cluster_node', isClusterNode && !isCluster],
    ['not_a_cluster', !isClusterNode && isCluster],
    // Any other policy deletes records silently when memory is short: 1 of 1,000 survived a flood of cached searches.
    ['eviction_policy', field(info, 'maxmemory_policy') !== 'noeviction'],
    ['evicted_keys', field(info, 'evicted_keys') !== '0'],
    ['version_too_old', isOld(field(info, 'redis_version'))],
    ['memory_full', filled >= 1],
  ];
  const warnings: readonly (readonly [SettingsWarning, boolean])[] = [
    ['append_only_off', field(info, 'aof_enabled') !== '1'],
    ['memory_nearly_full', filled >= nearlyFull && filled < 1],
    ['no_min_replicas', (declared ?? nodes) > 1 && field(info, 'min_slaves_good_slaves') === ''],
    // What was declared is believed; that it is fewer than there are is told.
    ['undeclared_replicas', declared !== undefined && nodes > declared],
  ];
  const those = <Name>(rows: readonly (readonly [Name, boolean])[]): Name[] =>
    rows.flatMap(([name, holds]) => (holds ? [name] : []));
  return { faults: those(faults), warnings: those(warnings), nodes };
};

const merge = (reports: readonly SettingsReport[]): SettingsReport => ({
  faults: [...new Set(reports.flatMap(({ faults }) => faults))],
  warnings: [...new Set(reports.flatMap(({ warnings }) => warnings))],
  nodes: Math.min(...reports.map(({ nodes }) => nodes)),
});

const primariesOf = (redis: RedisClient): readonly Redis[] =>
  redis instanceof Cluster ? redis.nodes('master') : [redis];

const unreachable: SettingsReport = { faults: ['unreachable'], warnings: [], nodes: 0 };

/**
 * Watches a server, or every primary of a cluster. All is read from `INFO`: managed servers often refuse `CONFIG GET`.
 *
 * @example
 * const settings = watchRedisSettings(redis, { nodes: 3, onChange: (report) => log(report.faults) });
 * settings.start();
 */
export const watchRedisSettings = (
  redis: RedisClient,
  { nodes, onChange = () => {} }: RedisSettingsOptions = {},
): RedisSettingsWatch => {
  let last = unreachable;
  let told: string | undefined;
  let stopping: AbortController | undefined;
  // Whoever answers next may be another server.
  redis.on('close', () => {
    last = unreachable;
  });

  const read = async (): Promise<SettingsReport> => {
    const isCluster = redis instanceof Cluster;
    const asked = await Promise.allSettled(primariesOf(redis).map((primary) => primary.info()));
    const infos = asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    // A node that is away, or was just demoted, is of its own clients only: their commands find out by themselves.
    const judged = isCluster ? infos.filter((info) => field(info, 'role') === 'master') : infos;
    return judged.length === 0 ? unreachable : merge(judged.map((info) => judge(info, { nodes, isCluster })));
  };

  const check = async (): Promise<SettingsReport> => {
    last = await read();
    const text = JSON.stringify(last);
    if (text !== told) onChange(last);
    told = text;
    return last;
  };

  const loop = async (signal: AbortSignal, everyMs: number): Promise<void> => {
    while (!signal.aborted) {
      await check();
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => {});
    }
  };

  return {
    check,
    report: () => last,
    start(everyMs = everyDefaultMs) {
      if (stopping !== undefined) return;
      stopping = new AbortController();
      redis.on('ready', () => void check());
      void loop(stopping.signal, everyMs);
    },
    stop() {
      stopping?.abort();
      stopping = undefined;
    },
  };
};
