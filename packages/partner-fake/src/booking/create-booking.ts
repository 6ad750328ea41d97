/** Create: reserves what a cart holds, once. */
import type { Call } from '../answer/call.ts';
import { ok, type Reply, withOutcome } from '../answer/reply.ts';
import { judge } from '../forms/booking-data.ts';
import type { BookingRecord, Cart } from '../memory.ts';
import { differencePercent, share, toCents, toMoney } from '../money.ts';
import { Refusal } from '../refusal.ts';
import type { Staged } from '../scenarios/scenario.ts';
import { placesLeft } from '../search/search-trips.ts';
import type { State } from '../state.ts';
import { anyCart, liveCart } from './cart.ts';
import { joinPending, startPending } from './pending.ts';
import { type Price, priceOf } from './price.ts';
import { demandTotal, seatsFor } from './quote.ts';
import { reserve, toBooking } from './record.ts';
import { readBookingRequest } from './request-body.ts';
import { demandUnheld, raceFor } from './seat-locks.ts';

type Later = { readonly call: Call; readonly staged: Extract<Staged, { scenario: 'pending' }> };

type Order = { readonly cart: Cart; readonly price: Price; readonly seats: readonly string[] };

const refuseReserved = (bookingId: string): never => {
  throw new Refusal('already_reserved', {
    detail: `This cart is already reserved as ${bookingId}.`,
    outcome: 'executed',
    booking_id: bookingId,
  });
};

const bookedReply = (state: State, record: BookingRecord): Reply =>
  withOutcome(ok(toBooking(record, state.clock.now())), 'executed');

const book = (state: State, { cart, price, seats }: Order): Reply => {
  const { departure, passengers } = cart;
  const { totalCents, supplierCents } = price;
  const record = reserve(state, { departure, passengers, totalCents, supplierCents }, seats);
  cart.progress = { is: 'reserved', bookingId: record.id };
  return bookedReply(state, record);
};

/** Books at a price that moved, and refuses with it: the reservation stands until it lapses, and can be confirmed. */
const bookMoved = (state: State, order: Order, by: string | undefined): Reply => {
  const { totalCents } = order.price;
  const { currency } = order.cart.departure.trip;
  const movedCents = totalCents + (by === undefined ? share(totalCents, 6n, 100n) : toCents(by));
  book(state, { ...order, price: { ...order.price, totalCents: movedCents } });
  const difference_percent = differencePercent(totalCents, movedCents);
  const { progress } = order.cart;
  throw new Refusal('price_changed', {
    detail: `The price moved by ${difference_percent} % after it was quoted.`,
    outcome: 'executed',
    price_changed: {
      quoted: toMoney(currency, totalCents),
      current: toMoney(currency, movedCents),
      difference_percent,
      ...(progress.is === 'reserved' && { booking_id: progress.bookingId }),
    },
  });
};

const bookLater = (state: State, order: Order, { call, staged }: Later): Reply => {
  const { cart } = order;
  const finish = (): Reply => {
    if (staged.code === undefined) return book(state, order);
    cart.progress = { is: 'open' };
    throw new Refusal(staged.code, { outcome: 'not_executed' });
  };
  const { reply, pending } = startPending(state, call, { polls: staged.polls ?? 2, finish });
  cart.progress = { is: 'pending', ...pending };
  return reply;
};

const send = (state: State, order: Order, call: Call): Reply => {
  const { cart, seats } = order;
  const { staged } = call;
  if (staged?.scenario === 'sold_out') throw new Refusal('trip_unavailable');
  if (staged?.scenario === 'seat_race') {
    if (seats.length === 0) throw new Refusal('trip_unavailable');
    raceFor(state, cart, seats);
  }
  demandUnheld(state, cart, seats);
  if (placesLeft(state, cart.departure) < cart.passengers) throw new Refusal('trip_unavailable');
  if (staged?.scenario === 'price_moved') return bookMoved(state, order, staged.by);
  if (staged?.scenario === 'pending') return bookLater(state, order, { call, staged });
  return book(state, order);
};

/** Throws what a create is refused with; the answer is a booking, or a 202. */
export const createBooking = (state: State, call: Call): Reply => {
  const request = readBookingRequest(call.body, true);
  const { progress } = anyCart(state, request.booking_token);
  if (progress.is === 'reserved') return refuseReserved(progress.bookingId);
  if (progress.is === 'pending') return joinPending(state, call, progress);
  const cart = liveCart(state, request.booking_token);
  const data = request.booking_data ?? {};
  const seats = seatsFor(state, cart, data);
  const fault = judge(state, cart, data);
  if (fault !== undefined) throw new Refusal(fault.code, { fields: fault.fields });
  demandUnheld(state, cart, seats);
  const price = priceOf(cart, data, seats);
  demandTotal(cart, price, request);
  return send(state, { cart, price, seats }, call);
};
