/** The client: one method per call of 12go, bound to a transport and an API key. */
import type { Booking, ReserveForm } from './bookings.ts';
import type { CallOptions, CartAttributes, SearchQuery, TripQuery } from './calls.ts';
import * as calls from './calls.ts';
import type { Cart, CheckoutForm } from './checkout.ts';
import { TwelveGoError } from './errors.ts';
import type { BookingId, CartId } from './ids.ts';
import type { RecheckResult } from './recheck.ts';
import type { RefundOptions, RefundRequest, RefundResult } from './refunds.ts';
import type { SearchResult } from './search-result.ts';
import type { TwelveGoTransport } from './transport.ts';

/** 12go with one API key. Every method rejects with a `TwelveGoError` and nothing else. */
export type TwelveGoClient = {
  /** Trips of a day between two places with room for `seats` passengers. Prices are per passenger. */
  search(query: SearchQuery, options?: CallOptions): Promise<SearchResult>;
  /** One trip, fresh. */
  trip(query: TripQuery, options?: CallOptions): Promise<SearchResult>;
  /** A new cart that holds the trip. Tried once more when the first try fails: a spare cart costs nothing. */
  addToCart(query: TripQuery, options?: CallOptions): Promise<CartId>;
  /** A new cart for `seats` passengers on a trip that has no trip key. */
  addToCartByAttributes(attributes: CartAttributes, seats: number, options?: CallOptions): Promise<CartId>;
  /** What a cart holds. */
  cart(cartId: CartId, options?: CallOptions): Promise<Cart>;
  /** The form to fill in for `people` passengers. */
  checkoutForm(cartId: CartId, people: number, options?: CallOptions): Promise<CheckoutForm>;
  /** Turns a cart into a booking. Not idempotent: sent once, never again; read `outcome` off the error. */
  reserve(cartId: CartId, form: ReserveForm, options?: CallOptions): Promise<BookingId>;
  /** Confirms a reserved booking. Sent once, never again. */
  confirm(bookingId: BookingId, options?: CallOptions): Promise<BookingId>;
  /** A booking as it is now. */
  booking(bookingId: BookingId, options?: CallOptions): Promise<Booking>;
  /** Assumed, not documented by 12go: the booking made of a cart, or null when none was. */
  bookingByCart(cartId: CartId, options?: CallOptions): Promise<Booking | null>;
  /** What could be refunded now. */
  refundOptions(bookingId: BookingId, options?: CallOptions): Promise<RefundOptions>;
  /** Executes a refund option. Sent once, never again. `success: false` is an answer: nothing was refunded. */
  refund(bookingId: BookingId, refund: RefundRequest, options?: CallOptions): Promise<RefundResult>;
  /** Calls a recheck URL of a search as it stands, without the key, if its host is on the allow-list. Never retried. */
  recheck(url: string, options?: CallOptions): Promise<RecheckResult>;
};

/**
 * A client for `apiKey` on a shared transport. Cheap: make one per key whenever one is needed.
 *
 * @example
 * const transport = createTwelveGoTransport({ baseUrl: 'https://api.upstream.example' });
 * const client = createTwelveGoClient(transport, apiKey);
 * const { trips } = await client.search({ from, to, date: toLocalDate('2026-11-14'), seats: 2 });
 */
export function createTwelveGoClient(transport: TwelveGoTransport, apiKey: string): TwelveGoClient {
  const send = <Result>(call: calls.Call<Result>, options?: CallOptions) =>
    transport.send(call, apiKey, options);
  return {
    search: (query, options) => send(calls.searchCall(query), options),
    trip: (query, options) => send(calls.tripCall(query), options),
    addToCart: (query, options) => send(calls.addToCartCall(query), options),
    addToCartByAttributes: (attributes, seats, options) =>
      send(calls.addToCartByAttributesCall(attributes, seats), options),
    cart: (cartId, options) => send(calls.cartCall(cartId), options),
    checkoutForm: (cartId, people, options) => send(calls.checkoutFormCall(cartId, people), options),
    reserve: (cartId, form, options) => send(calls.reserveCall(cartId, form), options),
    confirm: (bookingId, options) => send(calls.confirmCall(bookingId), options),
    booking: (bookingId, options) => send(calls.bookingCall(bookingId), options),
    bookingByCart: (cartId, options) =>
      send(calls.bookingByCartCall(cartId), options).catch(nullWhenNotFound),
    refundOptions: (bookingId, options) => send(calls.refundOptionsCall(bookingId), options),
    refund: (bookingId, refund, options) => send(calls.refundCall(bookingId, refund), options),
    recheck: (url, options) => transport.recheck(url, options),
  };
}

function nullWhenNotFound(error: unknown): null {
  if (TwelveGoError.isInstance(error) && error.kind === 'not_found') return null;
  throw error;
}
