/** A booking from an opened itinerary to its confirmation, with a branch for everything that can come between. */
import type { Quote } from '../../generated/schemas.ts';
import { isGatewayError } from '../errors/error-classes.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import { demandCallOptions } from '../options.ts';
import type { BookOutcome } from './book-outcome.ts';
import {
  type BookingClient,
  type BookingOrder,
  type BookOptions,
  caught,
  later,
  type Run,
  refused,
  refusedByQuote,
  timeOf,
} from './booking-run.ts';
import { atPrice, type PricedRun } from './create-step.ts';
import { isAgreed } from './price-agreement.ts';

const confirmEnding = '.confirm';

/** A run of the same order before, under a key that is known: its create is answered with the first answer. */
const wasRunBefore = ({ options }: Run, { problems }: Quote): boolean =>
  options.idempotencyKey !== undefined && problems.some(({ code }) => code === 'already_reserved');

const holdSeats = async ({ gateway, order, cart, time }: Run): Promise<void> => {
  if (order.seats === undefined) return;
  const body = { ...cart, booking_data: { seat_selection: [...order.seats] } };
  await gateway.lockSeats(body, time.callOptions());
};

const heldAndCreated = async (priced: PricedRun, quote: Quote): Promise<BookOutcome> => {
  const { run } = priced;
  const held = wasRunBefore(run, quote) ? undefined : await caught(holdSeats(run));
  if (isGatewayError(held)) return refused('seats', held);
  return atPrice(priced, priced.total);
};

const afterQuote = async (run: Run, quote: Quote): Promise<BookOutcome> => {
  const { order } = run;
  const current = quote.total_price;
  const agreed = order.expected_total ?? current;
  // Wrong terms are found here, before anything is reserved.
  isAgreed(agreed, agreed, order.tolerance);
  if (quote.problems.length > 0 && !wasRunBefore(run, quote)) return refusedByQuote(quote.problems);
  if (isAgreed(current, agreed, order.tolerance))
    return heldAndCreated({ run, agreed, total: current }, quote);
  const accept = later(run, (next) => heldAndCreated({ run: next, agreed: current, total: current }, quote));
  return { state: 'price_changed', old: agreed, new: current, bookingId: undefined, accept };
};

/** A token past its end has no quote; what was booked with it before is still answered, under its key and at its total. */
const afterNoQuote = async (run: Run, error: GatewayError): Promise<BookOutcome> => {
  const { expected_total: agreed } = run.order;
  return error.code === 'booking_token_expired' &&
    run.options.idempotencyKey !== undefined &&
    agreed !== undefined
    ? atPrice({ run, agreed, total: agreed }, agreed)
    : refused('quote', error);
};

/**
 * Books an itinerary: asks for a quote, holds the seats, reserves at the exact total of the quote, and confirms. It waits for
 * what the supplier has not answered yet, and writes nothing twice: one key covers the create, one the confirm.
 *
 * A price that is not the agreed one ends in `price_changed`. Within `tolerance` it goes on instead, at the new exact total.
 *
 * @param options - `deadlineMs` is 120000 when not given
 * @returns the branch that the caller has to decide on; a failed call is one as well
 * @throws TypeError when an argument cannot work, a tolerance in another currency for one; nothing is reserved then
 * @example
 * ```ts
 * const outcome = await book(gateway, { itinerary: offer, booking_data });
 * if (outcome.state === 'confirmed') console.log(outcome.booking.id);
 * // When the traveller agrees to the new price:
 * if (outcome.state === 'price_changed') await outcome.accept();
 * if (outcome.state === 'unknown') await outcome.reconcile();
 * ```
 */
export const book = async (
  gateway: BookingClient,
  order: BookingOrder,
  options: BookOptions = {},
): Promise<BookOutcome> => {
  const { idempotencyKey = crypto.randomUUID() } = options;
  demandCallOptions({ idempotencyKey: idempotencyKey + confirmEnding });
  const { itinerary, booking_data, seats } = order;
  const cart = {
    booking_token: itinerary.booking_token,
    booking_data: { ...booking_data, ...(seats !== undefined && { seat_selection: [...seats] }) },
  };
  const run: Run = { gateway, order, options, idempotencyKey, cart, time: timeOf(options) };
  const quote = await caught(gateway.quoteBooking(cart, run.time.callOptions()));
  return isGatewayError(quote) ? afterNoQuote(run, quote) : afterQuote(run, quote);
};
