/** Webhooks in an operator's hands: how endpoints are, what was given up, sent again, taken out and put back. */
import {
  inspectionSchema,
  notificationDeadLettersSchema,
  replayedWebhooksSchema,
  webhookDeadLettersSchema,
  webhookEndpointSchema,
  webhooksSchema,
} from '@partner-gateway/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { confirm } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

const canary = 'canary-of-a-header';
const hook = (url: string, secret: string) => ({
  webhook: { url: `${url}/canary-path?key=canary-query`, auth_header: 'X-Canary', secret_ref: secret },
});

let status = 500;
let receiver: Receiver;
let api: Api;
beforeAll(async () => {
  receiver = await startReceiver(() => status);
  api = await startApi({
    environment: {
      WEBHOOK_ALLOW_PRIVATE: 'true',
      WEBHOOK_RETRY_SECONDS: '1',
      NOTIFICATION_SOURCES: '::/0,0.0.0.0/0',
    },
    secrets: { 'hooks/demo': canary },
    clients: { demo: hook(receiver.url, 'hooks/demo'), rival: hook(receiver.url, 'hooks/nowhere') },
  });
});
afterAll(async () => {
  await api.close();
  await receiver.close();
});

const listed = async (query = '') =>
  (await api.ops(`/ops/v1/webhooks${query}`)).read(webhooksSchema).webhooks;
const dead = async (query = '') =>
  (await api.ops(`/ops/v1/webhooks/dead-letters?client_id=demo${query}`)).read(webhookDeadLettersSchema);
const act = (path: string, body: object) =>
  sendTo(api.opsBaseUrl, 'POST', `/ops/v1/webhooks/${path}`, { headers: { 'x-ops-key': api.opsKey }, body });
const lineOf = (message: string) =>
  JSON.parse(api.logLines.findLast((line) => line.includes(message)) ?? '{}');

describe('an endpoint that fails', () => {
  let bookingId = '';
  beforeAll(async () => {
    ({ id: bookingId } = await confirm(api.as('demo')));
    await until(async () => {
      api.sandbox.clock.advance(10_000);
      expect((await dead()).dead_letters).toHaveLength(2);
    });
  });

  test('is told with its host, since when it fails and what was given up; never its path, header or secret', async () => {
    const answer = await api.ops('/ops/v1/webhooks?client_id=demo');
    expect(answer.read(webhooksSchema).webhooks).toEqual([
      {
        client_id: 'demo',
        host: new URL(receiver.url).host,
        is_usable: true,
        unusable_because: null,
        waiting: 0,
        oldest_waiting_seconds: null,
        dead: 2,
        forgotten: 0,
        failing_since: expect.stringMatching(/^2026-10-28T/),
        disabled: null,
      },
    ]);
    expect(answer.text.toLowerCase()).not.toContain('canary');
  });

  test('is why a booking’s partner was not told, and finding the booking says so', async () => {
    const { diagnosis } = (await api.ops(`/ops/v1/bookings/${bookingId}/inspection`)).read(inspectionSchema);
    expect(diagnosis).toMatchObject({
      cause: 'webhook_refused',
      certainty: 'certain',
      command: 'partner-cli webhooks dead --client demo',
    });
    expect(diagnosis.evidence.join(' ')).toMatch(/given up; attempt 2: the endpoint answered 500 after/);
  });

  test('leaves dead letters, the latest first, page by page', async () => {
    const { dead_letters: both, next_before: end } = await dead();
    expect([both.map(({ booking_id }) => booking_id), end]).toEqual([[bookingId, bookingId], null]);
    expect(both[0]).toMatchObject({ reason: 'exhausted', attempts: 2, last_outcome: '500' });
    const first = await dead('&limit=1');
    expect(first.dead_letters).toEqual(both.slice(0, 1));
    const second = await dead(`&limit=1&before=${first.next_before}`);
    expect(second.dead_letters).toEqual(both.slice(1));
  });

  test('gets them again with the ids that they had once an operator says so, and the log says who', async () => {
    const { dead_letters: letters } = await dead();
    const [latest, first] = letters.map(({ event_id }) => event_id);
    status = 204;
    const from = receiver.got.length;
    const one = await act('replay', {
      client_id: 'demo',
      event_ids: [first, 'evt_none'],
      reason: 'ticket 4711',
    });
    expect(one.read(replayedWebhooksSchema).replayed).toBe(1);
    expect(lineOf('An operator sent webhooks again')).toMatchObject({
      operator: 'demo',
      client_id: 'demo',
      count: 1,
      note: 'ticket 4711',
    });
    const rest = await act('replay', { client_id: 'demo', all: true, reason: 'ticket 4711' });
    expect(rest.read(replayedWebhooksSchema).replayed).toBe(1);
    await until(() => expect(receiver.got).toHaveLength(from + 2));
    expect(receiver.got.slice(from).map(({ headers }) => headers['webhook-id'])).toEqual([first, latest]);
    await until(async () =>
      expect(await listed('?client_id=demo')).toMatchObject([{ dead: 0, waiting: 0, failing_since: null }]),
    );
  });
});

