/** `logs tail`, `inspect --follow` and `--since`: what has happened, and what comes. */
import { logLinesSchema, opsContract } from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { logLinesPath } from '../src/commands/logs.ts';
import { exitCodes } from '../src/failure.ts';
import { type Answer, answeringServer, json } from './support/answering-server.ts';
import { inspection, problem } from './support/bodies.ts';
import { runCli } from './support/run-cli.ts';

const line = (second: number, more: object = {}) => ({
  timestamp: `2026-10-28T09:41:0${second}.000Z`,
  level: 'info',
  message: 'Request answered',
  client_id: 'acme',
  ...more,
});
const lines = (cursor: string, ...of: readonly object[]) =>
  logLinesSchema.parse({
    instance: 'gateway-7c9f',
    cursor,
    complete_since: '2026-10-28T09:00:00.000Z',
    skipped: 0,
    lines: of,
  });

/** Runs a command that follows until as many answers as there are were given, the last one twice. */
const followed = async (command: string, answers: readonly Answer[]) => {
  const ended = new AbortController();
  let count = 0;
  const { baseUrl, asked } = await answeringServer((response) => {
    const answer = answers[Math.min(count, answers.length - 1)];
    count += 1;
    answer?.(response);
    if (count > answers.length) ended.abort();
  });
  const ran = await runCli(`${command} --follow --every 0.01`, { baseUrl, signal: ended.signal });
  return { ...ran, asked };
};

const gone: Answer = (response) => response.destroy();

