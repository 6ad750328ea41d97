/** Where a crash run happens: neighbours and Redis, the settings that all gateways share, and the gateways themselves. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createDemoClients } from '../../embedded/demo-clients.ts';
import { parseKeyRing } from '../../src/tokens/key-ring.ts';
import { createTokens } from '../../src/tokens/payloads.ts';
import { createBoxes } from '../../src/tokens/seal.ts';
import { type RedisServer, startRedisServer } from '../support/redis.ts';
import { type Running, startProcess } from './processes.ts';

/** What answers the partners: the gateway, or one of the recipes that it replaces. */
export type Recipe = 'gateway' | 'simple' | 'lease';

export type WorldOptions = {
  readonly recipe: Recipe;
  readonly gateways: number;
  readonly faultShare: number;
  readonly seed: number;
};

export type World = {
  readonly clientId: string;
  readonly apiKey: string;
  readonly redis: RedisServer;
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

const randomKey = (): string => randomBytes(24).toString('hex');

const writeSettings = (folder: string, redisUrl: string, { where }: Running) => {
  const [client] = createDemoClients(randomKey);
  const sealingKeys = `k1:${randomBytes(32).toString('base64')}`;
  const put = (path: string, text: string): string => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: 0o600 });
    return join(folder, path);
  };
  const rate_limits = { search_per_min: 1_000_000, booking_per_min: 1_000_000 };
  const settings = { ...client.settings, itinerary_id_mode: 'plain', rate_limits };
  put(`secrets/12go/${client.clientId}`, client.upstreamKey);
  const settingsFile = put(
    'settings.json',
    JSON.stringify({
      HOST: '127.0.0.1',
      PORT: '0',
      OPS_PORT: '0',
      LOG_LEVEL: 'silent',
      CLIENTS_FILE: put('clients.json', JSON.stringify({ clients: [settings] })),
      SECRETS_DIR: join(folder, 'secrets'),
      SEALING_KEYS: sealingKeys,
      BOOKING_ID_SECRET: randomBytes(32).toString('base64'),
      REDIS_URL: redisUrl,
      TWELVEGO_BASE_URL: where.sandboxUrl,
      RESERVE_LOOK_UP: 'by_cart',
      FUJI_BASE_URL: where.fujiUrl,
      RATES_URL: `${where.fujiUrl}/rates`,
      CREDIT_LINE_URL: where.creditUrl,
    }),
  );
  return { client, settingsFile, sealingKeys };
};

const cartReader = (recipe: Recipe, sealingKeys: string, clientId: string) => {
  const { booking } = createTokens(createBoxes(parseKeyRing(sealingKeys)));
  return (token: string): string =>
    recipe === 'gateway' ? booking.open(token, { clientId, nowSeconds: Date.now() / 1000 }).cid : token;
};

/** Starts everything. */
export const startWorld = async ({ recipe, gateways, faultShare, seed }: WorldOptions): Promise<World> => {
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-crash-'));
  const redis = await startRedisServer();
  const upstream = await startProcess(scripts.upstream, 'demo', String(faultShare), String(seed));
  const { client, settingsFile, sealingKeys } = writeSettings(folder, redis.url, upstream);
  const start = () =>
    recipe === 'gateway'
      ? startProcess(scripts.gateway, settingsFile)
      : startProcess(scripts.recipe, settingsFile, recipe);
  const running = await Promise.all(Array.from({ length: gateways }, start));
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
      running[index] = await start();
    },
    cartOf: cartReader(recipe, sealingKeys, client.clientId),
    async close() {
      await Promise.all([...running, upstream].map((child) => child.kill()));
      await redis.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