describe('an endpoint that an operator takes out', () => {
  const set = (state: string) => act('endpoint', { client_id: 'demo', state, reason: 'asked for' });

  test('gets nothing until it is put back; what was due is dead, and replaying says why not', async () => {
    status = 204;
    const disabled = (await set('disabled')).read(webhookEndpointSchema);
    expect(disabled).toMatchObject({ state: 'disabled', was_changed: true });
    expect(lineOf('An operator disabled')).toMatchObject({ client_id: 'demo', note: 'asked for' });
    expect((await set('disabled')).read(webhookEndpointSchema).was_changed).toBe(false);
    const from = receiver.got.length;
    await confirm(api.as('demo'));
    await until(async () => expect((await dead()).dead_letters).toHaveLength(2));
    expect((await dead()).dead_letters[0]).toMatchObject({ reason: 'endpoint_disabled', attempts: 0 });
    expect(await listed('?client_id=demo')).toMatchObject([
      { is_usable: false, unusable_because: 'disabled', disabled: { reason: 'operator' } },
    ]);
    const replay = await act('replay', { client_id: 'demo', all: true, reason: 'too early' });
    expect(expectProblem(replay, 'unprocessable').detail).toContain('partner-cli webhooks enable');
    expect(receiver.got).toHaveLength(from);
    expect((await set('enabled')).read(webhookEndpointSchema)).toMatchObject({ was_changed: true, dead: 2 });
    expect((await listed('?client_id=demo'))[0]).toMatchObject({ is_usable: true, disabled: null });
  });
});

test('an endpoint that answers 410 is disabled by that, counted, and told as the cause', async () => {
  status = 410;
  const { id } = await confirm(api.as('demo'));
  await until(async () =>
    expect(await listed('?client_id=demo')).toMatchObject([{ disabled: { reason: 'gone' }, waiting: 0 }]),
  );
  expect((await api.ops('/metrics')).text).toMatch(
    /gateway_notification_endpoint_disabled_total\{[^}]*client_id="demo"[^}]*reason="gone"/,
  );
  const { diagnosis } = (await api.ops(`/ops/v1/bookings/${id}/inspection`)).read(inspectionSchema);
  expect(['webhook_gone', 'webhook_disabled']).toContain(diagnosis.cause);
});

test('an endpoint whose secret is missing is listed as unusable, and nothing is replayed to it', async () => {
  expect((await listed()).map(({ client_id, unusable_because }) => [client_id, unusable_because])).toEqual([
    ['demo', 'disabled'],
    ['rival', 'secret_missing'],
  ]);
  const answer = await act('replay', { client_id: 'rival', all: true, reason: 'no use' });
  expect(expectProblem(answer, 'unprocessable').detail).toContain('A secret of the webhook is missing');
});

test.each([
  ['replay', { all: true }],
  ['endpoint', { state: 'disabled' }],
])(
  '%s of a client without a webhook says so, of one that is not there that it is not found',
  async (path, body) => {
    const none = await act(path, { client_id: 'native', reason: 'no use', ...body });
    expect(expectProblem(none, 'unprocessable').detail).toMatch(/no webhook/);
    expectProblem(await act(path, { client_id: 'nobody', reason: 'no use', ...body }), 'client_not_found');
  },
);

test.each([{}, { all: true, event_ids: ['evt_1'] }, { event_ids: [] }, { all: false }])(
  'a replay of %j is refused: it has to be clear what is meant',
  async (chosen) => {
    const answer = await act('replay', { client_id: 'demo', reason: 'not clear', ...chosen });
    expectProblem(answer, 'invalid_request');
  },
);

test('notifications that were set aside are told with why and when, the latest first, and not with what they said', async () => {
  const post = (query: string, body: string) =>
    api.send('POST', `/v1/notifications/onetwogo${query}`, {
      body,
      headers: { 'content-type': 'application/json' },
    });
  await post('?client_id=demo', '{"bid": canary');
  await post('?client_id=nobody', '{"bid":8451207,"type":"canary"}');
  const answer = await api.ops('/ops/v1/notifications/dead-letters');
  const { dead_letters: letters, count } = answer.read(notificationDeadLettersSchema);
  expect(count).toBe(2);
  expect(letters).toMatchObject([
    { reason: 'unknown_client', client_id: null, is_signed: false, bytes: 31 },
    { reason: 'not_json', client_id: 'demo', bytes: 14, set_aside_at: expect.stringMatching(/^2026-10-28T/) },
  ]);
  expect(letters[0]?.digest).toMatch(/^[\w-]{43}$/);
  expect(answer.text).not.toContain('canary');
  const one = await api.ops('/ops/v1/notifications/dead-letters?limit=1');
  expect(one.read(notificationDeadLettersSchema)).toMatchObject({ count: 2, dead_letters: [letters[0]] });
});

test('an audit of events says what to set where no brokers are set', async () => {
  const { detail } = expectProblem(await api.ops('/ops/v1/events/audit'), 'unprocessable');
  expect(detail).toContain('KAFKA_BROKERS is not set');
});
