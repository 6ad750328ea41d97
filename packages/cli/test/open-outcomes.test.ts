/** `booking open` and `booking resolve`: what is open, and how it is ended without a slip of the hand. */
import {
  type OpenOutcomes,
  openOutcomesSchema,
  opsContract,
  resolvedOutcomeSchema,
} from '@partner-gateway/contract';
import { describe, expect, test } from 'vitest';
import { openOutcomesPath } from '../src/commands/open-outcomes.ts';
import { resolvePath } from '../src/commands/resolve-outcome.ts';
import { exitCodes } from '../src/failure.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { problem } from './support/bodies.ts';
import { canaryKey, runCli } from './support/run-cli.ts';

const listed: OpenOutcomes = openOutcomesSchema.parse({
  open_outcomes: [
    {
      client_id: 'acme',
      operation: 'reserve',
      subject: 'c8Kq2Zt1',
      since: '2026-10-28T07:36:10',
      age_seconds: 7_500,
      correlation_id: 'c-1',
      at_stake: { amount: '37.00', currency: 'USD' },
      settled_by_reading: false,
    },
    {
      client_id: 'acme',
      operation: 'confirm',
      subject: '8451207',
      since: '2026-10-28T09:40:20',
      age_seconds: 50,
      correlation_id: 'c-2',
      at_stake: null,
      settled_by_reading: true,
    },
  ],
  read_at: '2026-10-28T09:41:10',
});
const resolved = resolvedOutcomeSchema.parse({
  client_id: 'acme',
  operation: 'reserve',
  subject: 'c8Kq2Zt1',
  outcome: 'executed',
  booking_id: 'BK-8451207-7GQ2M',
  resolved_at: '2026-10-28T09:42:00',
});

