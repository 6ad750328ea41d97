/** The programs as processes: how they end after their time, after a fault of ours, and what the embedded one prints. */
import { readinessSchema } from '@partner-gateway/contract';
import { describe, test, vi } from 'vitest';
import { z } from 'zod';
import { sendTo } from '../support/api.ts';
import { baseUrlOf, linesOf, search, startBeside } from '../support/programs-beside.ts';

vi.setConfig({ testTimeout: 60_000 });

const { api, settings, run } = await startBeside();
const portOf = (url: string): string => new URL(url).port;

describe('main', () => {
  test.concurrent('goes on serving for its time after SIGTERM, as not ready, whatever signal comes next', async ({
    expect,
  }) => {
    const program = run('src/programs/gateway.ts', { ...settings, DRAIN_SECONDS: '3' });
    await program.says('Listening');
    const baseUrl = baseUrlOf(program);
    expect((await sendTo(baseUrl, 'GET', '/ready')).status).toBe(200);
    program.signal('SIGTERM');
    await program.says('Stopping');
    const ready = await sendTo(baseUrl, 'GET', '/ready');
    expect(ready.status).toBe(503);
    const { status, checks } = ready.read(readinessSchema);
    expect(status).toBe('not_ready');
    expect(checks).toContainEqual(expect.objectContaining({ name: 'shutdown', status: 'down' }));
    program.signal('SIGTERM');
    program.signal('SIGINT');
    const answer = await sendTo(baseUrl, 'GET', search, { headers: { 'x-api-key': api.apiKey } });
    expect(answer.status).toBe(200);
    expect(answer.headers.connection).toBe('close');
    expect(await program.ended()).toBe(0);
    expect(linesOf(program.stdout()).filter((line) => line.includes('"Stopping"'))).toHaveLength(1);
  });

  test.concurrent('ends with 1 after an error that nobody expected, in order, and tells where and not what', async ({
    expect,
  }) => {
    const fault = 'process.on("SIGUSR2", () => { Promise.reject(new Error(["can", "ary"].join(""))); })';
    const program = run('src/programs/gateway.ts', {
      ...settings,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}`,
    });
    await program.says('Listening');
    program.signal('SIGUSR2');
    expect(await program.ended()).toBe(1);
    const told = linesOf(program.stdout()).find((line) => line.includes('nobody expected'));
    expect(JSON.parse(told ?? '{}')).toMatchObject({ level: 'error', reason: 'unhandledRejection' });
    expect(program.stdout() + program.stderr()).not.toContain('canary');
    expect(program.stdout()).toContain('"Stopping"');
  });
});

describe('the embedded gateway', () => {
  const anyPorts = { PORT: '0', OPS_PORT: '0', SANDBOX_PORT: '0', FUJI_PORT: '0', CREDIT_PORT: '0' };
  const startedSchema = z.strictObject({
    baseUrl: z.url(),
    clientId: z.literal('demo'),
    apiKey: z.string(),
    opsBaseUrl: z.url(),
    opsKey: z.string(),
    sandboxUrl: z.url(),
    sandboxApiKey: z.string(),
    docsUrl: z.url(),
  });

  test.concurrent('prints exactly one line of JSON, which works, with the search cache that is asked for, and ends when its starter does', async ({
    expect,
  }) => {
    const program = run(
      'embedded/main.ts',
      {
        ...anyPorts,
        LOG_LEVEL: 'silent',
        PARTNER_GATEWAY_EXIT_WITH_STDIN: '1',
        SEARCH_CACHE: 'memory',
      },
      ['--json'],
    );
    await program.says('\n');
    expect(linesOf(program.stdout())).toHaveLength(1);
    const { baseUrl, apiKey, opsBaseUrl, opsKey } = startedSchema.parse(JSON.parse(program.stdout()));
    const stations = await sendTo(baseUrl, 'GET', '/v1/demo/stations', { headers: { 'x-api-key': apiKey } });
    const ops = await sendTo(opsBaseUrl, 'GET', '/ops/v1/bookings/1/inspection', {
      headers: { 'x-ops-key': opsKey },
    });
    expect([stations.status, ops.status]).toEqual([200, 404]);
    const date = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
    const path = `/v1/demo/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=${date}&pax=1`;
    const found = await sendTo(baseUrl, 'GET', path, { headers: { 'x-api-key': apiKey } });
    expect(found.headers.etag).toBeDefined();
    program.closeStdin();
    expect(await program.ended()).toBe(0);
    expect(linesOf(program.stdout())).toHaveLength(1);
    expect(program.stderr()).toBe('');
  });

  test.concurrent('prints lines to paste, each of which works, and ends with 0 on SIGINT', async ({
    expect,
  }) => {
    const program = run('embedded/main.ts', anyPorts);
    await program.says('Ctrl-C');
    const curls = linesOf(program.stdout()).filter((line) => line.trim().startsWith('curl'));
    expect(curls).toHaveLength(3);
    for (const curl of curls) {
      const [, apiKey = '', url = ''] = /-H 'x-api-key: (\w+)' '([^']+)'/.exec(curl) ?? [];
      const { origin, pathname, search: query } = new URL(url);
      expect(
        (await sendTo(origin, 'GET', `${pathname}${query}`, { headers: { 'x-api-key': apiKey } })).status,
      ).toBe(200);
    }
    program.signal('SIGINT');
    expect(await program.ended()).toBe(0);
  });

  test.concurrent('says in one line which port is in use, and what a wrong variable is', async ({
    expect,
  }) => {
    const port = portOf(api.sandboxUrl);
    const busy = run('embedded/main.ts', { ...anyPorts, SANDBOX_PORT: port });
    const wrong = run('embedded/main.ts', { ...anyPorts, PORT: 'canary', FUJI_PORT: '70000' });
    expect([await busy.ended(), await wrong.ended()]).toEqual([1, 1]);
    expect(linesOf(busy.stderr())).toEqual([expect.stringContaining(`Port ${port} is in use`)]);
    expect(linesOf(wrong.stderr())).toEqual([
      expect.stringMatching(/^PORT: must be a port number/),
      expect.stringMatching(/^FUJI_PORT: must be a port number/),
    ]);
    expect(wrong.stderr()).not.toContain('canary');
  });
});
