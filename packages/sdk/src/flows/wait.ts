/** Waits for a booking write that is pending, in the process that made it or in another one. */
import type { Booking, CreateBookingRequest } from '../../generated/schemas.ts';
import type { BookingResult } from '../bookings.ts';
import { isGatewayError } from '../errors/error-classes.ts';
import type { GatewayClient } from '../index.ts';
import { tell } from '../observe/tell.ts';
import type { PendingBooking } from '../pending-booking.ts';
import { pause } from '../stopping.ts';
import { abortedWait, expiredResult, outOfTime } from './open-end.ts';
import { type FlowOptions, startTime, type TimeLeft } from './time-left.ts';

/**
 * What {@link wait} can be told.
 *
 * @example
 * ```ts
 * const options: WaitOptions = {
 *   deadlineMs: 120_000,
 *   request,
 *   onUpdate: ({ retryAfterSeconds }) => console.log(`not yet, again in ${retryAfterSeconds} s`),
 * };
 * await wait(gateway, await gateway.createBooking(request), options);
 * ```
 */
export type WaitOptions = FlowOptions & {
  /** Told of each answer that says "not yet". Whatever it throws is ignored. */
  onUpdate?: ((pending: PendingBooking) => unknown) | undefined;
  /**
   * The body of the `createBooking` that is pending. With it, a result that was asked for later than the 15 minutes it is kept
   * is still found, by repeating the create under its key. A confirm needs nothing for that.
   */
  request?: CreateBookingRequest | undefined;
};

/**
 * The methods of a client that waiting needs.
 *
 * @example
 * ```ts
 * const finish = (client: WaitingClient) => wait(client, pending, { deadlineMs: 120_000 });
 * console.log((await finish(gateway)).id);
 * ```
 */
export type WaitingClient = Pick<GatewayClient, 'getIncompleteResult' | 'createBooking' | 'confirmBooking'>;

const deadlineMsDefault = 300_000;

/** Codes of a gateway that could not look, which says nothing of what it was asked about. */
const couldNotLook = ['idempotency_unavailable', 'not_ready', 'overloaded', 'rate_limited'];

type Waiting = {
  readonly gateway: WaitingClient;
  readonly options: WaitOptions;
  readonly time: TimeLeft;
};

/** The same write again, under its key, where all that it takes is known: it is answered with the first answer. */
const repeat = ({ gateway, options, time }: Waiting, pending: PendingBooking) => {
  const { operation, idempotencyKey, bookingId } = pending;
  if (idempotencyKey === undefined) return undefined;
  const write = { ...time.callOptions(), idempotencyKey };
  if (operation === 'confirmBooking' && bookingId !== undefined)
    return gateway.confirmBooking(bookingId, write);
  const { request } = options;
  return operation === 'createBooking' && request !== undefined
    ? gateway.createBooking(request, write)
    : undefined;
};

/** The result as it was, to be looked for again, when the failure told nothing of it; else the failure is thrown. */
const stillOpen = (pending: PendingBooking, error: unknown): PendingBooking => {
  if (!isGatewayError(error)) throw error;
  if (error.kind === 'abort') throw abortedWait(pending, error.cause);
  const wasAnswered = error.status !== undefined && error.kind !== 'unreadable_answer';
  const toldNothing = !wasAnswered || error.outcome === undefined || couldNotLook.includes(error.code);
  if (!error.retryable || !toldNothing) throw error;
  return { ...pending, retryAfterSeconds: error.retryAfterSeconds ?? pending.retryAfterSeconds };
};

const afterFailure = async (
  waiting: Waiting,
  pending: PendingBooking,
  error: unknown,
): Promise<BookingResult> => {
  if (!isGatewayError(error) || error.code !== 'result_expired') return stillOpen(pending, error);
  const repeated = repeat(waiting, pending);
  if (repeated === undefined) throw expiredResult(pending, error);
  return await repeated.catch((failure: unknown) => stillOpen(pending, failure));
};

const look = async (waiting: Waiting, pending: PendingBooking): Promise<BookingResult> => {
  const { gateway, time } = waiting;
  try {
    const next = await gateway.getIncompleteResult(pending.incompleteResultId, time.callOptions());
    return next.state === 'finished' ? next : { ...pending, ...next, correlationId: pending.correlationId };
  } catch (error) {
    return await afterFailure(waiting, pending, error);
  }
};

/**
 * Waits until a create or confirm is answered. It asks as often as the gateway says, at the place that the last answer named.
 * A pending result that was kept as JSON goes on in another process the same way.
 *
 * @param result - what `createBooking` or `confirmBooking` answered with; a finished one is handed back at once
 * @param options - `deadlineMs` is 300000 when not given
 * @returns the booking
 * @throws GatewayError of the original call, when that failed: its `outcome` says whether something was booked. `TimeoutError`
 * after the deadline and `AbortError` after an abort carry `pending`, to go on with later. `GatewayFaultError` with code
 * `result_expired` when the result is no longer kept and the call cannot be repeated here
 * @example
 * ```ts
 * const booking = await wait(gateway, await gateway.createBooking(request), { deadlineMs: 120_000, request });
 * ```
 */
export const wait = async (
  gateway: WaitingClient,
  result: BookingResult,
  options: WaitOptions = {},
): Promise<Booking> => {
  const waiting: Waiting = { gateway, options, time: startTime(options, deadlineMsDefault) };
  const { signal, leftMs } = waiting.time;
  let latest = result;
  while (latest.state === 'pending') {
    const waitMs = latest.retryAfterSeconds * 1000;
    if (signal?.aborted) throw abortedWait(latest, signal.reason);
    if (waitMs >= leftMs()) throw outOfTime(latest, waiting.time.deadlineMs);
    await pause(waitMs, signal);
    if (signal?.aborted) throw abortedWait(latest, signal.reason);
    latest = await look(waiting, latest);
    if (latest.state === 'pending') tell(options.onUpdate, latest);
  }
  return latest.booking;
};
