/** Whether a Redis server may be trusted with booking writes: its settings are checked at start and every minute. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';

/** Why writes are off. `unreachable` is not a fault of settings, yet nothing can be promised either. */
export type SettingsFault = 'unreachable' | 'eviction_policy' | 'evicted_keys' | 'version_too_old';

export type SettingsReport = {
  /** Empty: writes are allowed. */
  faults: readonly SettingsFault[];
  /** The append-only file is off: a restart forgets every record, which is safe but costs carts. */
  appendOnlyOff: boolean;
};

export type RedisSettingsWatch = {
  check(): Promise<SettingsReport>;
  /** The last report; unreachable until the first check. */
  report(): SettingsReport;
  /** True while a setting makes the server unfit. An unreachable server is not: each write finds that out by itself. */
  areWritesOff(): boolean;
  /** Checks now and then every minute until `stop`. */
  start(everyMs?: number): void;
  stop(): void;
};

const OLDEST_VERSION = [6, 2] as const;
const EVERY_MS = 60_000;

const field = (info: string, name: string): string =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';

const isOld = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_VERSION[0] || (major === OLDEST_VERSION[0] && minor < OLDEST_VERSION[1]);
};

const judge = (info: {
  server: string;
  memory: string;
  stats: string;
  persistence: string;
}): SettingsReport => {
  const faults: SettingsFault[] = [];
  // Any other policy deletes records silently when memory is short: 1 of 1,000 survived a flood of cached searches.
  if (field(info.memory, 'maxmemory_policy') !== 'noeviction') faults.push('eviction_policy');
  if (field(info.stats, 'evicted_keys') !== '0') faults.push('evicted_keys');
  if (isOld(field(info.server, 'redis_version'))) faults.push('version_too_old');
  return { faults, appendOnlyOff: field(info.persistence, 'aof_enabled') !== '1' };
};

/**
 * Watches the settings of one server. Everything is read from `INFO`: managed servers often refuse `CONFIG GET`.
 *
 * @param onChange told of the first report and whenever the faults change.
 * @example
 * const settings = watchRedisSettings(redis, (report) => log(report.faults));
 * settings.start();
 */
export const watchRedisSettings = (
  redis: Redis,
  onChange: (report: SettingsReport) => void = () => {},
): RedisSettingsWatch => {
  let last: SettingsReport = { faults: ['unreachable'], appendOnlyOff: false };
  let known = false;
  let stopping: AbortController | undefined;

  const read = async (): Promise<SettingsReport> => {
    try {
      const sections = ['server', 'memory', 'stats', 'persistence'] as const;
      const [server, memory, stats, persistence] = await Promise.all(
        sections.map((section) => redis.info(section)),
      );
      return judge({
        server: server ?? '',
        memory: memory ?? '',
        stats: stats ?? '',
        persistence: persistence ?? '',
      });
    } catch {
      return { faults: ['unreachable'], appendOnlyOff: last.appendOnlyOff };
    }
  };

  const check = async (): Promise<SettingsReport> => {
    const report = await read();
    const changed = !known || report.faults.join() !== last.faults.join();
    // An unreachable server tells nothing new about its settings: what was wrong stays wrong.
    const kept = report.faults.includes('unreachable')
      ? last.faults.filter((fault) => fault !== 'unreachable')
      : [];
    last = { ...report, faults: [...report.faults, ...kept] };
    known = true;
    if (changed) onChange(last);
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
    areWritesOff: () => last.faults.some((fault) => fault !== 'unreachable'),
    start(everyMs = EVERY_MS) {
      if (stopping !== undefined) return;
      stopping = new AbortController();
      void loop(stopping.signal, everyMs);
    },
    stop() {
      stopping?.abort();
      stopping = undefined;
    },
  };
};
