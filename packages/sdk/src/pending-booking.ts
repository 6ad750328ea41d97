/** A booking write that is not answered yet, in a form that can be kept. */

/**
 * A create or confirm that the supplier has not answered yet. Do not book again: hand it to `wait` of
 * `@partner-gateway/sdk/flows`, or ask `getIncompleteResult` after the given time. It is plain JSON, so it can be kept and
 * waited for in another process; it holds neither the API key nor anything about the traveller.
 *
 * @example
 * ```ts
 * const kept: string = JSON.stringify(pending);
 * // In another process, or another day:
 * const again: PendingBooking = JSON.parse(kept);
 * console.log(again.operation, again.idempotencyKey);
 * ```
 */
export type PendingBooking = {
  state: 'pending';
  /** What `getIncompleteResult` takes. */
  incompleteResultId: string;
  /** How long the gateway asks to wait before the next question. */
  retryAfterSeconds: number;
  /** Of the call that is pending, for support. */
  correlationId: string;
  /** What is pending; absent when it was asked for by its id alone, as are the next two. */
  operation?: 'createBooking' | 'confirmBooking';
  /** The key that it was sent under: the same call with it is answered with the first answer, for 24 hours. */
  idempotencyKey?: string;
  /** The booking that is being confirmed. */
  bookingId?: string;
};
