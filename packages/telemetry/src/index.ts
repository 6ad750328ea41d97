/** What the gateway tells of itself: its log, its instruments and its spans, each of allowed names only. */

export { errorType } from './error-type.ts';
export { instruments } from './instruments.ts';
export { createLog, type Log, type LogFields, type LogLevel, whereThrown } from './logger.ts';
export type { Metrics, MetricsOf } from './metrics.ts';
export { endInOrder } from './orderly-end.ts';
export type { Collector } from './otlp.ts';
export { createRecentLines, type RecentLine, type RecentLines } from './recent-lines.ts';
export { routerBounds, routerInstruments } from './router-instruments.ts';
export { type SpanFields, spanAttributes, spanNames } from './span-names.ts';
export { noSpans, type Span, type Spans } from './spans.ts';
export {
  startTelemetry,
  startTelemetryOf,
  type Telemetry,
  type TelemetryOf,
  type TelemetryOptions,
} from './telemetry.ts';
export { readTraceparent, type TraceFields, traceFields } from './traceparent.ts';
