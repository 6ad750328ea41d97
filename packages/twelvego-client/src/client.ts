/** The client of 12go for one API key: a method per call. */
import { type Booking, bookingByCartCall, bookingCall, confirmCall } from './bookings.ts';
import type { Call } from './call.ts';
import {
  addToCartByAttributesCall,
  addToCartCall,
  type Cart,
  type CartAttributes,
  cartCall,
} from './carts.ts';
import { type CheckoutForm, checkoutFormCall, type ReserveForm, reserveCall } from './checkout.ts';
import { TwelveGoError } from './operations.ts';
import type { BookingId, CartId } from './reading/scalars.ts';
import type { RecheckResult } from './recheck.ts';
import {
  type RefundOptions,
  type RefundRequest,
  type RefundResult,
  refundCall,
  refundOptionsCall,
} from './refunds.ts';
import { type SearchQuery, type SearchResult, searchCall, type TripQuery, tripCall } from './search.ts';
import type { CallOptions } from './transport/retry.ts';
import type { TwelveGoTransport } from './transport/transport.ts';

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
export const createTwelveGoClient = (transport: TwelveGoTransport, apiKey: string): TwelveGoClient => {
  const send = <Result>(call: Call<Result>, options?: CallOptions) => transport.send(call, apiKey, options);
  return {
    search: (query, options) => send(searchCall(query), options),
    trip: (query, options) => send(tripCall(query), options),
    addToCart: (query, options) => send(addToCartCall(query), options),
    addToCartByAttributes: (attributes, seats, options) =>
      send(addToCartByAttributesCall(attributes, seats), options),
    cart: (cartId, options) => send(cartCall(cartId), options),
    checkoutForm: (cartId, people, options) => send(checkoutFormCall(cartId, people), options),
    reserve: (cartId, form, options) => send(reserveCall(cartId, form), options),
    confirm: (bookingId, options) => send(confirmCall(bookingId), options),
    booking: (bookingId, options) => send(bookingCall(bookingId), options),
    bookingByCart: (cartId, options) => send(bookingByCartCall(cartId), options).catch(nullWhenNotFound),
    refundOptions: (bookingId, options) => send(refundOptionsCall(bookingId), options),
    refund: (bookingId, refund, options) => send(refundCall(bookingId, refund), options),
    recheck: (url, options) => transport.recheck(url, options),
  };
};

const nullWhenNotFound = (error: unknown): null => {
  if (TwelveGoError.isInstance(error) && error.kind === 'not_found') return null;
  throw error;
};
