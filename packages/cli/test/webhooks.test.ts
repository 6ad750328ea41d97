/** `webhooks`, `notifications` and `events`: how endpoints are, what was given up, and changes that are meant. */
import {
  eventsAuditSchema,
  notificationDeadLettersSchema,
  opsContract,
  replayedWebhooksSchema,
  webhookDeadLettersSchema,
  webhookEndpointSchema,
  webhooksSchema,
} from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { eventsAuditPath, notificationDeadLettersPath } from '../src/commands/events/events.ts';
import {
  replayWebhooksPath,
  webhookDeadLettersPath,
  webhookEndpointPath,
  webhooksPath,
} from '../src/commands/events/webhooks.ts';
import { exitCodes } from '../src/failure.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { runCli } from './support/run-cli.ts';

const well = {
  client_id: 'acme',
  host: 'hooks.acme.example',
  is_usable: true,
  unusable_because: null,
  waiting: 2,
  oldest_waiting_seconds: 61,
  dead: 0,
  forgotten: 0,
  failing_since: null,
  disabled: null,
};
const listed = webhooksSchema.parse({
  webhooks: [
    well,
    {
      ...well,
      client_id: 'beta',
      is_usable: false,
      unusable_because: 'disabled',
      waiting: 0,
      oldest_waiting_seconds: null,
      dead: 7,
      failing_since: '2026-10-23T09:41:00',
      disabled: { reason: 'failing', since: '2026-10-28T09:41:00' },
    },
    { ...well, client_id: 'gamma', is_usable: false, unusable_because: 'secret_missing', waiting: 0 },
  ],
  read_at: '2026-10-28T09:41:00',
});
const dead = webhookDeadLettersSchema.parse({
  client_id: 'acme',
  dead_letters: [
    {
      event_id: 'evt_1',
      booking_id: 'BK-8451207-7GQ2M',
      reason: 'exhausted',
      attempts: 4,
      last_outcome: '503',
      died_at: '2026-10-28T09:41:00',
    },
  ],
  next_before: 12,
});
const setAside = notificationDeadLettersSchema.parse({
  dead_letters: [
    {
      reason: 'unknown_client',
      client_id: null,
      integration_booking_id: null,
      is_signed: true,
      bytes: 31,
      digest: 'mZ0',
      set_aside_at: '2026-10-28T09:41:00',
    },
  ],
  count: 3,
});
const people = { isTTY: true, noColor: true };

test('the paths are the contract’s', () => {
  expect([webhooksPath, webhookDeadLettersPath, replayWebhooksPath, webhookEndpointPath]).toEqual([
    opsContract.webhooks.path,
    opsContract.webhookDeadLetters.path,
    opsContract.replayWebhooks.path,
    opsContract.changeWebhookEndpoint.path,
  ]);
  expect(notificationDeadLettersPath).toBe(opsContract.notificationDeadLetters.path);
  expect(eventsAuditPath).toBe(opsContract.eventsAudit.path);
});

