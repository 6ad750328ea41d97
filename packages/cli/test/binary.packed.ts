/** The program as it is built, as a process: its environment, its pipe, its signals. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { checkKey } from '../src/commands/keys/key-hash.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { example, inspection } from './support/bodies.ts';
import { everyCommand } from './support/every-command.ts';
import { runCli } from './support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'partner-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));

const environment = (baseUrl: string) => ({
  PARTNER_CLI_BASE_URL: baseUrl,
  PARTNER_CLI_CLIENT_ID: 'acme',
  PARTNER_CLI_API_KEY: 'pgk_binary',
  PARTNER_CLI_OPS_BASE_URL: baseUrl,
  PARTNER_CLI_OPS_KEY: 'ops_binary',
});

const start = (line: string, baseUrl: string, env: Record<string, string> = environment(baseUrl)) => {
  const child = spawn(process.execPath, [bin, ...line.split(' ')], { env });
  const ended = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    ended.stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    ended.stderr += String(chunk);
  });
  const exit = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, ...ended })),
  );
  return { child, exit };
};

const search = 'search --from-poi THBKK --to-poi THKCG --date 2026-11-14 --json';

test('takes its settings from the environment and writes data only', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, example('search-response')));
  const { code, stdout, stderr } = await start(search, baseUrl).exit;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ complete: true });
  expect(asked[0]?.headers['x-api-key']).toBe('pgk_binary');
});

test('asks the ops API at the address of a profile in the XDG place, with the ops key of the environment', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, inspection));
  mkdirSync(join(folder, 'partner-cli'));
  const profiles = JSON.stringify({ staging: { ops_base_url: baseUrl, ops_key: 'ops_profile' } });
  writeFileSync(join(folder, 'partner-cli', 'profiles.json'), profiles, { mode: 0o600 });
  const { PARTNER_CLI_OPS_BASE_URL: _, ...others } = environment(baseUrl);
  const env = { ...others, XDG_CONFIG_HOME: folder, PARTNER_CLI_PROFILE: 'staging' };
  const { code, stdout } = await start('booking inspect BK-8451207', baseUrl, env).exit;
  expect(code).toBe(0);
  expect(stdout).toContain('approved');
  expect(asked[0]?.headers['x-ops-key']).toBe('ops_binary');
});

test('reads a key from its pipe, without the line break at its end', async () => {
  const { child, exit } = start('keys hash', 'http://127.0.0.1:1');
  child.stdin.end('gwk_piped\n');
  const { code, stdout } = await exit;
  expect(code).toBe(0);
  expect(checkKey('gwk_piped', stdout.trim(), Date.now())).toBe('fits');
});

test('ends quietly when its reader has left', async () => {
  const vast = { ...inspection, padding: 'x'.repeat(2_000_000) };
  const { baseUrl } = await answeringServer(json(200, vast));
  const { child, exit } = start('booking inspect BK-8451207 --json', baseUrl);
  child.stdout.destroy();
  const { code, stderr } = await exit;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('says in one line that its output cannot be written', async () => {
  const { baseUrl } = await answeringServer(json(200, inspection));
  const child = spawn(process.execPath, [bin, 'booking', 'inspect', 'BK-8451207', '--json'], {
    env: environment(baseUrl),
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  });
  const [[code], stderr] = await Promise.all([once(child, 'close'), text(child.stderr as Readable)]);
  expect({ code, stderr }).toEqual({ code: 70, stderr: 'The output cannot be written (ENOSPC).\n' });
});

test('ends quietly on Ctrl-C, with the code for it', async () => {
  let reached = (): void => {};
  const asked = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const { baseUrl } = await answeringServer(() => reached());
  const { child, exit } = start(search, baseUrl);
  await asked;
  child.kill('SIGINT');
  expect(await exit).toEqual({ code: 130, stdout: '', stderr: '' });
});

test('completes in bash every command and option of the help, every choice, and nothing after what is free', async () => {
  const script = join(folder, 'completion.bash');
  writeFileSync(script, (await runCli('completion bash')).stdout);
  const commands = await everyCommand();
  const offers = [
    ...commands.map(({ path, commands: below }) => [...path, below.length > 0 ? '' : '--']),
    ...commands.map(({ path }) => [...path, '--']),
    ['booking', 'resolve', '--as', 'not'],
    ['booking', 'resolve', '--as', '=', 'b'],
    ['booking', 'resolve', '--client', 'booking', '--cart', ''],
    ['find', 'booking', '--prof'],
    ['completion', ''],
  ];
  const offered = execFileSync('bash', ['--noprofile', '--norc', '-u'], {
    encoding: 'utf8',
    input: [
      `source '${script}'`,
      `offer() { COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=(stale); _partner_cli; echo "\${COMPREPLY[*]-}"; }`,
      ...offers.map((words) => `offer partner-cli ${words.map((word) => `'${word}'`).join(' ')}`),
    ].join('\n'),
  }).split('\n');
  expect(commands.length).toBeGreaterThan(20);
  expect(offered).toEqual([
    ...commands.map(({ commands: below, options }) => (below.length > 0 ? below : options).join(' ')),
    ...commands.map(({ options }) => options.join(' ')),
    'not-booked not-executed',
    'booked',
    '',
    '--profile',
    'bash zsh fish',
    '',
  ]);
});
