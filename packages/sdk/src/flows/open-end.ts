/** The ends of a wait that leave the result open: each error carries the pending result, to go on with. */
import { createError } from '../errors/error-classes.ts';
import type { ErrorFacts, GatewayError } from '../errors/gateway-error.ts';
import type { PendingBooking } from '../pending-booking.ts';

const openEnd = (
  pending: PendingBooking,
  facts: Pick<ErrorFacts, 'kind' | 'code' | 'detail'>,
  cause?: unknown,
): GatewayError => {
  const { operation = 'getIncompleteResult', correlationId, idempotencyKey } = pending;
  return createError(
    { ...facts, operation, correlationId, idempotencyKey, retryable: true, outcome: 'unknown', pending },
    cause,
  );
};

/** The deadline of the wait has passed, or would while waiting as long as the gateway asks. */
export const outOfTime = (pending: PendingBooking, deadlineMs: number): GatewayError =>
  openEnd(pending, {
    kind: 'timeout',
    code: 'deadline_exceeded',
    detail: `still pending after ${deadlineMs} ms; wait again with the pending result, never book again`,
  });

/** The caller stopped the wait; the booking goes on. */
export const abortedWait = (pending: PendingBooking, cause: unknown): GatewayError =>
  openEnd(
    pending,
    { kind: 'abort', code: 'aborted', detail: 'the caller stopped waiting; the booking is still pending' },
    cause,
  );

/** The result is no longer kept, and what would bring the answer is not known here. */
export const expiredResult = (pending: PendingBooking, error: GatewayError): GatewayError => {
  const { operation = 'createBooking or confirmBooking', idempotencyKey = 'that it was sent under' } =
    pending;
  const { fields, ...facts } = error;
  return createError(
    {
      ...facts,
      fields,
      pending,
      detail: `${error.detail} The answer comes with the same ${operation} under the key ${idempotencyKey}`,
    },
    error,
  );
};
