/** The ids that travel with a request, to 12go and into every log line. */
export type Trace = {
  readonly correlationId: string;
  readonly experiment?: string | undefined;
  readonly requestId?: string | undefined;
  readonly traceparent?: string | undefined;
};
