/** One trace from the partner's own span by way of the SDK and the gateway to 12go. */
import { createClient } from '@partner-gateway/sdk';
import { startEmbedded } from '@partner-gateway/server/embedded';
import { expect, test } from 'vitest';
import { startCollector } from '../../server/test/support/collector.ts';
import { startRecorder } from '../../server/test/support/recorder.ts';
import { openOffer } from './support/offer.ts';

const [traceId, spanId] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];

test('a trace goes from the SDK through the gateway to 12go', async () => {
  const [collector, twelveGo] = [await startCollector(), await startRecorder()];
  const embedded = await startEmbedded({
    environment: { TWELVEGO_BASE_URL: twelveGo.url, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
  });
  twelveGo.forwardTo(embedded.sandboxUrl);
  const { baseUrl, clientId, apiKey } = embedded;
  const headers = { traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'partner=1' };
  const gateway = createClient({ baseUrl, clientId, apiKey, headers });
  await gateway.createBooking(await openOffer(gateway));
  await embedded.close();

  const spans = collector.spans();
  expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
  const roots = spans.filter(({ name }) => name === 'receive_request');
  expect(roots.map(({ attributes }) => attributes.endpoint)).toEqual([
    'search',
    'get_itinerary',
    'create_booking',
  ]);
  for (const root of roots) expect(root.parentSpanId).toBe(spanId);

  const calls = spans.filter(({ name }) => name.startsWith('call_12go_'));
  const rootIds = roots.map((root) => root.spanId);
  for (const call of calls) expect(rootIds).toContain(call.parentSpanId);
  expect(twelveGo.passed.map((passed) => passed.headers.traceparent).toSorted()).toEqual(
    calls.map((call) => `00-${traceId}-${call.spanId}-01`).toSorted(),
  );
  expect(new Set(twelveGo.passed.map((passed) => passed.headers.tracestate))).toEqual(new Set(['partner=1']));
  await twelveGo.close();
  await collector.close();
});
