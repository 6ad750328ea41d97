/** Lock and unlock seats: all of them or none, against the other carts. */
import type { LockedSeats } from '@partner-gateway/contract';
import type { Call } from '../answer/call.ts';
import { ok, type Reply } from '../answer/reply.ts';
import { unfreeSeats } from '../forms/booking-data.ts';
import type { Cart } from '../memory.ts';
import { toMoney } from '../money.ts';
import { Refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import { anyCart, liveCart } from './cart.ts';
import { priceOf } from './price.ts';
import { readLockRequest, readUnlockRequest } from './request-body.ts';

/** The seats that others hold, in words. */
const heldFields = (state: State, { departure, token }: Cart, seats: readonly string[]) =>
  seats
    .filter((seat) => state.seats.heldUntilMs(departure, seat, token) !== undefined)
    .map((seat) => ({ field: 'booking_data.seat_selection', message: `${seat}: held by another session` }));

/** Throws `seat_locked` when another cart holds one of them. */
export const demandUnheld = (state: State, cart: Cart, seats: readonly string[]): void => {
  const fields = heldFields(state, cart, seats);
  if (fields.length === 0) return;
  const detail = 'At least one of the seats is held by another booking session.';
  throw new Refusal('seat_locked', { detail, fields });
};

/** Another customer, who is a moment faster. */
export const raceFor = (state: State, { departure, token }: Cart, seats: readonly string[]): void => {
  state.seats.release(token);
  state.seats.hold(departure, seats, `race ${state.next('race')}`);
};

/** Throws `seat_locked`, `seats_unavailable` and what the token is refused with. */
export const lockSeats = (state: State, { body, staged }: Call): Reply => {
  const { booking_token, seats } = readLockRequest(body);
  const cart = liveCart(state, booking_token);
  if (cart.departure.trip.seatPlan === undefined) {
    throw new Refusal('seats_unavailable', { detail: 'This trip has no seat map.' });
  }
  if (seats.length > cart.passengers) {
    const message = `has more than ${cart.passengers} seats`;
    throw new Refusal('invalid_request', { fields: [{ field: 'booking_data.seat_selection', message }] });
  }
  const taken = unfreeSeats(state, cart, seats);
  if (taken.length > 0) throw new Refusal('seats_unavailable', { fields: taken });
  if (staged?.scenario === 'seat_race') raceFor(state, cart, seats);
  demandUnheld(state, cart, seats);
  state.seats.hold(cart.departure, seats, cart.token);
  const { totalCents } = priceOf(cart, {}, seats);
  const answer: LockedSeats = {
    passenger_count: seats.length,
    status: 'reserved',
    total_price: toMoney(cart.departure.trip.currency, totalCents),
  };
  return ok(answer);
};

/** 204, also where nothing was held, and for a token past its end. */
export const unlockSeats = (state: State, { body, query }: Call): Reply => {
  state.seats.release(anyCart(state, readUnlockRequest(body, query)).token);
  return { status: 204 };
};
