/** What a client tells while it works, for logs and metrics: events that can hold nothing secret, because nothing of it goes in. */
import type { OperationName } from '../../generated/routes.ts';
import type { ErrorFacts } from '../errors/gateway-error.ts';

/**
 * What every event holds. Not in any event: the API key, the idempotency key, the host, headers, the query, the body, ids of
 * itineraries and bookings, and the texts of errors.
 *
 * @example
 * ```ts
 * const onRequest = ({ operation, attempt, correlationId }: CallEvent) =>
 *   console.log(operation, attempt, correlationId);
 * createClient({ baseUrl, clientId, apiKey, onRequest });
 * ```
 */
export type CallEvent = {
  /** The method of the client, as the contract calls it. */
  readonly operation: OperationName;
  /** HTTP method. */
  readonly method: string;
  /** As a template, such as `/v1/{client_id}/bookings/{booking_id}`. */
  readonly path: string;
  /** The id to give to support. */
  readonly correlationId: string;
  /** The number of the attempt, from 1; 0 when nothing was sent. */
  readonly attempt: number;
};

/**
 * An answer arrived, whatever it says.
 *
 * @example
 * ```ts
 * const onResponse = ({ operation, status, durationMs }: ResponseEvent) =>
 *   console.log(operation, status, Math.round(durationMs));
 * createClient({ baseUrl, clientId, apiKey, onResponse });
 * ```
 */
export type ResponseEvent = CallEvent & {
  /** HTTP status. */
  readonly status: number;
  /** Of the attempt, until the last byte. */
  readonly durationMs: number;
};

/**
 * An attempt failed, and another one follows.
 *
 * @example
 * ```ts
 * const onRetry = ({ operation, code, waitMs }: RetryEvent) => console.warn(operation, code, waitMs);
 * createClient({ baseUrl, clientId, apiKey, onRetry });
 * ```
 */
export type RetryEvent = CallEvent & {
  /** Code of the failure. */
  readonly code: string;
  /** How long it waits first. */
  readonly waitMs: number;
};

/**
 * The call has failed.
 *
 * @example
 * ```ts
 * const onError = ({ operation, kind, code, outcome }: ErrorEvent) =>
 *   console.error(operation, kind, code, outcome);
 * createClient({ baseUrl, clientId, apiKey, onError });
 * ```
 */
export type ErrorEvent = CallEvent &
  Pick<ErrorFacts, 'kind' | 'code' | 'status' | 'outcome' | 'retryable'> & {
    /** Of the whole call. */
    readonly durationMs: number;
  };

/**
 * Listeners of a client. What one throws, or rejects with, is ignored: it never breaks a call.
 *
 * @example
 * ```ts
 * const hooks: Hooks = {
 *   onRetry: ({ operation, code, waitMs }) => console.warn(operation, code, waitMs),
 *   onError: ({ operation, code, outcome }) => console.error(operation, code, outcome),
 * };
 * createClient({ baseUrl, clientId, apiKey, ...hooks });
 * ```
 */
export type Hooks = {
  /** Before each attempt. */
  onRequest?: ((event: CallEvent) => unknown) | undefined;
  /** After each answer, also one that means an error. */
  onResponse?: ((event: ResponseEvent) => unknown) | undefined;
  /** Before the wait for another attempt. */
  onRetry?: ((event: RetryEvent) => unknown) | undefined;
  /** When a call fails, once. Wrong arguments, a `TypeError`, are not told. */
  onError?: ((event: ErrorEvent) => unknown) | undefined;
};

/** Names of the listeners. */
export const hookNames = ['onRequest', 'onResponse', 'onRetry', 'onError'] as const;
