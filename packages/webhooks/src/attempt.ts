/** What an attempt to deliver a webhook came to: words and numbers, and nothing that the other side wrote. */

/**
 * `name`: the host's name leads nowhere. `address_forbidden`: it leads to an address that is not public. `url_forbidden`: the URL
 * itself is refused. `protocol`: an answer that is not HTTP, or has too many headers. `unsendable`: the headers cannot be written.
 */
export type FailureReason =
  | 'timeout'
  | 'refused'
  | 'reset'
  | 'unreachable'
  | 'tls'
  | 'name'
  | 'address_forbidden'
  | 'url_forbidden'
  | 'protocol'
  | 'unsendable'
  | 'other';

export type AttemptResult =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** What `Retry-After` asks for, from the answer on. */
      readonly retryAfterMs?: number;
      readonly latencyMs: number;
    }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly latencyMs: number };

/** `503` or `timeout`: one word for a dead letter or a metric. */
export const outcomeOf = (result: AttemptResult): string =>
  result.kind === 'answered' ? String(result.status) : result.reason;

/** Any 2xx, and nothing else; a redirect is not followed. */
export const isDelivered = (result: AttemptResult): boolean =>
  result.kind === 'answered' && result.status >= 200 && result.status < 300;