test('logs tail shows each line with its fields, of a client and a booking, at the path of the contract', async () => {
  const { baseUrl, asked } = await answeringServer(
    json(
      200,
      lines('0a1b2c3d.7', line(1), line(2, { level: 'error', message: '12go failed', '12go_status': 500 })),
    ),
  );
  const { code, stdout, stderr } = await runCli(
    'logs tail BK-8451207 --client acme --level info --lines 50',
    {
      baseUrl,
    },
  );
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "2026-10-28T09:41:01.000Z  INFO   Request answered  client_id=acme
    2026-10-28T09:41:02.000Z  ERROR  12go failed  client_id=acme  12go_status=500
    "
  `);
  expect(stderr).toContain('gateway-7c9f alone');
  expect(logLinesPath).toBe(opsContract.logLines.path);
  const url = asked[0]?.url;
  expect([url?.pathname, Object.fromEntries(url?.searchParams ?? [])]).toEqual([
    logLinesPath,
    { about: 'BK-8451207', client_id: 'acme', level: 'info', limit: '50' },
  ]);
});

test('logs tail --json is the document of the ops API, and with --follow one line of JSON for each of the log', async () => {
  const { baseUrl } = await answeringServer(json(200, lines('0a1b2c3d.7', line(1))));
  const whole = await runCli('logs tail --json', { baseUrl });
  expect(JSON.parse(whole.stdout)).toEqual(lines('0a1b2c3d.7', line(1)));
  const { stdout } = await followed('logs tail --json', [
    json(200, lines('0a1b2c3d.7', line(1))),
    json(200, lines('0a1b2c3d.8', line(2))),
    json(200, lines('0a1b2c3d.8')),
  ]);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text)),
  ).toEqual([line(1), line(2)]);
});

test('logs tail --follow asks each instance behind the address for what came since, and outlives a restart', async () => {
  const { code, stdout, stderr, asked } = await followed('logs tail', [
    json(200, lines('aaaaaaaa.7', line(1))),
    json(200, lines('bbbbbbbb.2', line(2))),
    gone,
    json(503, problem('overloaded')),
    json(200, lines('aaaaaaaa.9', line(3))),
    json(200, lines('aaaaaaaa.9')),
  ]);
  expect(code).toBe(exitCodes.interrupted.code);
  expect(stdout.match(/:0\d\.000Z/g)).toEqual([':01.000Z', ':02.000Z', ':03.000Z']);
  expect(asked.map(({ url }) => url.searchParams.get('after'))).toEqual([
    null,
    'aaaaaaaa.7',
    'aaaaaaaa.7,bbbbbbbb.2',
    'aaaaaaaa.7,bbbbbbbb.2',
    'aaaaaaaa.7,bbbbbbbb.2',
    'aaaaaaaa.9,bbbbbbbb.2',
    'aaaaaaaa.9,bbbbbbbb.2',
  ]);
  expect(stderr.match(/trying again/g)).toHaveLength(1);
  expect(stderr).toContain('It is back.');
});

test('what does not pass by itself ends a command that follows', async () => {
  const { code } = await followed('logs tail', [
    json(200, lines('aaaaaaaa.7')),
    json(401, problem('unauthorized')),
  ]);
  expect(code).toBe(exitCodes.authentication.code);
});

test('inspect --follow shows the story, then only what is new in it, and the diagnosis when that changes', async () => {
  const entry = {
    at: '2026-10-28T09:42:00.000Z',
    step: 'answer',
    detail: { operation: 'confirm', status: 200 },
  };
  const longer = { ...inspection, timeline: [...(inspection.timeline ?? []), entry] };
  const { diagnosis } = inspection;
  const changed = { ...longer, diagnosis: { ...diagnosis, cause: 'cancelled', summary: 'It is cancelled.' } };
  const { stdout } = await followed('booking inspect BK-8451207', [
    json(200, inspection),
    json(200, inspection),
    json(200, longer),
    json(200, changed),
  ]);
  expect(stdout.slice(stdout.indexOf('Read at'))).toMatchInlineSnapshot(`
    "Read at 2026-10-28T10:00:00 UTC.
      2026-10-28T09:42:00.000Z  answer        operation=confirm status=200
    BK-8451207-7GQ2M  approved
    Diagnosis: cancelled (certain; at fault: nobody)
      It is cancelled.
      The partner saw: 200, outcome executed.
    Because
      - The booking is approved at 12go now.
    Next
      Nothing to do.

    "
  `);
});

test('inspect --since leaves out what was before, as so long ago or as a time', async () => {
  const { baseUrl } = await answeringServer(json(200, inspection));
  const stepsSince = async (since: string) => {
    const { stdout } = await runCli(`booking inspect BK-8451207 --json --since ${since}`, { baseUrl });
    return JSON.parse(stdout).timeline.map(({ step }: { step: string }) => step);
  };
  expect(await stepsSince('2026-10-28T09:41:00.500Z')).toEqual(['upstream_call']);
  expect(await stepsSince('2026-10-28T09:41')).toEqual(['request', 'upstream_call']);
  expect(await stepsSince('2026-10-28T16:41:00.500+07:00')).toEqual(['upstream_call']);
  expect(await stepsSince('1s')).toEqual([]);
  expect(await stepsSince('9999d')).toEqual(['request', 'upstream_call']);
});

test.for(['yesterday', '10', '2026-13-45', '10 m', ''])(
  '--since %s is a mistake in the command',
  async (text) => {
    const { code, stderr } = await runCli(['logs', 'tail', '--since', text]);
    expect(code).toBe(exitCodes.usage.code);
    expect(stderr).toContain('such as 10m');
  },
);

test('--fields takes members of each line, and leaves out what a line lacks', async () => {
  const answers = [
    json(200, lines('0a1b2c3d.1', line(1), line(2, { booking_id: 'BK-1' }))),
    json(200, lines('0a1b2c3d.2', line(3))),
  ];
  const several = await followed('logs tail --fields message,booking_id', answers);
  expect(several.stdout.split('\n').slice(0, 3)).toEqual([
    '{"message":"Request answered"}',
    '{"message":"Request answered","booking_id":"BK-1"}',
    '{"message":"Request answered"}',
  ]);
  const one = await followed('logs tail --fields booking_id', answers);
  expect([one.code, one.stdout]).toEqual([exitCodes.interrupted.code, 'BK-1\n']);
});
