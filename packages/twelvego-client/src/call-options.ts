/** What a caller may say about one call. */

/** Options of one call; all may be left out. */
export type CallOptions = {
  /** Aborts the call: kind `aborted`. Do not pass a request's signal to reserve, confirm or refund. */
  readonly signal?: AbortSignal | undefined;
  /** For the whole call with body and retries, in milliseconds. Default: search 10 s, reads 8 s, writes 15 s, recheck 60 s. */
  readonly timeoutMs?: number | undefined;
  /** A moment by the transport's clock (Unix milliseconds); the earlier of it and `timeoutMs` counts. */
  readonly deadline?: number | undefined;
  /** Sent along, such as `x-correlation-id`, `traceparent`, `x-request-id`, `x-api-experiment`. Undefined ones are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Lowers the number of attempts; it never raises it. */
  readonly attempts?: number | undefined;
};
