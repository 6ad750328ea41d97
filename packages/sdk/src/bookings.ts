/** The booking funnel in calling order: lock seats, quote, create, confirm, details, ticket, cancel, incomplete results. */
import type {
  Booking,
  CancelledBooking,
  CancelRequest,
  CreateBookingRequest,
  LockedSeats,
  LockSeatsRequest,
  Quote,
  QuoteRequest,
  RefundOptions,
  Ticket,
} from '../generated/schemas.ts';
import type { Answer } from './answer.ts';
import type { CallOptions, WriteOptions } from './options.ts';
import type { PendingBooking } from './pending-booking.ts';
import type { GatewayPromise } from './response.ts';
import { bodyAs, type Operate } from './transport.ts';

/**
 * A booking, or the place where it will be found.
 *
 * @example
 * ```ts
 * const result: BookingResult = await gateway.createBooking(request);
 * console.log(result.state === 'finished' ? result.booking.id : result.incompleteResultId);
 * ```
 */
export type BookingResult =
  | {
      state: 'finished';
      /** As it stands now. */
      booking: Booking;
    }
  | PendingBooking;

/**
 * A ticket, or when to ask again.
 *
 * @example
 * ```ts
 * const ticket: TicketResult = await gateway.getTicket(bookingId);
 * console.log(ticket.state === 'issued' ? ticket.ticket_url : `again in ${ticket.retryAfterSeconds} s`);
 * ```
 */
export type TicketResult =
  | ({ state: 'issued' } & Ticket)
  | {
      state: 'pending';
      /** How long the gateway asks to wait. */
      retryAfterSeconds: number;
    };

/**
 * A cancelled booking, or the options to cancel it with.
 *
 * @example
 * ```ts
 * const result: CancelResult = await gateway.cancelBooking(bookingId, { preview: true });
 * if (result.state === 'options') console.log(result.refund_options.length);
 * ```
 */
export type CancelResult =
  | ({ state: 'cancelled' } & CancelledBooking)
  | ({ state: 'options' } & RefundOptions);

/** The methods that book, read and cancel. */
export type BookingMethods = {
  /**
   * Holds seats for 15 minutes against other customers of the gateway, all or none. Optional. Calling it again with the
   * same token replaces the earlier choice. It carries no idempotency key, so a lost answer is not asked for again.
   *
   * @throws SeatsUnavailableError when a seat is taken; nothing is held then
   * @example
   * ```ts
   * const { total_price } = await gateway.lockSeats({
   *   booking_token: offer.booking_token,
   *   booking_data: { seat_selection: ['A1', 'B1'] },
   * });
   * ```
   */
  lockSeats(body: LockSeatsRequest, options?: CallOptions): GatewayPromise<LockedSeats>;

  /**
   * Lets go the seats that were locked with a token, so that others can have them at once; also when it holds none.
   *
   * @param bookingToken - of the offer; it may be past its end
   * @throws InvalidRequestError when the token is not one of yours
   * @example
   * ```ts
   * await gateway.unlockSeats(offer.booking_token);
   * ```
   */
  unlockSeats(bookingToken: string, options?: CallOptions): GatewayPromise<void>;

  /**
   * Tells what `createBooking` would cost and all that it would refuse, for booking data that may still be incomplete. Books
   * and holds nothing.
   *
   * @param body - what `createBooking` takes, as far as it is known
   * @throws ExpiredError when the token has lapsed; TripUnavailableError when the trip can no longer be booked
   * @example
   * ```ts
   * const { total_price, lines, problems } = await gateway.quoteBooking({ booking_token: offer.booking_token });
   * for (const { field, message } of problems) console.log(field, message);
   * ```
   */
  quoteBooking(body: QuoteRequest, options?: CallOptions): GatewayPromise<Quote>;

  /**
   * Reserves. One idempotency key covers all attempts, so it never books twice; `pending` when the supplier is slow.
   *
   * @param body - `booking_data` has to fit the itinerary's `booking_schema`
   * @throws PriceChangedError, CreditError, ExpiredError, TripUnavailableError, SeatsUnavailableError,
   * InvalidRequestError; every error says by its `outcome` whether something was booked
   * @example
   * ```ts
   * const result = await gateway.createBooking({ booking_token: offer.booking_token, booking_data });
   * if (result.state === 'finished') console.log(result.booking.id);
   * ```
   */
  createBooking(body: CreateBookingRequest, options?: WriteOptions): GatewayPromise<BookingResult>;

  /**
   * Confirms a reserved booking. The booking is then `approved`, or `pending` while the supplier decides.
   *
   * @throws TripUnavailableError when the supplier refuses; ConflictError when it was confirmed before
   * @example
   * ```ts
   * const result = await gateway.confirmBooking('BK-8451207-7GQ2M');
   * ```
   */
  confirmBooking(bookingId: string, options?: WriteOptions): GatewayPromise<BookingResult>;

  /**
   * Reads a booking live from the supplier.
   *
   * @throws NotFoundError when it does not exist or is not yours
   * @example
   * ```ts
   * const { status, total_price } = await gateway.getBooking('BK-8451207-7GQ2M');
   * ```
   */
  getBooking(bookingId: string, options?: CallOptions): GatewayPromise<Booking>;

  /**
   * The URL of a confirmed booking's ticket; `pending` while it is being issued.
   *
   * @throws ConflictError when the booking is not confirmed
   * @example
   * ```ts
   * const ticket = await gateway.getTicket('BK-8451207-7GQ2M');
   * if (ticket.state === 'issued') console.log(ticket.ticket_url);
   * ```
   */
  getTicket(bookingId: string, options?: CallOptions): GatewayPromise<TicketResult>;

  /**
   * Cancels, or lists the refund options. Without a body your client setting decides which of the two.
   *
   * @param body - `preview` lists the options and changes nothing; `refund_option` cancels with one of them
   * @throws ConflictError when it cannot be cancelled; ExpiredError when the option has lapsed
   * @example
   * ```ts
   * const result = await gateway.cancelBooking('BK-8451207-7GQ2M', { preview: true });
   * if (result.state === 'options') console.log(result.refund_options);
   * ```
   */
  cancelBooking(
    bookingId: string,
    body?: CancelRequest,
    options?: WriteOptions,
  ): GatewayPromise<CancelResult>;

  /**
   * What became of a create or confirm that was `pending`. Rejects with the error of the original call when it failed.
   *
   * @throws GatewayFaultError with code `result_expired` after 15 minutes: its `outcome` tells what is known by then, and the
   * same create or confirm with the same key brings the answer
   * @example
   * ```ts
   * const result = await gateway.getIncompleteResult(pending.incompleteResultId);
   * ```
   */
  getIncompleteResult(incompleteResultId: string, options?: CallOptions): GatewayPromise<BookingResult>;
};

