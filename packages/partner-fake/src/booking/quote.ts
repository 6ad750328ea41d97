/** Quote: what a create would cost and all that it would refuse. */

import { errorTable, type Quote, type QuoteProblem } from '@partner-gateway/contract';
import type { Call } from '../answer/call.ts';
import { isRecord, type JsonRecord } from '../answer/json.ts';
import { ok, type Reply } from '../answer/reply.ts';
import { localMinuteText, secondText } from '../clock.ts';
import { judge, unfreeSeats } from '../forms/booking-data.ts';
import { meant } from '../forms/meant.ts';
import type { Cart } from '../memory.ts';
import { toMoney } from '../money.ts';
import { Refusal } from '../refusal.ts';
import { departsMs } from '../search/render.ts';
import type { State } from '../state.ts';
import { zoneOf } from '../world/places.ts';
import { liveCart } from './cart.ts';
import { type Price, priceOf } from './price.ts';
import { type BookingRequest, readBookingRequest } from './request-body.ts';
import { demandUnheld } from './seat-locks.ts';

const hourMs = 3_600_000;

/** The seats that a booking is for: those that are locked, else those that were chosen. */
export const seatsFor = (state: State, cart: Cart, data: JsonRecord): readonly string[] => {
  const held = state.seats.heldBy(cart.departure, cart.token);
  if (held.length > 0) return held;
  return Array.isArray(data.seat_selection) ? data.seat_selection.map(String) : [];
};

/** A seat that cannot be had costs nothing; the others keep their places. */
const withoutUnfree = (state: State, cart: Cart, seats: readonly string[]): readonly string[] =>
  seats.map((seat) => (unfreeSeats(state, cart, [seat]).length > 0 ? '' : seat));

/** With as many passengers as there will be, so that what each is asked shows. */
const padded = ({ passengers }: Cart, data: JsonRecord): JsonRecord => {
  const given: readonly unknown[] = Array.isArray(data.passengers) ? data.passengers : [];
  if (data.passengers !== undefined && !Array.isArray(data.passengers)) return data;
  return { ...data, passengers: Array.from({ length: passengers }, (_, index) => given[index] ?? {}) };
};

const formProblems = (state: State, cart: Cart, data: JsonRecord): readonly QuoteProblem[] => {
  const found = [judge(state, cart, padded(cart, data)), judge(state, cart, data)];
  const [first] = found;
  const code = first?.code ?? found[1]?.code;
  if (code === undefined) return [];
  const fields = found.flatMap((one) => one?.fields ?? []);
  const byField = new Map(fields.map((one) => [one.field, one]));
  return [...byField.values()].map(({ field, message }) => ({ code, field, message }));
};

const refusedBy = (step: () => void): readonly QuoteProblem[] => {
  try {
    step();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, details } = error;
    const fields = details.fields ?? [{ field: undefined, message: details.detail ?? code }];
    return fields.map(({ field, message }) => ({ code, ...(field !== undefined && { field }), message }));
  }
};

/** Throws `cost_mismatch` when the caller expects another total. */
export const demandTotal = ({ departure }: Cart, price: Price, request: BookingRequest): void => {
  const expected_total = toMoney(departure.trip.currency, price.totalCents);
  const { amount, currency } = expected_total;
  const asked = request.total_price;
  if (asked === undefined || (asked.amount === amount && asked.currency === currency)) return;
  throw new Refusal('cost_mismatch', {
    detail: `The expected total is ${amount} ${currency}.`,
    fields: [{ field: 'total_price', message: `is not ${amount} ${currency}` }],
    expected_total,
  });
};

const bookedProblem = ({ progress }: Cart): readonly QuoteProblem[] => {
  if (progress.is === 'open') return [];
  if (progress.is === 'pending') {
    const code = 'idempotency_in_progress';
    return [{ code, message: errorTable[code].meaning }];
  }
  const { bookingId: booking_id } = progress;
  return [
    { code: 'already_reserved', message: `This cart is already reserved as ${booking_id}.`, booking_id },
  ];
};

const refundsOf = ({ departure }: Cart): Quote['refunds'] => {
  const { refundHours, legs } = departure.trip;
  if (refundHours === null) return [];
  const untilMs = departsMs(departure) - refundHours * hourMs;
  return [{ until: localMinuteText(untilMs, zoneOf(legs[0].from).hours), percentage: 100 }];
};

/** Throws what the token is refused with; everything else is a problem of the quote. */
export const quoteBooking = (state: State, { body }: Call): Reply => {
  const request = readBookingRequest(body, false);
  const cart = liveCart(state, request.booking_token);
  const data = isRecord(request.booking_data) ? meant(request.booking_data) : {};
  const seats = seatsFor(state, cart, data);
  const price = priceOf(cart, data, withoutUnfree(state, cart, seats));
  const booked = bookedProblem(cart);
  const problems =
    booked.length > 0
      ? booked
      : [
          ...formProblems(state, cart, data),
          ...refusedBy(() => demandUnheld(state, cart, seats)),
          ...refusedBy(() => demandTotal(cart, price, request)),
        ];
  const quote: Quote = {
    passenger_count: cart.passengers,
    total_price: toMoney(cart.departure.trip.currency, price.totalCents),
    lines: [...price.lines],
    refunds: refundsOf(cart),
    expires_at: secondText(cart.expiresMs),
    problems: [...problems],
  };
  return ok(quote);
};
