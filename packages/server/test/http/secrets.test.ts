/** Keys, tokens and passengers stay where they belong: in no log line, metric or span, and in no answer but their own. */
import { bookingSchema, refundOptionsSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Api } from '../support/api.ts';
import { bangkokTrip, open } from '../support/builders.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { type RecordedApi, startRecordedApi } from '../support/recorded-api.ts';
import type { Recorder } from '../support/recorder.ts';

const passenger = {
  firstName: 'Canariana',
  lastName: 'Passagiera',
  email: 'canary.mail@traveller.example',
  mobile: '+66899887766',
  idempotencyKey: 'canary-idempotency-key',
};
const upstreamKey = 'sandbox-key';
const collectorKey = 'canary-collector-key';
/** What may be told: whoever looks for secrets finds this where it looks. */
const correlationId = 'positive-control';

let api: Api;
let twelveGo: Recorder;
let stack: RecordedApi;
let collector: Collector;
let metrics: string;
const answers: Answer[] = [];
const tokens: string[] = [];

const data = (email: string = passenger.email) => ({
  email,
  mobile_phone: passenger.mobile,
  passengers: [{ first_name: passenger.firstName, last_name: passenger.lastName, country_id: 'AR' }],
});

const ask = async (answer: Promise<Answer>): Promise<Answer> => {
  answers.push(await answer);
  return answer;
};

/** A 12go that talks too much when it refuses. */
const talkative = (status: number) =>
  twelveGo.answer((method) =>
    method === 'POST'
      ? (response) =>
          response.writeHead(status, { 'content-type': 'application/json' }).end(
            JSON.stringify({
              fields: null,
              messages: [
                `${passenger.firstName} failed at https://api.upstream.example/confirm/1?k=${upstreamKey}`,
              ],
              data: { key: upstreamKey, k: `k=${upstreamKey}` },
            }),
          )
      : undefined,
  );

const walkFunnel = async (clientId: string): Promise<void> => {
  const caller = api.as(clientId);
  const key = { 'idempotency-key': `${passenger.idempotencyKey}-${clientId}` };
  const { booking_token } = await open(caller, bangkokTrip());
  tokens.push(booking_token);
  await ask(caller.post('/bookings', { booking_token, booking_data: data('not a mail address') }));
  await ask(
    caller.post('/bookings', { booking_token, booking_data: { ...data(), shoe_size: passenger.lastName } }),
  );
  const created = await ask(caller.post('/bookings', { booking_token, booking_data: data() }, key));
  const { id } = created.read(bookingSchema);
  talkative(409);
  await ask(caller.post(`/bookings/${id}/confirm`));
  talkative(500);
  await ask(caller.post(`/itineraries/${bangkokTrip()}`));
  await ask(caller.get(`/itineraries/${bangkokTrip()}`));
  twelveGo.answer(undefined);
  await ask(caller.post(`/bookings/${id}/confirm`));
  await ask(caller.get(`/bookings/${id}`));
  const preview = await ask(caller.post(`/bookings/${id}/cancel`, { preview: true }));
  const option = preview.read(refundOptionsSchema).refund_options[0]?.refund_option ?? '';
  tokens.push(option);
  await ask(caller.post(`/bookings/${id}/cancel`, { refund_option: option }));
  await ask(api.ops(`/ops/v1/bookings/${id}/inspection`));
};

beforeAll(async () => {
  collector = await startCollector();
  stack = await startRecordedApi({
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=${collectorKey}`,
    },
  });
  ({ api, twelveGo } = stack);
  await walkFunnel('demo');
  await walkFunnel('rival');
  await ask(api.send('GET', '/v1/demo/bookings/x', { headers: { 'x-api-key': 'canary-wrong-key' } }));
  await ask(
    api.send('POST', '/v1/demo/bookings', {
      headers: { 'x-api-key': api.apiKey, 'content-type': 'application/json' },
      body: `{"broken ${passenger.firstName}`,
    }),
  );
  await ask(api.as('demo').get(`/itineraries?departure_poi=${passenger.firstName}&pax=${passenger.mobile}`));
  await ask(
    api.as('demo').get('/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1', {
      'x-correlation-id': correlationId,
    }),
  );
  metrics = (await api.ops('/metrics')).text;
  await stack.close();
});
afterAll(() => collector.close());

const secrets = (): readonly string[] => [
  upstreamKey,
  collectorKey,
  ...api.clients.map(({ apiKey }) => apiKey),
  'canary-wrong-key',
  api.opsKey,
  api.config.BOOKING_ID_SECRET,
  api.config.SEALING_KEYS.split(':')[1] ?? '',
];
const personal = Object.values(passenger);

test('the walk said something worth hiding', () => {
  expect(answers.length).toBeGreaterThan(20);
  expect(twelveGo.passed.some(({ url }) => url.includes(upstreamKey))).toBe(true);
  expect(tokens.every((token) => token.length > 40)).toBe(true);
});

test('no log line holds a key, a token, an URL, or anything a passenger typed', () => {
  const lines = api.logLines.join('');
  expect(api.logLines.length).toBeGreaterThan(50);
  for (const secret of [...secrets(), ...personal, ...tokens, 'https://', 'http://'])
    expect(lines).not.toContain(secret);
});

test('no metric holds a key, a token, a booking, or anything a passenger typed', () => {
  const text = metrics;
  expect(text).toContain('client_id="demo"');
  for (const secret of [...secrets(), ...personal, ...tokens, 'BK-', '845120'])
    expect(text).not.toContain(secret);
});

test('nothing that is sent to a collector holds a key, a token, an URL, or anything a passenger typed', () => {
  const sent = collector.received.map(({ text }) => text).join('');
  const spans = collector.spans();
  for (const name of [
    'receive_request',
    'call_12go_reserve',
    'call_12go_refund',
    'token.open',
    'creditline.check',
  ])
    expect(spans.map((span) => span.name)).toContain(name);
  expect(sent).toContain('gateway.request.errors');
  for (const secret of [...secrets(), ...personal, ...tokens, 'https://', 'http://', '?k='])
    expect(sent).not.toContain(secret);
});

test('what may be told is found where the secrets were looked for', () => {
  const sent = collector.received.map(({ text }) => text).join('');
  for (const text of [sent, api.logLines.join('')]) {
    expect(text).toContain(correlationId);
    expect(text).toContain('BK-845120');
  }
  expect(collector.received[0]?.headers.authorization).toBe(collectorKey);
});

test('no answer holds a key, 12go’s URL, or what somebody typed', () => {
  for (const { text } of answers)
    for (const secret of [
      ...secrets(),
      'api.upstream.example',
      'canary',
      passenger.mobile,
      passenger.lastName,
    ])
      expect(text).not.toContain(secret);
});
