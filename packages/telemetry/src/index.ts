/** What the gateway tells of itself: its log and its instruments, each of allowed names only. */
export { createLog, type Log, type LogFields, type LogLevel, whereThrown } from './logger.ts';
export { type InstrumentName, instruments, type Metrics } from './metrics.ts';
export { createScrapedMetrics } from './prometheus.ts';
