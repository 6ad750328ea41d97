/** What travels with a request, to 12go and into every log line: its ids, and when it has to be answered. */
import type { JournalDetail } from '@partner-gateway/journal';
import type { Advance } from '@partner-gateway/load-control';
import type { Span, TraceFields } from '@partner-gateway/telemetry';

export type Trace = {
  readonly correlationId: string;
  readonly experiment?: string | undefined;
  readonly requestId?: string | undefined;
  /** The request's own span where tracing is on, else what its caller sent. */
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  /** The ids of `traceparent`, for log lines. */
  readonly ids?: TraceFields | undefined;
  /** The span of the request; none where tracing is off. */
  readonly span?: Span | undefined;
  /** Counts the time in which the request waits for 12go; nobody does in the background. */
  readonly waited?: WaitClock | undefined;
  /** Whether it is a search, or an itinerary that is looked at: these leave a part of what 12go may be asked to bookings. */
  readonly isSearch?: boolean | undefined;
  /** Calls to 12go that were counted for it already. */
  readonly advance?: Advance | undefined;
  /** The cart or booking of 12go in whose story its calls are told; none where nothing is booked. */
  readonly story?: string | undefined;
  /** Is told of what is asked and found out for the request, for whoever asks later why it ended as it did. */
  readonly note?: ((step: string, detail: JournalDetail) => void) | undefined;
  /** Unix milliseconds by the gateway's clock; none in the background. */
  readonly deadlineMs?: number | undefined;
};

/** Adds up the time in which anything is waited for; what is waited for side by side counts once. */
export type WaitClock = {
  /** Begins to wait; the result is called at the end of it. */
  begin(): () => void;
  totalMs(): number;
};

/** Makes a clock that stands at nothing. */
export const createWaitClock = (nowMs: () => number): WaitClock => {
  let [waiting, sinceMs, totalMs] = [0, 0, 0];
  return {
    begin() {
      if (waiting === 0) sinceMs = nowMs();
      waiting += 1;
      return () => {
        waiting -= 1;
        if (waiting === 0) totalMs += nowMs() - sinceMs;
      };
    },
    totalMs: () => totalMs + (waiting === 0 ? 0 : nowMs() - sinceMs),
  };
};
