/** What a flow knows about the request it serves. */
import type { LogFields, LogLevel } from './observability/logger.ts';
import type { Partner } from './partners/partner-directory.ts';

/** The ids that travel with a request, to 12go and into every log line. */
export type Trace = {
  readonly correlationId: string;
  readonly experiment?: string | undefined;
  readonly requestId?: string | undefined;
  readonly traceparent?: string | undefined;
};

/** A request of an authenticated partner. */
export type PartnerContext = {
  readonly partner: Partner;
  readonly trace: Trace;
  /** Writes a line with the request's ids. */
  readonly log: (level: LogLevel, message: string, fields?: LogFields) => void;
};

/** A request whose answer is under way. */
export type PartnerRequest = PartnerContext & {
  /** Names parts of the request that are not used, such as `query.pax`: in `X-Ignored`, the log and a metric. */
  readonly ignore: (names: readonly string[]) => void;
};
