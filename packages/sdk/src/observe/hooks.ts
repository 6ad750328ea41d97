/** What a client tells while it works, for logs and metrics: events that can hold nothing secret, because nothing of it goes in. */
import type { OperationName } from '../../generated/routes.ts';
import type { ErrorFacts } from '../errors/gateway-error.ts';

/**
 * What every event holds. Not in any event: the API key, the idempotency key, the host, headers, the query, the body, ids of
 * itineraries and bookings, and the texts of errors.
 */
export type CallEvent = {
  readonly operation: OperationName;
  readonly method: string;
  /** As a template, such as `/v1/{client_id}/bookings/{booking_id}`. */
  readonly path: string;
  readonly correlationId: string;
  /** The number of the attempt, from 1; 0 when nothing was sent. */
  readonly attempt: number;
};

/** An answer arrived, whatever it says. */
export type ResponseEvent = CallEvent & {
  readonly status: number;
  /** Of the attempt, until the last byte. */
  readonly durationMs: number;
};

/** An attempt failed, and another one follows. */
export type RetryEvent = CallEvent & {
  /** Code of the failure. */
  readonly code: string;
  /** How long it waits first. */
  readonly waitMs: number;
};

/** The call has failed. */
export type ErrorEvent = CallEvent &
  Pick<ErrorFacts, 'kind' | 'code' | 'status' | 'outcome' | 'retryable'> & {
    /** Of the whole call. */
    readonly durationMs: number;
  };

/** Listeners of a client. What one throws, or rejects with, is ignored: it never breaks a call. */
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