test('shows of each endpoint whether it is used and why not, what waits and what is dead', async () => {
  const { baseUrl } = await answeringServer(json(200, listed));
  const { code, stdout } = await runCli('webhooks list', { baseUrl, ...people });
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "CLIENT  HOST                STATE                                         WAITING  OLDEST  DEAD  FAILING SINCE (UTC)
    acme    hooks.acme.example  usable                                        2        61 s    0     -
    beta    hooks.acme.example  disabled (failing) since 2026-10-28T09:41:00  0        -       7     2026-10-23T09:41:00
    gamma   hooks.acme.example  secret missing                                0        61 s    0     -
    "
  `);
});

test('shows what was given up and how to read on', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, dead));
  const line = 'webhooks dead --client acme --limit 1 --before 13';
  const { stdout, stderr } = await runCli(line, { baseUrl, ...people });
  expect(stdout).toMatchInlineSnapshot(`
    "EVENT  BOOKING           REASON     ATTEMPTS  LAST OUTCOME  DIED (UTC)
    evt_1  BK-8451207-7GQ2M  exhausted  4         503           2026-10-28T09:41:00
    "
  `);
  expect(stderr).toBe('There may be more: --before 12\n');
  expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toEqual({
    client_id: 'acme',
    limit: '1',
    before: '13',
  });
});

test('shows notifications that were set aside, and that there are older ones', async () => {
  const { baseUrl } = await answeringServer(json(200, setAside));
  const { stdout, stderr } = await runCli('notifications dead --limit 1', { baseUrl, ...people });
  expect(stdout).toMatchInlineSnapshot(`
    "REASON          CLIENT  12GO NUMBER  SIGNED  BYTES  DIGEST  SET ASIDE (UTC)
    unknown_client  -       -            yes     31     mZ0     2026-10-28T09:41:00
    "
  `);
  expect(stderr).toBe('2 older ones are not shown.\n');
});

test('shows who reads which topic and how far behind, copies that are missing and old topics that live on', async () => {
  const audit = eventsAuditSchema.parse({
    groups: [
      {
        group: 'ledger',
        state: 'Stable',
        members: 2,
        topics: [{ topic: 'integration.booking.status', lag: 1200, unconfirmed_partitions: 1 }],
      },
    ],
    under_replicated: [{ topic: 'integration.config', partition: 0, replicas: 3, in_sync: 2 }],
    old_topics: [
      { topic: 'BookSucceeded', exists: true, records: 4 },
      { topic: 'Refunded', exists: false, records: 0 },
    ],
    moment_seconds: 2,
    read_at: '2026-10-28T09:41:00',
  });
  const { baseUrl } = await answeringServer(json(200, audit));
  const { stdout } = await runCli('events audit', { baseUrl, ...people });
  expect(stdout).toMatchInlineSnapshot(`
    "WHAT              NAME                               STATE   DETAIL
    group             ledger                             Stable  2 members
    lag               ledger integration.booking.status  1200    nothing confirmed in 1 partitions
    under-replicated  integration.config 0               2 of 3  copies in step
    old topic         BookSucceeded                      4       records in 2 s
    old topic         Refunded                           none    there is no such topic
    "
  `);
});

test.each([
  ['--all', { all: true }, 'every dead webhook of acme'],
  ['--event evt_1 evt_2', { event_ids: ['evt_1', 'evt_2'] }, '2 dead webhooks of acme'],
])('sends again what %s says, once the environment is named', async (flags, chosen, asked) => {
  const replayed = replayedWebhooksSchema.parse({
    client_id: 'acme',
    replayed: 2,
    replayed_at: '2026-10-28T09:42:00',
  });
  const server = await answeringServer(json(200, replayed));
  const { baseUrl } = server;
  const line = `webhooks replay --client acme ${flags} --reason test`;
  const { code, stdout, questions } = await runCli(line, { baseUrl, answers: [new URL(baseUrl).host] });
  expect([code, stdout]).toEqual([0, '2\n']);
  expect(questions?.[0]).toContain(asked);
  expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({ client_id: 'acme', reason: 'test', ...chosen });
});

test.each(['enabled', 'disabled'] as const)('has an endpoint %s, and says what that means', async (state) => {
  const changed = webhookEndpointSchema.parse({
    client_id: 'acme',
    state,
    was_changed: false,
    dead: 7,
    effect: 'This follows.',
    changed_at: '2026-10-28T09:42:00',
  });
  const { baseUrl, asked } = await answeringServer(json(200, changed));
  const line = `webhooks ${state.slice(0, -1)} --client acme --reason test`;
  const { code, stdout, stderr } = await runCli(line, { baseUrl, answers: [new URL(baseUrl).host] });
  expect([code, stdout]).toEqual([0, `${state}\n`]);
  expect(stderr).toContain('It was so before. This follows.\nDead letters: 7.\n');
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ client_id: 'acme', state, reason: 'test' });
});

test.each([
  'webhooks replay --client acme --reason test --confirm-environment HOST',
  'webhooks replay --client acme --all --event evt_1 --reason test --confirm-environment HOST',
  'webhooks replay --client acme --all --reason test',
  'webhooks enable --client acme --reason test --confirm-environment elsewhere',
  'webhooks disable --client acme --reason test',
])('%s is refused before anything is asked', async (line) => {
  const { baseUrl, asked } = await answeringServer(json(200, {}));
  const { code } = await runCli(line.replace('HOST', new URL(baseUrl).host), { baseUrl });
  expect(code).toBe(exitCodes.usage.code);
  expect(asked).toEqual([]);
});
