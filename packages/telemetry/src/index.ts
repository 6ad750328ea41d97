/** What the gateway tells of itself: its log, its instruments and its spans, each of allowed names only. */

export { errorType } from './error-type.ts';
export { createLog, type Log, type LogFields, type LogLevel, whereThrown } from './logger.ts';
export { instruments, type Metrics } from './metrics.ts';
export type { Collector } from './otlp.ts';
export { createRecentLines, type RecentLine, type RecentLines } from './recent-lines.ts';
export { type SpanFields, spanAttributes, spanNames } from './span-names.ts';
export { noSpans, type Span, type Spans } from './spans.ts';
export { startTelemetry, type Telemetry, type TelemetryOptions } from './telemetry.ts';
export { readTraceparent, type TraceFields, traceFields } from './traceparent.ts';
