/** The last step of a booking: the reservation is confirmed, once. */
import type { Booking } from '../../generated/schemas.ts';
import { isGatewayError } from '../errors/error-classes.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { BookOutcome } from './book-outcome.ts';
import { caught, later, type Run, refused } from './booking-run.ts';
import { wait } from './wait.ts';

const endedStatuses = ['declined', 'cancelled', 'failed'];

/** The key of the confirm, beside that of the create. */
const confirmKeyOf = ({ idempotencyKey }: Run): string => `${idempotencyKey}.confirm`;

const confirmed = (booking: Booking): BookOutcome =>
  endedStatuses.includes(booking.status)
    ? {
        state: 'rejected',
        step: 'confirm',
        code: 'confirm_failed',
        problems: [{ code: 'confirm_failed', message: `The booking is ${booking.status}.` }],
        bookingId: booking.id,
        error: undefined,
      }
    : { state: 'confirmed', booking };

const afterFailure = (run: Run, bookingId: string, error: GatewayError): BookOutcome => {
  const again = later(run, (next) => confirm(next, bookingId));
  const step = 'confirm';
  const { pending } = error;
  if (pending !== undefined) return { state: 'pending', step, pending, resume: again };
  if (error.outcome === 'executed' || error.outcome === 'not_executed')
    return refused(step, error, bookingId);
  return { state: 'unknown', step, idempotencyKey: confirmKeyOf(run), error, reconcile: again };
};

const answered = async (run: Run, bookingId: string): Promise<Booking> => {
  const { gateway, options, time } = run;
  const write = { ...time.callOptions(), idempotencyKey: confirmKeyOf(run) };
  const result = await gateway.confirmBooking(bookingId, write);
  return await wait(gateway, result, { ...options, ...time.callOptions() });
};

/** Confirms, and waits for the answer. */
export const confirm = async (run: Run, bookingId: string): Promise<BookOutcome> => {
  let ended = await caught(answered(run, bookingId));
  // Somebody has confirmed it, this flow before it was interrupted perhaps.
  if (isGatewayError(ended) && ended.code === 'already_confirmed')
    ended = await caught(run.gateway.getBooking(bookingId, run.time.callOptions()));
  return isGatewayError(ended) ? afterFailure(run, bookingId, ended) : confirmed(ended);
};
