/** The throwaway Redis of the tests never outlives the process that asked for it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { isListening } from '../scripts/lib/port.mjs';
import { killGroup } from '../scripts/lib/run.mjs';

const script = new URL('../scripts/redis.mjs', import.meta.url).pathname;
const { REDIS_URL: _given, ...environment } = process.env;
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) killGroup(child, 'SIGKILL');
});

/** Starts a program that prints a Redis URL, and waits for it. */
const startRedis = async (command: string, args: string[], env: NodeJS.ProcessEnv = environment) => {
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  const [text] = await once(child.stdout.setEncoding('utf8'), 'data');
  const port = Number(new URL(String(text).trim()).port);
  expect(await isListening('127.0.0.1', port)).toBe(true);
  return { child, port };
};

const expectClosed = async (port: number) => {
  await vi.waitFor(async () => expect(await isListening('127.0.0.1', port)).toBe(false), { timeout: 5_000 });
};

test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)('ends with its starter on %s', async (signal) => {
  const { child, port } = await startRedis(process.execPath, [script]);
  child.kill(signal);
  await expectClosed(port);
});

test('ends when npm is killed, although npm leaves its shell and its script behind', async () => {
  const npm = `require('node:child_process').spawn('/bin/sh', ['-c', '"$0" "${script}"; exit $?', process.execPath], { stdio: 'inherit' })`;
  const { child, port } = await startRedis(process.execPath, ['-e', npm], {
    ...environment,
    npm_lifecycle_event: 'test',
  });
  child.kill('SIGKILL');
  await expectClosed(port);
});

test('says what to do when REDIS_URL leads nowhere', async () => {
  const child = spawn(process.execPath, [script], {
    env: { ...environment, REDIS_URL: 'redis://127.0.0.1:1' },
  });
  started.push(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(stderr).toContain('start that Redis or unset REDIS_URL');
});
