/** Two gateways on one Redis whose keys, secrets and logins stand in files, and the hands that change them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashApiKey } from '@partner-gateway/api-keys';
import { type RedisServer, startRedisServer } from '../../../write-guard/test/support/redis.ts';
import { onRedis, portOf } from '../../../write-guard/test/support/replica-set.ts';
import { type EmbeddedGateway, startEmbedded } from '../../embedded/start.ts';
import { type KeyDoor, openKeyDoor } from './twelvego-keys.ts';

export type Place = {
  readonly gateways: readonly [EmbeddedGateway, EmbeddedGateway];
  readonly door: KeyDoor;
  /** The client that books, and keys that it may be given. */
  readonly clientId: string;
  writeSealingKeys(ring: readonly string[]): void;
  writeClientKeys(apiKeys: readonly string[]): void;
  writeTwelveGoKey(key: string): void;
  writeNotificationSecrets(secrets: readonly string[]): void;
  /** Runs an ACL command for the user of the gateways, with the rules given. */
  ruleRedis(...rules: readonly string[]): Promise<void>;
  /** Ends every connection to Redis but the one that asks. */
  cutRedis(): Promise<void>;
  writeRedisPassword(password: string): void;
  /** One gateway looks at its files: whether it took all over. */
  reload(index: 0 | 1): Promise<boolean>;
  close(): Promise<void>;
};

export const key = (id: string, byte: number): string => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;

/** What the place begins with. */
export const first = { sealing: key('k1', 1), client: 'gwk_first', twelveGo: '12go-first', redis: 'first' };

/** Confirms wait for so long, since nobody knows what came before a new Redis. */
const settleMs = 200;

/** What was started last ends first. */
const closing = () => {
  const closers: (() => unknown)[] = [];
  return {
    closers,
    async close() {
      for (const closer of closers.splice(0).reverse()) await closer();
    },
  };
};

const ruleUser = (redis: RedisServer, rules: readonly string[]): Promise<unknown> =>
  onRedis(redis.url, (direct) => direct.call('ACL', 'SETUSER', 'gateway', ...rules));

/** Starts it. */
export const startPlace = async (): Promise<Place> => {
  const { closers, close } = closing();
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-rotations-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  const put = (name: string, text: string): string => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const redis = await startRedisServer();
  closers.push(() => redis.remove());
  await ruleUser(redis, ['on', `>${first.redis}`, '~*', '&*', '+@all']);
  const neighbours = await startEmbedded({ now: Date.now() });
  closers.push(() => neighbours.close());
  const [client] = neighbours.clients;
  const door = await openKeyDoor(neighbours.sandboxUrl, client.upstreamKey);
  closers.push(door.close);
  door.opens.add(first.twelveGo);

  const { clientId } = client;
  const writeClientKeys = (apiKeys: readonly string[]) => {
    const hashes = apiKeys.map((apiKey) => hashApiKey(apiKey, clientId));
    return put('clients.json', JSON.stringify({ clients: [{ ...client.settings, api_key_hashes: hashes }] }));
  };
  const writeRedisPassword = (password: string) => {
    const address = `redis://gateway:${password}@127.0.0.1:${portOf(redis)}`;
    return [put('redis', `${address}/0`), put('journal', `${address}/1`)] as const;
  };
  const [redisFile, journalFile] = writeRedisPassword(first.redis);
  put(`secrets/12go/${clientId}`, first.twelveGo);
  const environment = {
    STORE: 'redis',
    REDIS_URL_FILE: redisFile,
    JOURNAL_REDIS_URL_FILE: journalFile,
    SEALING_KEYS_FILE: put('sealing', first.sealing),
    CLIENTS_FILE: writeClientKeys([first.client]),
    SECRETS_DIR: join(folder, 'secrets'),
    NOTIFICATION_SECRET_FILE: put('notifications', 'a secret of no meaning'),
    SECRETS_REFRESH_SECONDS: '3600',
    BOOKING_ID_SECRET: Buffer.alloc(32, 9).toString('base64'),
    TWELVEGO_BASE_URL: door.url,
    FUJI_BASE_URL: neighbours.config.FUJI_BASE_URL,
    RATES_URL: `${neighbours.config.FUJI_BASE_URL}/rates`,
    CREDIT_LINE_URL: neighbours.config.CREDIT_LINE_URL,
  };
  const start = async (): Promise<EmbeddedGateway> => {
    const gateway = await startEmbedded({
      now: Date.now(),
      environment,
      timing: { writeProtocol: { settleMs } },
    });
    closers.push(() => gateway.close());
    return gateway;
  };
  const gateways = [await start(), await start()] as const;
  await sleep(2 * settleMs);
  return {
    gateways,
    door,
    clientId,
    writeSealingKeys: (ring) => void put('sealing', ring.join(',')),
    writeClientKeys: (apiKeys) => void writeClientKeys(apiKeys),
    writeTwelveGoKey: (twelveGoKey) => void put(`secrets/12go/${clientId}`, twelveGoKey),
    writeNotificationSecrets: (secrets) => void put('notifications', secrets.join(',')),
    ruleRedis: async (...rules) => void (await ruleUser(redis, rules)),
    cutRedis: async () =>
      void (await onRedis(redis.url, (direct) => direct.call('CLIENT', 'KILL', 'USER', 'gateway'))),
    writeRedisPassword: (password) => void writeRedisPassword(password),
    async reload(index) {
      const { secrets, clients } = gateways[index].gateway.parts.copies;
      return (await Promise.all([secrets.refresh(), clients.refresh()])).every((isTaken) => isTaken);
    },
    close,
  };
};
