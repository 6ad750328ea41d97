/** Every command that asks a gateway, in every way that can end: one table for all of them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exitCodes } from '../src/failure.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { problem } from './support/bodies.ts';
import { linesOf } from './support/command-lines.ts';
import { everyCommand } from './support/every-command.ts';
import { runCli } from './support/run-cli.ts';

/** Lines name the environment that they mean, which is the host here. */
const host = 'HOST';
const commandAt = (line: string, baseUrl: string): string =>
  line.replace(host, URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl);

const commands = linesOf({
  clientId: 'acme',
  bookingId: 'BK-8451207-7GQ2M',
  cart: 'c8Kq2Zt1',
  number: '8451207',
  itineraryId: 'k1.Zm9v',
  date: '2026-12-05',
  environment: host,
});

test('every command that asks a gateway is in the table', async () => {
  // A replay goes on where an answer fails: failing answers are what it looks for.
  const asking = (await everyCommand()).filter(
    ({ path, options }) => options.includes('--base-url') && path[0] !== 'rollout',
  );
  expect(
    commands.map((line) => asking.find(({ path }) => `${line} `.startsWith(`${path.join(' ')} `))?.path),
  ).toEqual(expect.arrayContaining(asking.map(({ path }) => path)));
});

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

/** Takes requests, tells of the first, and says nothing. */
const silentServer = async (reached = (): void => {}): Promise<string> => {
  const server = await listening();
  server.once('request', reached);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return urlOf(server);
};

describe.for(commands)('%s', (line) => {
  const [address, key] = line.startsWith('search')
    ? ['PARTNER_CLI_BASE_URL', 'PARTNER_CLI_API_KEY']
    : ['PARTNER_CLI_OPS_BASE_URL', 'PARTNER_CLI_OPS_KEY'];
  const setting = line.startsWith('search') ? 'apiKey' : 'opsKey';

  test('says of what is not found that it is not, and nothing on stdout', async () => {
    const { baseUrl } = await answeringServer(json(404, problem('booking_not_found')));
    const ended = await runCli(commandAt(line, baseUrl), { baseUrl });
    expect([ended.code, ended.stdout]).toEqual([exitCodes.not_found.code, '']);
    expect(ended.stderr).toContain('booking_not_found');
  });

  test('says of a key that is not accepted who refused it, whose it has to be and what set it', async () => {
    const { baseUrl } = await answeringServer(json(401, problem('unauthorized')));
    const ended = await runCli(commandAt(line, baseUrl), { baseUrl });
    expect([ended.code, ended.stdout]).toEqual([exitCodes.authentication.code, '']);
    expect(ended.stderr).toContain('401 unauthorized');
    expect(ended.stderr).toContain(`${new URL(baseUrl).host} got the key of ${key}; it has to be `);
  });

  test('names the host, the cause and what set the address where nobody listens', async () => {
    const baseUrl = await closedPort();
    const ended = await runCli(`${commandAt(line, baseUrl)} --timeout 0.3`, { baseUrl });
    expect([ended.code, ended.stdout]).toEqual([exitCodes.connection.code, '']);
    expect(ended.stderr).toContain(
      `the connection to ${new URL(baseUrl).host} failed (ECONNREFUSED: nobody listens there)\nThe address is set by ${address}.`,
    );
  });

  test('names the host and what set the address where a web page answers', async () => {
    const { baseUrl } = await answeringServer((response) =>
      response.writeHead(403, { 'content-type': 'text/html' }).end('<title>Sign in</title>'),
    );
    const ended = await runCli(commandAt(line, baseUrl), { baseUrl });
    expect([ended.code, ended.stdout]).toEqual([exitCodes.unreadable_answer.code, '']);
    expect(ended.stderr).toContain(
      `not an answer of the gateway: ${new URL(baseUrl).host} answered 403, text/html\nThe address is set by ${address}. A web page is what a proxy`,
    );
  });

  test('waits no longer than it is told to, and names the host and what set the address', async () => {
    const baseUrl = await silentServer();
    const ended = await runCli(`${commandAt(line, baseUrl)} --timeout 0.05`, { baseUrl });
    expect([ended.code, ended.stdout]).toEqual([exitCodes.timeout.code, '']);
    expect(ended.stderr).toContain(
      `no answer from ${new URL(baseUrl).host} within 50 ms\nThe address is set by ${address}.`,
    );
  });

  test('names what set an address or a key that cannot be one', async () => {
    const wrong = await runCli(commandAt(line, 'http://gateway'), { baseUrl: 'gateway' });
    expect([wrong.code, wrong.stdout]).toEqual([exitCodes.configuration.code, '']);
    expect(wrong.stderr).toContain(address);
    const baseUrl = await closedPort();
    const unsendable = await runCli(commandAt(line, baseUrl), {
      baseUrl,
      settings: { [setting]: 'two words' },
    });
    expect([unsendable.code, unsendable.stdout]).toEqual([exitCodes.configuration.code, '']);
    expect(unsendable.stderr).toContain(key);
    expect(unsendable.stderr).not.toContain('two words');
  });

  test('ends without a word at Ctrl-C', async () => {
    const interrupted = new AbortController();
    const baseUrl = await silentServer(() => interrupted.abort());
    const { signal } = interrupted;
    const ended = await runCli(`${commandAt(line, baseUrl)} --quiet`, { baseUrl, signal });
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