describe('booking open', () => {
  test('lists what is open, oldest first, and who can end it', async () => {
    const { baseUrl, asked } = await answeringServer(json(200, listed));
    const { code, stdout } = await runCli('booking open', { baseUrl, isTTY: true, noColor: true });
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "CLIENT  OPERATION  SUBJECT   SINCE (UTC)          AGE   AT STAKE   CORRELATION ID  ENDS BY
      acme    reserve    c8Kq2Zt1  2026-10-28T07:36:10  2h5m  37.00 USD  c-1             operator
      acme    confirm    8451207   2026-10-28T09:40:20  50s   unknown    c-2             reading
      "
    `);
    expect(asked[0]?.url.pathname).toBe(opsContract.openOutcomes.path);
    expect([openOutcomesPath, resolvePath]).toEqual([
      opsContract.openOutcomes.path,
      opsContract.resolveOutcome.path,
    ]);
  });

  test('asks for one client, and with --json writes what the ops API said', async () => {
    const { baseUrl, asked } = await answeringServer(json(200, listed));
    const { stdout } = await runCli('booking open --client acme --json', { baseUrl });
    expect(JSON.parse(stdout)).toEqual(listed);
    expect(asked[0]?.url.searchParams.get('client_id')).toBe('acme');
  });

  test('with nothing open writes no data and ends well', async () => {
    const { baseUrl } = await answeringServer(json(200, { ...listed, open_outcomes: [] }));
    const ended = await runCli('booking open', { baseUrl });
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: 'No outcome is open.\n' });
  });
});

describe('booking resolve', () => {
  const line = 'booking resolve --client acme';
  const cart = { client_id: 'acme', operation: 'reserve', subject: 'c8Kq2Zt1' };
  const booking = { client_id: 'acme', subject: '8451207' };

  test.for([
    ['--cart c8Kq2Zt1 --booked-as 8451207', { ...cart, outcome: 'executed', booking: '8451207' }],
    ['--cart c8Kq2Zt1 --not-booked', { ...cart, outcome: 'not_executed' }],
    ['--confirm 8451207 --happened', { ...booking, operation: 'confirm', outcome: 'executed' }],
    ['--confirm 8451207 --did-not', { ...booking, operation: 'confirm', outcome: 'not_executed' }],
    ['--cancel 8451207 --happened', { ...booking, operation: 'refund', outcome: 'executed' }],
    ['--cancel 8451207 --did-not', { ...booking, operation: 'refund', outcome: 'not_executed' }],
    ['--cart c8Kq2Zt1 --not-booked --reason ticket', { ...cart, outcome: 'not_executed', reason: 'ticket' }],
  ] as const)('%s is what the ops API is told', async ([options, body]) => {
    const { baseUrl, asked } = await answeringServer(json(200, resolved));
    const { code, stdout, stderr } = await runCli(`${line} ${options} --yes`, { baseUrl });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'reserve c8Kq2Zt1: executed BK-8451207-7GQ2M\n' });
    expect(stderr).toMatch(/^Record that the .*\.\n$/);
    expect(asked.map(({ method, body: sent }) => [method, JSON.parse(sent)])).toEqual([['POST', body]]);
    expect(asked[0]?.headers).toMatchObject({ 'x-ops-key': canaryKey, 'content-type': 'application/json' });
  });

  const told = `${line} --cart c8Kq2Zt1 --booked-as 8451207`;

  test('asks at a terminal, and goes on after a yes', async () => {
    const { baseUrl, asked } = await answeringServer(json(200, resolved));
    const { code, questions } = await runCli(told, { baseUrl, answers: ['y'] });
    expect(code).toBe(0);
    expect(questions).toEqual([
      'Record that the reserve of cart c8Kq2Zt1 by acme made 12go booking 8451207. Go on? [y/N] ',
    ]);
    expect(asked).toHaveLength(1);
  });

  test.for(['', 'n', 'yup'])('after “%s” nothing is sent', async (answer) => {
    const { baseUrl, asked } = await answeringServer(json(200, resolved));
    const ended = await runCli(told, { baseUrl, answers: [answer] });
    expect(ended).toMatchObject({ code: 130, stdout: '', stderr: 'Nothing was changed.\n' });
    expect(asked).toEqual([]);
  });

  test('without a terminal it needs --yes, and sends nothing before', async () => {
    const { baseUrl, asked } = await answeringServer(json(200, resolved));
    const { code, stderr } = await runCli(told, { baseUrl });
    expect(code).toBe(exitCodes.usage.code);
    expect(stderr).toContain('stdin is no terminal, so nobody can be asked: say --yes');
    expect(asked).toEqual([]);
  });

  test('--json writes what the ops API said', async () => {
    const { baseUrl } = await answeringServer(json(200, resolved));
    expect(JSON.parse((await runCli(`${told} --yes --json`, { baseUrl })).stdout)).toEqual(resolved);
  });

  test('a refusal is told as that of any command', async () => {
    const { baseUrl } = await answeringServer(json(409, problem('outcome_settled')));
    const { code, stderr } = await runCli(`${told} --yes --json`, { baseUrl });
    expect(code).toBe(exitCodes.refused.code);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'outcome_settled', status: 409 });
  });

  test.for([
    ['--cart c8Kq2Zt1', 'one of --booked-as and --not-booked is required'],
    ['--cart c8Kq2Zt1 --booked-as 1 --not-booked', 'one of --booked-as and --not-booked is required'],
    ['--cart c8Kq2Zt1 --happened', '--happened and --did-not are for --confirm and --cancel'],
    ['--confirm 8451207', 'one of --happened and --did-not is required'],
    ['--confirm 8451207 --not-booked', '--booked-as and --not-booked are for --cart'],
    ['--confirm 8451207 --cancel 8451207 --happened', 'one of --cart, --confirm and --cancel is required'],
    ['--happened', 'one of --cart, --confirm and --cancel is required'],
  ] as const)('%s is told to be wrong', async ([options, message]) => {
    const { code, stderr } = await runCli(`${line} ${options} --yes`);
    expect(code).toBe(exitCodes.usage.code);
    expect(stderr).toContain(message);
  });

  test('says whose write it is, or is told to', async () => {
    const { code, stderr } = await runCli('booking resolve --cart c8Kq2Zt1 --not-booked --yes');
    expect(code).toBe(exitCodes.usage.code);
    expect(stderr).toContain("required option '--client <id>' not specified");
  });
});
