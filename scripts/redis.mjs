/**
 * A Redis for the tests: the one of `REDIS_URL`, else a throwaway `redis-server` or `valkey-server` on a free port.
 * As a command, `node scripts/redis.mjs` keeps one running and prints its URL; never skips, fails with a line that says what to do.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { aptInstall } from './lib/apt.mjs';
import { onEnd } from './lib/cleanup.mjs';
import { onPath } from './lib/on-path.mjs';
import { freePort, isListening, waitForPort } from './lib/port.mjs';
import { giveUp } from './lib/say.mjs';

const settings = [
  '--save',
  '',
  '--appendonly',
  'no',
  '--maxmemory-policy',
  'noeviction',
  '--bind',
  '127.0.0.1',
];

// The server and its folder go when our end of its stdin closes, so not even `kill -9` of this process leaves them behind.
const untilStdinCloses =
  'folder=$1; shift; "$@" </dev/null & server=$!; cat >/dev/null; kill "$server" 2>/dev/null; wait "$server"; rm -rf "$folder"';

const serverBinary = async () => {
  const found = onPath('redis-server', 'valkey-server') ?? (await aptInstall('redis-server', 'redis-server'));
  return (
    found ?? giveUp('No Redis: put redis-server or valkey-server (6.2 or newer) on PATH, or set REDIS_URL.')
  );
};

/** @param {string} url */
const assertReachable = async (url) => {
  const { hostname, port } = new URL(url);
  if (await isListening(hostname, Number(port || 6379))) return;
  giveUp(
    `REDIS_URL is set, but nothing listens on ${hostname}:${port || 6379}: start that Redis or unset REDIS_URL.`,
  );
};

/** @param {string} binary */
const startServer = async (binary) => {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-redis-'));
  const command = [binary, '--port', String(port), '--dir', folder, ...settings];
  const child = spawn('/bin/sh', ['-c', untilStdinCloses, 'sh', folder, ...command], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    log = (log + text).slice(-4_000);
  });
  const exited = new Promise((resolve) => child.once('close', resolve));
  const stop = () => {
    child.stdin.end();
    return exited;
  };
  void exited.then(onEnd(stop));
  if (await waitForPort('127.0.0.1', port, 10_000, () => child.exitCode === null)) {
    return { url: `redis://127.0.0.1:${port}`, stop };
  }
  return giveUp(`${binary} did not start:\n${log}`);
};

/**
 * Runs `use` with a Redis, and stops it afterwards when it was started here. The binary is always given: tests that
 * kill a Redis start their own.
 * @template T
 * @param {(redis: { url: string, binary: string }) => Promise<T>} use
 * @returns {Promise<T>}
 */
export const withRedis = async (use) => {
  const binary = await serverBinary();
  const given = process.env.REDIS_URL;
  if (given) {
    await assertReachable(given);
    return use({ url: given, binary });
  }
  const server = await startServer(binary);
  try {
    return await use({ url: server.url, binary });
  } finally {
    await server.stop();
  }
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await withRedis(async ({ url }) => {
    process.stdout.write(`${url}\n`);
    await new Promise(() => {}); // until a signal
  });
}
