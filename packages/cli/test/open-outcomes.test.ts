/** `outcomes list` and `booking resolve`: what is open, and how it is ended without a slip of the hand. */
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

describe('outcomes list', () => {
  test('lists what is open, oldest first, and who can end it', async () => {
    const { baseUrl, asked } = await answeringServer(json(200, listed));
    const { code, stdout, stderr } = await runCli('outcomes list', { baseUrl, isTTY: true, noColor: true });
    expect(code).toBe(0);
    expect(stderr).toContain(
      'What ends by operator: ask 12go how it ended, then `partner-cli booking resolve`',
    );
    expect(stdout).toMatchInlineSnapshot(`
      "CLIENT  OPERATION  SUBJECT   SINCE (UTC)          AGE   AT STAKE   CORRELATION ID  ENDS BY
      acme    reserve    c8Kq2Zt1  2026-10-28T07:36:10  2h5m  37.00 USD  c-1             operator
      acme    confirm    8451207   2026-10-28T09:40:20  50s   unknown    c-2             reading
      "
    `);
    expect(await runCli('booking open', { baseUrl, isTTY: true, noColor: true })).toMatchObject({
      code,
      stdout,
    });
    expect(asked[0]?.url.pathname).toBe(opsContract.openOutcomes.path);
    expect([openOutcomesPath, resolvePath]).toEqual([
      opsContract.openOutcomes.path,
      opsContract.resolveOutcome.path,
    ]);
  });

  test('asks for one client, and with --json writes what the ops API said', async () => {
    const { baseUrl, asked } = await answeringServer(json(200, listed));
    const { stdout } = await runCli('outcomes list --client acme --json', { baseUrl });
    expect(JSON.parse(stdout)).toEqual(listed);
    expect(asked[0]?.url.searchParams.get('client_id')).toBe('acme');
  });

  test('with nothing open writes no data and ends well', async () => {
    const { baseUrl } = await answeringServer(json(200, { ...listed, open_outcomes: [] }));
    const ended = await runCli('outcomes list', { baseUrl });
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: 'No outcome is open.\n' });
  });
});

