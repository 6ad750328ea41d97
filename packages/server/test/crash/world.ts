/** Where a crash run happens: neighbours and Redis, the settings that all gateways share, and the gateways themselves. */
import { rmSync } from 'node:fs';
import { startProcess } from './processes.ts';
import { type RedisSet, startRedisSet } from './redis-set.ts';
import { writeRunFiles } from './settings.ts';

/** What answers the partners: the gateway, or one of the recipes that it replaces. */
export type Recipe = 'gateway' | 'simple' | 'lease';

export type WorldOptions = {
  readonly recipe: Recipe;
  readonly gateways: number;
  /** Replicas of the primary; two where it is to fail over. */
  readonly replicas?: number;
  readonly faultShare: number;
  readonly seed: number;
};

export type World = {
  readonly clientId: string;
  readonly apiKey: string;
  readonly redis: RedisSet;
  readonly sandboxUrl: string;
  readonly faultsUrl: string;
  baseUrl(index: number): string;
  /** Kills a gateway with signal 9 and starts another in its place. */
  replaceGateway(index: number): Promise<void>;
  /** The 12go cart behind a booking token. */
  cartOf(token: string): string;
  close(): Promise<void>;
};

const scripts = {
  gateway: new URL('./gateway-process.ts', import.meta.url),
  recipe: new URL('./recipe-process.ts', import.meta.url),
  upstream: new URL('./upstream-process.ts', import.meta.url),
};

/** Starts everything. */
export const startWorld = async (options: WorldOptions): Promise<World> => {
  const { recipe, gateways, replicas = 0, faultShare, seed } = options;
  const redis = await startRedisSet(gateways, replicas);
  const upstream = await startProcess(scripts.upstream, 'demo', String(faultShare), String(seed));
  const { folder, client, ...files } = writeRunFiles(upstream);
  const settingsFiles = Array.from({ length: gateways }, (_, index) =>
    files.settingsFile({ REDIS_URL: redis.linkUrl(index), REDIS_NODES: String(replicas + 1) }),
  );
  const start = (index: number) => {
    const settingsFile = settingsFiles[index] ?? '';
    return recipe === 'gateway'
      ? startProcess(scripts.gateway, settingsFile)
      : startProcess(scripts.recipe, settingsFile, recipe);
  };
  const running = await Promise.all(settingsFiles.map((_, index) => start(index)));
  const { sandboxUrl = '', faultsUrl = '' } = upstream.where;
  return {
    clientId: client.clientId,
    apiKey: client.apiKey,
    redis,
    sandboxUrl,
    faultsUrl,
    baseUrl: (index) => running[index]?.where.baseUrl ?? '',
    async replaceGateway(index) {
      await running[index]?.kill();
      running[index] = await start(index);
    },
    cartOf: recipe === 'gateway' ? files.cartOf : (token) => token,
    async close() {
      await Promise.all([...running, upstream].map((child) => child.kill()));
      await redis.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
