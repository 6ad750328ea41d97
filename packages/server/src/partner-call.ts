/** What a flow knows of the request that it serves, and what it serves it with: made once, and handed down whole. */

import type { LogFields, LogLevel } from '@partner-gateway/telemetry';
import type { Deps } from './deps.ts';
import type { Partner } from './partners/partner-directory.ts';
import type { Trace } from './trace.ts';

/** What a request turns out to be about; ids and codes that were opened or made here, never a caller's own text. */
export type RequestFacts = Pick<
  LogFields,
  'booking_id' | 'itinerary_id' | 'integration_id' | 'contract_code' | 'operator_id'
>;

/** A request, or what goes on in its place in the background. */
type Occasion = {
  readonly trace: Trace;
  /** Writes a line with the request's ids. */
  readonly log: (level: LogLevel, message: string, fields?: LogFields) => void;
  /** Names parts of the request that are not used, such as `query.pax`: in `X-Ignored`, the log and a metric. */
  readonly ignore: (names: readonly string[]) => void;
  /** Notes what the request is about: in its later log lines, and its span. */
  readonly about: (facts: RequestFacts) => void;
};

/** How long a request may take, from when it was accepted; a search has its own time. */
export const requestTimeMs = 20_000;

/** A request of an authenticated partner, with the slice of the dependencies that whoever gets it needs. */
export type PartnerCall<Needs extends keyof Deps = never> = Occasion & {
  readonly deps: Pick<Deps, Needs>;
  readonly partner: Partner;
  readonly clientId: string;
};

/**
 * Makes a call.
 *
 * @param occasion without `ignore` and `about` where nobody is answered, so that nobody can be told.
 */
export const createPartnerCall = <Needs extends keyof Deps>(
  deps: Pick<Deps, Needs>,
  partner: Partner,
  occasion: Pick<Occasion, 'trace' | 'log'> & Partial<Occasion>,
): PartnerCall<Needs> => ({
  deps,
  partner,
  clientId: partner.clientId,
  ignore: () => undefined,
  about: () => undefined,
  ...occasion,
});

/** The call with another time for the whole of it, where it has one. */
export const lasting = <Call extends PartnerCall>(call: Call, timeMs: number): Call => {
  const { deadlineMs } = call.trace;
  if (deadlineMs === undefined) return call;
  return { ...call, trace: { ...call.trace, deadlineMs: deadlineMs - requestTimeMs + timeMs } };
};
