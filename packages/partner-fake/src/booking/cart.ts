/** Carts: what get itinerary opens, found again by the booking token for 20 minutes. */

import { token } from '../marks.ts';
import type { Cart } from '../memory.ts';
import { Refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import type { Departure } from '../world/trips.ts';

const cartMs = 20 * 60_000;

/** Opens one. */
export const openCart = (state: State, departure: Departure, passengers: number): Cart => {
  const number = state.next('cart');
  const cart: Cart = {
    token: token(`${state.identity.apiKey} cart ${number} ${departure.trip.key} ${departure.date}`),
    departure,
    passengers,
    expiresMs: state.clock.now() + cartMs,
    progress: { is: 'open' },
  };
  state.carts.set(cart.token, cart);
  return cart;
};

/** The cart of a token, however old. Throws `invalid_booking_token`. */
export const anyCart = (state: State, bookingToken: string): Cart => {
  const cart = state.carts.get(bookingToken);
  if (cart === undefined) throw new Refusal('invalid_booking_token');
  return cart;
};

/** Throws `booking_token_expired` as well; a cart that was booked from tells of its booking instead. */
export const liveCart = (state: State, bookingToken: string): Cart => {
  const cart = anyCart(state, bookingToken);
  if (state.clock.now() >= cart.expiresMs) throw new Refusal('booking_token_expired');
  return cart;
};
