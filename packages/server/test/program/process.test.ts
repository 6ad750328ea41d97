/** The programs as processes: what they say when they cannot start, and how they end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { z } from 'zod';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { besideSettings } from '../support/beside-settings.ts';
import { type Program, runProgram } from '../support/program.ts';

vi.setConfig({ testTimeout: 60_000 });

let api: Api;
let settings: Record<string, string>;
const programs: Program[] = [];
beforeAll(async () => {
  api = await startApi();
  settings = { ...besideSettings(api.config), STORE: 'memory' };
});
afterAll(async () => {
  for (const program of programs) program.kill();
  await api.close();
});

const run = (
  path: string,
  environment: Record<string, string> = {},
  args: readonly string[] = [],
): Program => {
  const program = runProgram(path, environment, args);
  programs.push(program);
  return program;
};
const portOf = (url: string): string => new URL(url).port;
const baseUrlOf = (program: Program): string => {
  const line = program
    .stdout()
    .split('\n')
    .find((one) => one.includes('Listening'));
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(JSON.parse(line ?? '{}')).port}`;
};
const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
const search = '/v1/demo/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';

describe('main that cannot start', () => {
  test.concurrent('says every wrong setting in one message and ends with 1', async ({ expect }) => {
    const program = run('src/programs/gateway.ts', { ...settings, PORT: 'eighty', STORE: 'paper' });
    expect(await program.ended()).toBe(1);
    expect(program.stdout()).toBe('');
    expect(lines(program.stderr())).toEqual([
      'The gateway cannot start with these settings:',
      expect.stringMatching(/^ {2}- PORT: /),
      expect.stringMatching(/^ {2}- STORE: /),
    ]);
  });

  test.concurrent('says in one line that a port is in use', async ({ expect }) => {
    const port = portOf(api.baseUrl);
    const program = run('src/programs/gateway.ts', { ...settings, OPS_PORT: port });
    expect(await program.ended()).toBe(1);
    expect(lines(program.stderr())).toEqual([expect.stringContaining(`Port ${port} is in use`)]);
  });
});

describe('main', () => {
  test.concurrent('ends with 0 on SIGTERM, having answered the requests under way', async ({ expect }) => {
    const program = run('src/programs/gateway.ts', settings);
    await program.says('Listening');
    const baseUrl = baseUrlOf(program);
    api.sandbox.scenarios.set({ operation: 'search', scenario: 'slow', delayMs: 700, times: 1 });
    const before = api.sandbox.calls('search');
    const answer = sendTo(baseUrl, 'GET', search, { headers: { 'x-api-key': api.apiKey } });
    while (api.sandbox.calls('search') === before) await sleep(20);
    program.signal('SIGTERM');
    const { status, headers } = await answer;
    expect([status, headers.connection]).toEqual([200, 'close']);
    expect(await program.ended()).toBe(0);
    expect(program.stderr()).toBe('');
    const messages = lines(program.stdout()).map((line) =>
      z.object({ message: z.string() }).parse(JSON.parse(line)),
    );
    for (const message of ['Listening', 'Stopping', 'Request answered'])
      expect(messages).toContainEqual({ message });
    await expect(sendTo(baseUrl, 'GET', '/health')).rejects.toThrow();
  });
});
