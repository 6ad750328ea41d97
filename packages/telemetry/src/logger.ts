/** The log: one JSON line an event, made of allowed fields only, so that no body, key or name can slip in. */
import { type DestinationStream, destination, type Logger, pino } from 'pino';

/** The fields a log line may hold. Ids of bookings and trips are allowed here, and never as metric labels. */
export type LogFields = {
  readonly client_id?: string | undefined;
  readonly correlation_id?: string | undefined;
  readonly trace_id?: string | undefined;
  readonly span_id?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly method?: string | undefined;
  readonly status_code?: number | undefined;
  readonly duration_ms?: number | undefined;
  /** Of that, what was not spent waiting for 12go. */
  readonly our_overhead_ms?: number | undefined;
  readonly '12go_endpoint'?: string | undefined;
  readonly '12go_latency_ms'?: number | undefined;
  readonly '12go_status'?: number | undefined;
  readonly result_count?: number | undefined;
  readonly recheck?: boolean | undefined;
  readonly booking_id?: string | undefined;
  readonly itinerary_id?: string | undefined;
  readonly integration_id?: string | undefined;
  readonly contract_code?: string | undefined;
  readonly operator_id?: string | undefined;
  readonly error_code?: string | undefined;
  readonly error_kind?: string | undefined;
  readonly error_name?: string | undefined;
  readonly error_at?: string | undefined;
  readonly outcome?: string | undefined;
  readonly reason?: string | undefined;
  readonly count?: number | undefined;
  readonly port?: number | undefined;
  readonly store?: string | undefined;
  /** Who of the two behind the router. */
  readonly side?: string | undefined;
  readonly age_seconds?: number | undefined;
  readonly 'pricing.stale'?: boolean | undefined;
  /** Name of the operator's key. */
  readonly operator?: string | undefined;
  /** What that key may do. */
  readonly scope?: string | undefined;
  /** UTC, such as `2026-10-28T10:11:00`. */
  readonly until?: string | undefined;
  /** What an operator wrote, who is told to write nothing about travellers. */
  readonly note?: string | undefined;
};

/** Levels an event can have. */
export type LogLevel = 'info' | 'warn' | 'error' | 'debug';

/** Writes one line. */
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

const options = (level: string) => ({
  level,
  base: null,
  messageKey: 'message',
  timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
  formatters: { level: (label: string) => ({ level: label }) },
});

/**
 * Standard output, written once a turn of the event loop instead of once a line: under load that is one system call for
 * several requests. No line waits longer than its turn, and none is lost at an orderly end or an uncaught error.
 */
const createStdout = (): DestinationStream => {
  const stdout = destination({ dest: 1, sync: true });
  let lines = '';
  const flush = (): void => {
    const text = lines;
    lines = '';
    if (text !== '') stdout.write(text);
  };
  process.once('exit', flush);
  return {
    write(line) {
      if (lines === '') setImmediate(flush);
      lines += line;
    },
  };
};

/**
 * Makes the log.
 *
 * @param output where lines go; default: stdout.
 * @example
 * ```ts
 * createLog('info')('info', 'Listening', { port: 8080 });
 * ```
 */
export const createLog = (level: string, output: DestinationStream = createStdout()): Log => {
  const logger: Logger = pino(options(level), output);
  return (lineLevel, message, fields = {}) => logger[lineLevel](fields, message);
};

/**
 * Where an unexpected error was thrown: its class and its first stack frame of the gateway, without its message, which
 * may quote a request.
 */
export const whereThrown = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { error_name: typeof error };
  const frame = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return {
    error_name: error.name,
    error_at: frame
      ?.trim()
      .replace(/^at /, '')
      .replace(/file:\/\/.*\/packages\//, ''),
  };
};
