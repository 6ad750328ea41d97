/** Every command that asks a gateway, in every way that can end: one table for all of them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exitCodes } from '../src/failure.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { problem } from './support/bodies.ts';
import { runCli } from './support/run-cli.ts';

/** As it has to be typed where nobody can be asked: with the name of the environment, the host here. */
const resolve = 'booking resolve --client acme --cart c8Kq2Zt1 --as not-booked --reason test';
const release =
  'locks release --client acme --session 00d1f3a97b2c4e58 --trip t --date 2026-12-05 --reason test';
const commandAt = (line: string, baseUrl: string): string =>
  [resolve, release].includes(line) ? `${line} --confirm-environment ${new URL(baseUrl).host}` : line;

const commands = [
  'find c-1',
  'booking inspect BK-8451207-7GQ2M',
  'booking open',
  'outcomes list',
  resolve,
  'doctor',
  'logs tail BK-8451207-7GQ2M --client acme',
  'locks list --client acme',
  release,
  'price explain k1.Zm9v --client acme',
  'upstream keys',
  'upstream limits',
  'upstream set --call-timeout search=6000 --for 60 --reason test',
  'search --from-poi THBKK --to-poi THKCG --date 2026-11-14',
];

const listening = async (): Promise<Server> => {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Where somebody has just stopped to listen. */
const closedPort = async (): Promise<string> => {
  const server = await listening();
  const url = urlOf(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
};

/** Takes connections and says nothing. */
const silentServer = async (): Promise<string> => {
  const server = await listening();
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return urlOf(server);
};

describe.for(commands)('%s', (line) => {
  test.for([
    ['not_found', 'booking_not_found'],
    ['authentication', 'unauthorized'],
  ] as const)('ends with the code of %s, and nothing on stdout', async ([kind, code]) => {
    const { baseUrl } = await answeringServer(json(problem(code).status, problem(code)));
    const ended = await runCli(commandAt(line, baseUrl), { baseUrl });
    expect([ended.code, ended.stdout]).toEqual([exitCodes[kind].code, '']);
    expect(ended.stderr).toContain(code);
  });

  test('names the host where nobody listens', async () => {
    const baseUrl = await closedPort();
    const ended = await runCli(commandAt(line, baseUrl), { baseUrl });
    expect([ended.code, ended.stdout]).toEqual([exitCodes.connection.code, '']);
    if (!line.startsWith('search'))
      expect(ended.stderr).toContain(`${new URL(baseUrl).host} failed (ECONNREFUSED)`);
  });

  test('waits no longer than it is told to', async () => {
    const baseUrl = await silentServer();
    const ended = await runCli(`${commandAt(line, baseUrl)} --timeout 0.3`, { baseUrl });
    expect([ended.code, ended.stdout]).toEqual([exitCodes.timeout.code, '']);
  });

  test('ends without a word at Ctrl-C', async () => {
    const baseUrl = await silentServer();
    const interrupted = new AbortController();
    const ending = runCli(`${commandAt(line, baseUrl)} --quiet`, { baseUrl, signal: interrupted.signal });
    setTimeout(() => interrupted.abort(), 50);
    const ended = await ending;
    expect([ended.code, ended.stdout]).toEqual([exitCodes.interrupted.code, '']);
    expect(ended.stderr).not.toContain('partner-cli:');
  });
});

test('a time that is none is a mistake in the command', async () => {
  for (const text of ['0', '-1', 'soon', '']) {
    const { code } = await runCli(['doctor', '--timeout', text]);
    expect(code).toBe(exitCodes.usage.code);
  }
});
