/** Promises of trace context: what the W3C calls invalid is none. */
import { expect, test } from 'vitest';
import { readTraceparent, traceFields } from '../src/index.ts';

const [traceId, spanId] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];

test('a traceparent is read with its flag', () => {
  expect(readTraceparent(`00-${traceId}-${spanId}-01`)).toEqual({ traceId, spanId, isSampled: true });
  expect(readTraceparent(`00-${traceId}-${spanId}-02`)?.isSampled).toBe(false);
  expect(readTraceparent(`cc-${traceId}-${spanId}-03`)?.isSampled).toBe(true);
  expect(traceFields(`00-${traceId}-${spanId}-00`)).toEqual({ trace_id: traceId, span_id: spanId });
});

test.each([
  undefined,
  '',
  `ff-${traceId}-${spanId}-01`,
  `00-${'0'.repeat(32)}-${spanId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${spanId}-01`,
  `00-${traceId}-${spanId}`,
  `00-${traceId}-${spanId}-01-more`,
  ` 00-${traceId}-${spanId}-01`,
])('%j is none', (text) => {
  expect(readTraceparent(text)).toBeUndefined();
  expect(traceFields(text)).toEqual({});
});