describe('booking resolve', () => {
  const line = 'booking resolve --client acme';
  const cart = { client_id: 'acme', operation: 'reserve', subject: 'c8Kq2Zt1' };
  const booking = { client_id: 'acme', subject: '8451207' };

  const host = (baseUrl: string): string => new URL(baseUrl).host;
  const meant = (options: string, baseUrl: string): string =>
    `${line} ${options} --confirm-environment ${host(baseUrl)}`;

  test.for([
    ['--cart c8Kq2Zt1 --as booked --booking 8451207', { ...cart, outcome: 'executed', booking: '8451207' }],
    ['--cart c8Kq2Zt1 --as executed --booking 8451207', { ...cart, outcome: 'executed', booking: '8451207' }],
    ['--cart c8Kq2Zt1 --as not-booked', { ...cart, outcome: 'not_executed' }],
    ['--cart c8Kq2Zt1 --as not-executed', { ...cart, outcome: 'not_executed' }],
    ['--confirm 8451207 --as executed', { ...booking, operation: 'confirm', outcome: 'executed' }],
    ['--confirm 8451207 --as not-executed', { ...booking, operation: 'confirm', outcome: 'not_executed' }],
    ['--cancel 8451207 --as executed', { ...booking, operation: 'refund', outcome: 'executed' }],
    ['--cancel 8451207 --as not-executed', { ...booking, operation: 'refund', outcome: 'not_executed' }],
  ] as const)('%s is what the ops API is told, with the reason', async ([options, body]) => {
    const { baseUrl, asked } = await answeringServer(json(200, resolved));
    const { code, stdout, stderr } = await runCli(meant(`${options} --reason ticket`, baseUrl), { baseUrl });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'reserve c8Kq2Zt1: executed BK-8451207-7GQ2M\n' });
    expect(stderr).toMatch(new RegExp(`^${host(baseUrl)}: Record that the .*\\.\n$`));
    expect(asked.map(({ method, body: sent }) => [method, JSON.parse(sent)])).toEqual([
      ['POST', { ...body, reason: 'ticket' }],
    ]);
    expect(asked[0]?.headers).toMatchObject({ 'x-ops-key': canaryKey, 'content-type': 'application/json' });
  });

  const told = '--cart c8Kq2Zt1 --as booked --booking 8451207 --reason ticket';

  test('asks at a terminal for the name of the environment, and goes on once it is typed', async () => {
    const { baseUrl, asked } = await answeringServer(json(200, resolved));
    const { code, questions } = await runCli(`${line} ${told}`, { baseUrl, answers: [host(baseUrl)] });
    expect(code).toBe(0);
    expect(questions).toEqual([
      `Record that the reserve of cart c8Kq2Zt1 by acme made 12go booking 8451207.\nType the name of the environment, ${host(baseUrl)}, to go on: `,
    ]);
    expect(asked).toHaveLength(1);
  });

  test.for(['', 'y', 'staging'])('after “%s” nothing is sent', async (answer) => {
    const { baseUrl, asked } = await answeringServer(json(200, resolved));
    const ended = await runCli(`${line} ${told}`, { baseUrl, answers: [answer] });
    expect(ended).toMatchObject({ code: exitCodes.usage.code, stdout: '' });
    expect(ended.stderr).toContain(
      `the environment is ${host(baseUrl)} and not "${answer}": nothing was changed`,
    );
    expect(asked).toEqual([]);
  });

  test('with the name of another environment nothing is sent', async () => {
    const { baseUrl, asked } = await answeringServer(json(200, resolved));
    const { code } = await runCli(`${line} ${told} --confirm-environment staging`, { baseUrl });
    expect(code).toBe(exitCodes.usage.code);
    expect(asked).toEqual([]);
  });

  test('without a terminal it says which option to add, and sends nothing', async () => {
    const { baseUrl, asked } = await answeringServer(json(200, resolved));
    const { code, stderr } = await runCli(`${line} ${told}`, { baseUrl });
    expect(code).toBe(exitCodes.usage.code);
    expect(stderr).toContain(`Say --confirm-environment ${host(baseUrl)} to go on without.`);
    expect(asked).toEqual([]);
  });

  test('--json writes what the ops API said', async () => {
    const { baseUrl } = await answeringServer(json(200, resolved));
    expect(JSON.parse((await runCli(meant(`${told} --json`, baseUrl), { baseUrl })).stdout)).toEqual(
      resolved,
    );
  });

  test('a refusal is told as that of any command', async () => {
    const { baseUrl } = await answeringServer(json(409, problem('outcome_settled')));
    const { code, stderr } = await runCli(meant(`${told} --json`, baseUrl), { baseUrl });
    expect(code).toBe(exitCodes.refused.code);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'outcome_settled', status: 409 });
  });

  test.for([
    ['--cart c8Kq2Zt1', "required option '--as <ending>' not specified"],
    ['--cart c8Kq2Zt1 --as happened', 'Allowed choices are booked, not-booked, executed, not-executed.'],
    ['--cart c8Kq2Zt1 --as booked', '--booking <number> is required: which 12go booking the cart made'],
    ['--cart c8Kq2Zt1 --as not-booked --booking 1', '--booking is for a cart that was booked'],
    ['--confirm 8451207 --as booked', '--as booked is for --cart'],
    ['--cancel 8451207 --as not-booked', '--as not-booked is for --cart'],
    ['--confirm 8451207 --as executed --booking 1', '--booking is for --cart'],
    ['--confirm 1 --cancel 1 --as executed', 'one of --cart, --confirm and --cancel is required'],
    ['--as executed', 'one of --cart, --confirm and --cancel is required'],
  ] as const)('%s is told to be wrong', async ([options, message]) => {
    const { code, stderr } = await runCli(`${line} ${options} --reason ticket`);
    expect(code).toBe(exitCodes.usage.code);
    expect(stderr).toContain(message);
  });

  test('says whose write it is and how that is known, or is told to', async () => {
    const whose = await runCli('booking resolve --cart c8Kq2Zt1 --as not-booked --reason ticket');
    expect([whose.code, whose.stderr]).toEqual([
      exitCodes.usage.code,
      expect.stringContaining("required option '--client <id>' not specified"),
    ]);
    const why = await runCli(`${line} --cart c8Kq2Zt1 --as not-booked`);
    expect([why.code, why.stderr]).toEqual([
      exitCodes.usage.code,
      expect.stringContaining("required option '--reason <text>' not specified"),
    ]);
  });
});
