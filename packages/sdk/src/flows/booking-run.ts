/** A booking flow under way: what was ordered, on what terms, and the branches that every step ends in. */
import type { BookingData, Money, QuoteProblem } from '../../generated/schemas.ts';
import { type AnyGatewayError, isGatewayError } from '../errors/error-classes.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { GatewayClient } from '../index.ts';
import type { PendingBooking } from '../pending-booking.ts';
import type { BookOutcome, BookProblem, BookStep, GoOn } from './book-outcome.ts';
import { type FlowOptions, startTime, type TimeLeft } from './time-left.ts';

/**
 * The methods of a client that booking needs.
 *
 * @example
 * ```ts
 * const sell = (client: BookingClient) => book(client, { itinerary: offer, booking_data });
 * console.log((await sell(gateway)).state);
 * ```
 */
export type BookingClient = Pick<
  GatewayClient,
  'quoteBooking' | 'lockSeats' | 'createBooking' | 'confirmBooking' | 'getBooking' | 'getIncompleteResult'
>;

/**
 * What to book, and on what terms.
 *
 * @example
 * ```ts
 * const order: BookingOrder = {
 *   itinerary: offer,
 *   booking_data,
 *   tolerance: { currency: 'USD', amount: '1.00' },
 * };
 * console.log((await book(gateway, order)).state);
 * ```
 */
export type BookingOrder = {
  /** What get itinerary gave. */
  itinerary: {
    /** Names the trip, and what was seen of it. */
    readonly booking_token: string;
  };
  /** The form, filled in. */
  booking_data: BookingData;
  /** What the traveller was shown and agreed to. When left out, it is what the quote says. */
  expected_total?: Money | undefined;
  /** How much more it may cost without asking again, such as `{ currency: 'USD', amount: '1.00' }`. Nothing when left out. */
  tolerance?: Money | undefined;
  /** Seats to hold before booking; they become `seat_selection`. */
  seats?: readonly string[] | undefined;
};

/**
 * What {@link book} can be told.
 *
 * @example
 * ```ts
 * const options: BookOptions = { confirm: false, idempotencyKey: 'order-17' };
 * console.log((await book(gateway, { itinerary: offer, booking_data }, options)).state);
 * ```
 */
export type BookOptions = FlowOptions & {
  /** `false` stops at the reservation. */
  confirm?: boolean | undefined;
  /**
   * Key of the create, up to 240 visible ASCII characters; the confirm goes under the same with `.confirm` behind it. Give your own
   * to be able to run the same order again after a crash.
   *
   * @defaultValue a new UUID
   */
  idempotencyKey?: string | undefined;
  /** Told of each answer that says "not yet". */
  onUpdate?: ((pending: PendingBooking) => unknown) | undefined;
};

/** Where the flow stands. */
export type Run = {
  readonly gateway: BookingClient;
  readonly order: BookingOrder;
  readonly options: BookOptions;
  readonly time: TimeLeft;
  readonly idempotencyKey: string;
  /** Of the create and the quote. */
  readonly cart: { readonly booking_token: string; readonly booking_data: BookingData };
};

const deadlineMsDefault = 120_000;

/** Starts the clock of a flow, or of a part that goes on. */
export const timeOf = (options: FlowOptions): TimeLeft => startTime(options, deadlineMsDefault);

/** A way to go on later: with the clock set anew, and with options of its own. */
export const later =
  (run: Run, step: (run: Run) => Promise<BookOutcome>): GoOn =>
  (given) => {
    const options = { ...run.options, ...given };
    return step({ ...run, options, time: timeOf(options) });
  };

/** What a call came to, its refusal included. Wrong arguments are still thrown. */
export const caught = async <Value>(call: Promise<Value>): Promise<Value | AnyGatewayError> => {
  try {
    return await call;
  } catch (error) {
    if (isGatewayError(error)) return error;
    throw error;
  }
};

/** Refused by the quote. */
export const refusedByQuote = (problems: readonly QuoteProblem[]): BookOutcome => ({
  state: 'rejected',
  step: 'quote',
  code: problems[0]?.code ?? 'unprocessable',
  problems,
  bookingId: problems.find(({ booking_id }) => booking_id !== undefined)?.booking_id,
  error: undefined,
});

const problemsOf = ({ code, detail, fields }: GatewayError): readonly BookProblem[] =>
  fields.length === 0 ? [{ code, message: detail }] : fields.map((field) => ({ code, ...field }));

/** Refused by the answer of a call. */
export const refused = (step: BookStep, error: GatewayError, bookingId = error.bookingId): BookOutcome => ({
  state: 'rejected',
  step,
  code: error.code,
  problems: problemsOf(error),
  bookingId,
  error,
});
