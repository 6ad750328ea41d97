/** The image that is deployed: built from the Dockerfile, started as a cluster starts it, and booked through. */
import { readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { healthSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { bookThrough } from '../crash/whole-booking.ts';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { besideSettings } from '../support/beside-settings.ts';
import { startRedis, stopAfterAll } from '../support/redis-gateway.ts';
import { build, buildah, cacheFolder, runTool } from './buildah.ts';
import { type Contained, configOf, type Root, runIn, unpack } from './container.ts';
import { ensureStandIn } from './stand-in.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 400_000 });
stopAfterAll();

const context = fileURLToPath(new URL('../../../../', import.meta.url));
const tag = 'localhost/partner-gateway:test';
const megabyte = 1_000_000;

let image: Awaited<ReturnType<typeof configOf>>;
let root: Root;
let api: Api;
let files: string;
let environment: Record<string, string>;
const running: Contained[] = [];

const bytesBelow = async (folder: string): Promise<number> =>
  Number.parseInt(await runTool('du', ['--summarize', '--bytes', folder]), 10);

const buildImage = async (): Promise<void> => {
  await mkdir(cacheFolder, { recursive: true });
  const [, base = ''] = /^ARG BASE_IMAGE=(\S+)/m.exec(readFileSync(`${context}/Dockerfile`, 'utf8')) ?? [];
  await ensureStandIn(base);
  const { NODE_EXTRA_CA_CERTS: authorities } = process.env;
  const secret = authorities === undefined ? [] : ['--secret', `id=authorities,src=${authorities}`];
  await build(context, { tag, args: [...secret, '--build-arg', 'VERSION=7.8.9'] });
};

/** What the gateway reads, where the user of the image can read it. */
const copyFiles = async (): Promise<Record<string, string>> => {
  files = await mkdtemp(join(tmpdir(), 'partner-gateway-files-'));
  const { CLIENTS_FILE, SECRETS_DIR, ...others } = besideSettings(api.config);
  await cp(CLIENTS_FILE ?? '', join(files, 'clients.json'));
  await cp(SECRETS_DIR ?? '', join(files, 'secrets'), { recursive: true });
  await writeFile(join(files, 'sealing-keys'), others.SEALING_KEYS ?? '');
  for (const entry of await readdir(files, { recursive: true, withFileTypes: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  await chmod(files, 0o755);
  const { SEALING_KEYS: _inFile, ...plain } = others;
  return {
    ...plain,
    CLIENTS_FILE: '/run/gateway/clients.json',
    SECRETS_DIR: '/run/gateway/secrets',
    SEALING_KEYS_FILE: '/run/gateway/sealing-keys',
    OPS_KEY_HASHES: `lan:read=sha256$salt$${'0'.repeat(64)}`,
    NOTIFICATION_SECRET: 'n'.repeat(32),
    TWELVEGO_CALLS_PER_MIN: '100000',
  };
};

beforeAll(async () => {
  const redis = await startRedis();
  // A store's memory covers confirms after two minutes: it grows old beside the build.
  api = await startApi({ now: Date.now(), environment: { STORE: 'redis', REDIS_URL: redis.url } });
  environment = { ...(await copyFiles()), REDIS_URL: redis.url };
  await buildImage();
  [image, root] = [await configOf(tag), await unpack(tag)];
});
afterAll(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await api?.close();
  await rm(files, { recursive: true, force: true });
  await root?.remove();
  if (image !== undefined) await buildah('rmi', tag);
});

const start = async (command: readonly string[], says: string, own: Record<string, string> = {}) => {
  const program = runIn(root, image, { files, command, environment: { ...environment, ...own } });
  running.push(program);
  const port = await until(() => {
    const line = program
      .output()
      .split('\n')
      .find((one) => one.includes(says));
    if (line === undefined) throw new Error(`it said: ${program.output()}`);
    return Number(/"port":(\d+)/.exec(line)?.[1]);
  });
  return { ...program, port, baseUrl: `http://127.0.0.1:${port}` };
};

/** What the kernel says of a process. */
const statusOf = ({ child }: Contained, name: string): string =>
  new RegExp(`^${name}:[\\t ]*(.*)$`, 'm').exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? '';

test('holds no more than 165 MB, its bill of materials, and no shell', async () => {
  const bytes = await bytesBelow(root.folder);
  process.stdout.write(`image: ${Math.round(bytes / megabyte)} MB unpacked\n`);
  expect(bytes).toBeLessThan(165 * megabyte);
  const bill = JSON.parse(readFileSync(join(root.folder, 'app/sbom.json'), 'utf8'));
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX' });
  expect(JSON.stringify(bill)).toMatch(/"name":"@?fastify"/);
  expect(await readdir(join(root.folder, 'app/packages'))).toEqual(['router', 'server']);
  expect(await readdir(root.folder)).not.toContain('bin');
  expect(image.Labels).toMatchObject({ 'org.opencontainers.image.version': '7.8.9' });
});

test('serves a whole booking on a root that cannot be written, as a user that is not root', async () => {
  const gateway = await start(image.Cmd, 'Listening');
  const health = await sendTo(gateway.baseUrl, 'GET', '/health');
  expect([health.status, health.read(healthSchema).version]).toEqual([200, '7.8.9']);
  expect([statusOf(gateway, 'Uid'), statusOf(gateway, 'Groups').trim()]).toEqual([
    '65532\t65532\t65532\t65532',
    '',
  ]);
  expect([statusOf(gateway, 'CapEff'), statusOf(gateway, 'NoNewPrivs')]).toEqual(['0'.repeat(16), '1']);
  const site = await sendTo(gateway.baseUrl, 'GET', '/docs/guides/seats');
  expect([site.status, site.text]).toEqual([200, expect.stringContaining('<h1 id="seats">Seats</h1>')]);
  expect((await sendTo(gateway.baseUrl, 'GET', '/docs/try-it.json')).text).toBe('{}');
  const [client] = api.clients;
  if (client === undefined) throw new Error('there is a client');
  await bookThrough(client, { cart: 1, baseUrl: () => gateway.baseUrl, cancels: true });
  expect((['reserve', 'confirm', 'refund'] as const).map((write) => api.executed(write))).toEqual([1, 1, 1]);
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended()).toBe(0);
});

test('starts the relay too, its client of Kafka with it, and its health check says how the program on its port is', async () => {
  const relay = await start(['dist/relay.js'], 'Relaying', { KAFKA_BROKERS: '127.0.0.1:9' });
  const ask = async (port: string): Promise<number | null> => {
    const [, , ...command] = image.Healthcheck.Test;
    return runIn(root, image, { files, command, environment: { PORT: port } }).ended();
  };
  expect(await ask(`${relay.port}`)).toBe(0);
  relay.child.kill('SIGTERM');
  expect(await relay.ended()).toBe(0);
  expect(await ask(`${relay.port}`)).toBe(1);
});

test('starts the router too', async () => {
  const own = { LEGACY_BASE_URL: 'http://127.0.0.1:9', GATEWAY_BASE_URL: 'http://127.0.0.1:8' };
  const router = await start(['../router/dist/router.js'], 'Routing', own);
  expect((await sendTo(router.baseUrl, 'GET', '/health')).read(healthSchema).version).toBe('7.8.9');
  router.child.kill('SIGTERM');
  expect(await router.ended()).toBe(0);
});

test('a write anywhere fails', async () => {
  for (const place of ['/', '/app', '/etc', '/app/packages/server/dist', '/run/gateway']) {
    const command = ['-e', `require('node:fs').writeFileSync('${place}/probe', '')`];
    const program = runIn(root, image, { files, command });
    expect([place, await program.ended(), program.output()]).toEqual([
      place,
      1,
      expect.stringContaining('EROFS'),
    ]);
  }
});
