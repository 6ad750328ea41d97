/** What travels with a request, to 12go and into every log line: its ids, and when it has to be answered. */
export type Trace = {
  readonly correlationId: string;
  readonly experiment?: string | undefined;
  readonly requestId?: string | undefined;
  readonly traceparent?: string | undefined;
  /** Whether it is a search, or an itinerary that is looked at: these leave a part of what 12go may be asked to bookings. */
  readonly isSearch?: boolean | undefined;
  /** The cart or booking of 12go in whose story its calls are told; none where nothing is booked. */
  readonly story?: string | undefined;
  /** Unix milliseconds by the gateway's clock; none in the background. */
  readonly deadlineMs?: number | undefined;
};
