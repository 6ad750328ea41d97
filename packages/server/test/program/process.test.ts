/** The programs as processes: what they say when they cannot start, and how they end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test, vi } from 'vitest';
import { z } from 'zod';
import { sendTo } from '../support/api.ts';
import { baseUrlOf, linesOf, search, startBeside } from '../support/programs-beside.ts';

vi.setConfig({ testTimeout: 60_000 });

const { api, settings, run } = await startBeside();
const portOf = (url: string): string => new URL(url).port;

describe('main that cannot start', () => {
  test.concurrent('says every wrong setting in one message and ends with 1', async ({ expect }) => {
    const program = run('src/programs/gateway.ts', { ...settings, PORT: 'eighty', STORE: 'paper' });
    expect(await program.ended()).toBe(1);
    expect(program.stdout()).toBe('');
    expect(linesOf(program.stderr())).toEqual([
      'The gateway cannot start with these settings:',
      expect.stringMatching(/^ {2}- PORT: /),
      expect.stringMatching(/^ {2}- STORE: /),
    ]);
  });

  test.concurrent('says in one line that a port is in use', async ({ expect }) => {
    const port = portOf(api.baseUrl);
    const program = run('src/programs/gateway.ts', { ...settings, OPS_PORT: port });
    expect(await program.ended()).toBe(1);
    expect(linesOf(program.stderr())).toEqual([expect.stringContaining(`Port ${port} is in use`)]);
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
    const messages = linesOf(program.stdout()).map((line) =>
      z.object({ message: z.string() }).parse(JSON.parse(line)),
    );
    for (const message of ['Listening', 'Stopping', 'Request answered'])
      expect(messages).toContainEqual({ message });
    await expect(sendTo(baseUrl, 'GET', '/health')).rejects.toThrow();
  });
});
