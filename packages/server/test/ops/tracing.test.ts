/** Spans as a collector gets them: one tree for a request, from its caller's span to those of 12go's calls. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bangkokTrip, confirm, createBody } from '../support/builders.ts';
import { type Collector, type SentSpan, startCollector } from '../support/collector.ts';
import { type RecordedApi, startRecordedApi } from '../support/recorded-api.ts';

const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';
const [caller, parent] = ['00f067aa0ba902b7', '4bf92f3577b34da6a3ce929d0e0e4736'];
const context = { traceparent: `00-${parent}-${caller}-01`, tracestate: 'vendor=1,other=2' };
const unrecorded = `00-${parent.replace('4', '5')}-${caller}-00`;

let collector: Collector;
let stack: RecordedApi;
let spans: readonly SentSpan[];
let bookingId: string;

const spansOf = (correlationId: string): readonly SentSpan[] => {
  const root = spans.find(({ attributes }) => attributes.correlation_id === correlationId);
  return spans.filter(({ traceId }) => traceId === root?.traceId);
};
const named = (correlationId: string, name: string): SentSpan | undefined =>
  spansOf(correlationId).find((span) => span.name === name);

/** The names of a tree, each below its parent. */
const treeOf = (those: readonly SentSpan[], below?: string): readonly unknown[] =>
  those
    .filter(({ parentSpanId }) => (parentSpanId ?? '') === (below ?? ''))
    .map(({ name, spanId }) => {
      const children = treeOf(those, spanId);
      return children.length === 0 ? name : [name, ...children];
    });

beforeAll(async () => {
  collector = await startCollector();
  stack = await startRecordedApi({
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=a%2Cb',
      OTEL_SERVICE_NAME: 'gateway-under-test',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    },
  });
  const demo = stack.api.as('demo');
  const as = (id: string) => ({ 'x-correlation-id': id });
  await demo.get(search, { ...as('searched'), ...context });
  await demo.get(search, { ...as('unrecorded'), traceparent: unrecorded });
  await demo.post('/bookings', await createBody(demo), as('created'));
  ({ id: bookingId } = await confirm(demo));
  await demo.get(`/bookings/${bookingId}`, as('read'));
  await demo.get('/bookings/BK-1-00000', as('unknown'));
  stack.api.sandbox.scenarios.set({ operation: 'trip', scenario: 'server_error', times: 9 });
  await demo.get(`/itineraries/${bangkokTrip()}`, as('failed'));
  await stack.close();
  spans = collector.spans();
});
afterAll(() => collector.close());

test('a search is a tree of its steps, below the span of its caller', () => {
  expect(treeOf(spansOf('searched'), caller)).toEqual([
    [
      'receive_request',
      'auth_middleware',
      'transform_request',
      'call_12go_search',
      'apply_pricing',
      'transform_response',
      'send_response',
    ],
  ]);
});

test('a create shows the tokens, the credit line and every call of 12go', () => {
  expect(treeOf(spansOf('created'))).toEqual([
    [
      'receive_request',
      'auth_middleware',
      'transform_request',
      'token.open',
      'token.open',
      'call_12go_checkout',
      'apply_pricing',
      'creditline.check',
      'call_12go_reserve',
      'call_12go_booking',
      'apply_pricing',
      'send_response',
    ],
  ]);
});

test('12go gets the span of its call as its parent, and what the caller hands on', () => {
  const [sent] = stack.twelveGo.passed;
  const called = named('searched', 'call_12go_search');
  expect(called?.traceId).toBe(parent);
  expect(sent?.headers).toMatchObject({
    traceparent: `00-${parent}-${called?.spanId}-01`,
    tracestate: context.tracestate,
  });
});

test('a caller that does not record its trace is followed: no spans, the same trace, the same flag', () => {
  const [, traceId] = unrecorded.split('-');
  expect(spans.filter((span) => span.traceId === traceId)).toEqual([]);
  const sent = stack.twelveGo.passed.find(({ headers }) => headers['x-correlation-id'] === 'unrecorded');
  expect(sent?.headers.traceparent).toMatch(new RegExp(`^00-${traceId}-(?!${caller})[0-9a-f]{16}-00$`));
});

test('the span of a request says whose it is and what it was about', () => {
  expect(named('created', 'receive_request')?.attributes).toEqual({
    correlation_id: 'created',
    endpoint: 'create_booking',
    client_id: 'demo',
    contract_code: 'DEMO',
    booking_id: expect.stringMatching(/^BK-/),
    integration_id: expect.stringMatching(/^\d+$/),
    'http.response.status_code': '200',
  });
  expect(named('read', 'receive_request')?.attributes.booking_id).toBe(bookingId);
  expect(named('failed', 'receive_request')?.attributes.itinerary_id).toContain('TH014901tK0Rob00F0kQ2r7M');
});

test('what fails is marked by its kind or code; a refusal has its code and is no failure', () => {
  const failed = 2;
  expect(named('failed', 'call_12go_trip')).toMatchObject({
    attributes: { 'error.type': 'server', 'http.response.status_code': '500' },
    status: { code: failed },
  });
  expect(named('failed', 'receive_request')).toMatchObject({
    attributes: { 'error.type': 'upstream_error', 'http.response.status_code': '502' },
    status: { code: failed },
  });
  const { attributes, status } = named('unknown', 'receive_request') ?? {};
  expect(attributes?.['error.type']).toBe('booking_not_found');
  expect(status?.code ?? 0).toBe(0);
  for (const span of spans) expect(span.status.message).toBeUndefined();
});

test('log lines carry the trace: a request’s its own span, a call’s the span of the call', () => {
  const lines = stack.api.logLines
    .map((line) => JSON.parse(line) as Record<string, string>)
    .filter(({ correlation_id }) => correlation_id === 'searched');
  expect(new Set(lines.map(({ trace_id }) => trace_id))).toEqual(new Set([parent]));
  const spanOf = (message: string) => lines.find((line) => line.message === message)?.span_id;
  expect(spanOf('Request answered')).toBe(named('searched', 'receive_request')?.spanId);
  expect(spanOf('12go answered')).toBe(named('searched', 'call_12go_search')?.spanId);
});

test('the collector gets spans and metrics under the name of the service, with its headers', () => {
  expect(collector.received.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/v1/traces', '/v1/metrics']),
  );
  for (const { headers, text } of collector.received) {
    expect(headers['x-collector-key']).toBe('a,b');
    expect(text).toContain('gateway-under-test');
    expect(text).toContain('deployment.environment.name');
  }
  const metrics = collector.received.filter(({ path }) => path === '/v1/metrics').map(({ text }) => text);
  for (const name of ['gateway.request.duration', 'gateway.12go.errors', 'gateway.booking.funnel'])
    expect(metrics.join()).toContain(`"name":"${name}"`);
});