// What the contract asks to wait when an answer does not say.
const pollSeconds = 2;
const ticketPollSeconds = 10;

/** What is known beforehand of a result that may be pending. */
type Known = Pick<PendingBooking, 'operation' | 'bookingId'> & { readonly incompleteResultId?: string };

const bookingResult =
  (known: Known) =>
  (answer: Answer): BookingResult => {
    if (answer.status !== 202) return { state: 'finished', booking: answer.body as Booking };
    const { correlationId, idempotencyKey } = answer.response;
    return {
      state: 'pending',
      ...known,
      incompleteResultId: answer.incompleteResultId ?? known.incompleteResultId ?? '',
      retryAfterSeconds: answer.retryAfterSeconds ?? pollSeconds,
      correlationId,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    };
  };

const ticketResult = ({ status, body, retryAfterSeconds }: Answer): TicketResult =>
  status === 202
    ? { state: 'pending', retryAfterSeconds: retryAfterSeconds ?? ticketPollSeconds }
    : { ...(body as Ticket), state: 'issued' };

const cancelResult = ({ body }: Answer): CancelResult => {
  const given = body as CancelledBooking | RefundOptions;
  return 'refund_options' in given ? { ...given, state: 'options' } : { ...given, state: 'cancelled' };
};

const ofBooking = (bookingId: string) => ({ params: { booking_id: bookingId } });

/** Binds the booking methods. */
export const bookingMethods = (operate: Operate): BookingMethods => ({
  lockSeats: (body, options) => operate('lockSeats', { body, options }, bodyAs<LockedSeats>()),
  unlockSeats: (bookingToken, options) =>
    operate('unlockSeats', { body: { booking_token: bookingToken }, options }, () => {}),
  quoteBooking: (body, options) => operate('quoteBooking', { body, options }, bodyAs<Quote>()),
  createBooking: (body, options) =>
    operate('createBooking', { body, options }, bookingResult({ operation: 'createBooking' })),
  confirmBooking: (bookingId, options) =>
    operate(
      'confirmBooking',
      { ...ofBooking(bookingId), options },
      bookingResult({ operation: 'confirmBooking', bookingId }),
    ),
  getBooking: (bookingId, options) =>
    operate('getBooking', { ...ofBooking(bookingId), options }, bodyAs<Booking>()),
  getTicket: (bookingId, options) => operate('getTicket', { ...ofBooking(bookingId), options }, ticketResult),
  cancelBooking: (bookingId, body, options) =>
    operate('cancelBooking', { ...ofBooking(bookingId), body, options }, cancelResult),
  getIncompleteResult: (incompleteResultId, options) =>
    operate(
      'getIncompleteResult',
      { params: { incomplete_results_id: incompleteResultId }, options },
      bookingResult({ incompleteResultId }),
    ),
});
