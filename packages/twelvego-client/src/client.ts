/** The client of 12go, one method per call, and the transport that the clients of all keys share. */
import { createKyExchange, type Job } from './attempt.ts';
import { type Booking, bookingByCartCall, bookingCall, confirmCall } from './bookings.ts';
import {
  addToCartByAttributesCall,
  addToCartCall,
  type Cart,
  type CartAttributes,
  type CheckoutForm,
  cartCall,
  checkoutFormCall,
  type ReserveForm,
  reserveCall,
} from './checkout.ts';
import { createRedact, failure } from './failure.ts';
import { policyOf, TwelveGoError } from './operations.ts';
import {
  type RefundOptions,
  type RefundRequest,
  type RefundResult,
  refundCall,
  refundOptionsCall,
} from './refunds.ts';
import { type CallOptions, type Runtime, run, sleep } from './retry.ts';
import type { BookingId, CartId } from './scalars.ts';
import {
  isAllowedRecheck,
  type RecheckResult,
  readRecheckResult,
  type SearchQuery,
  type SearchResult,
  searchCall,
  type TripQuery,
  tripCall,
} from './search.ts';
import type { Call } from './wire.ts';

/** How a transport is set up; everything but the address has a default. */
export type TransportOptions = { readonly [Name in keyof Runtime]?: Runtime[Name] | undefined } & {
  /** 12go's address, with or without a path, such as `https://api.upstream.example`. */
  readonly baseUrl: string;
  /** Default: the global `fetch`. Ignored when `exchange` is given. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Hosts (`recheck.upstream.example`, https) or origins (`http://127.0.0.1:4100`) that may be rechecked. Default: none. */
  readonly recheckHosts?: readonly string[] | undefined;
};

/** What clients of all keys share. */
export type TwelveGoTransport = {
  /** Sends one call with `apiKey` and reads its answer. Rejects with a `TwelveGoError`. */
  send<Result>(call: Call<Result>, apiKey: string, options?: CallOptions): Promise<Result>;
  /** Calls an allow-listed recheck URL as it stands, without a key. Rejects with a `TwelveGoError`. */
  recheck(url: string, options?: CallOptions): Promise<RecheckResult>;
};

/**
 * A transport to one 12go, shared by the clients of all keys.
 *
 * @example
 * const transport = createTwelveGoTransport({
 *   baseUrl: 'https://api.upstream.example',
 *   recheckHosts: ['recheck.upstream.example'],
 * });
 */
export const createTwelveGoTransport = (options: TransportOptions): TwelveGoTransport => {
  const base = options.baseUrl.replace(/\/+$/, '');
  const shared: Runtime = {
    exchange: options.exchange ?? createKyExchange(options.fetch),
    timeoutsMs: options.timeoutsMs ?? {},
    allowRetry: options.allowRetry ?? (() => true),
    now: options.now ?? Date.now,
    sleep: options.sleep ?? sleep,
    random: options.random ?? Math.random,
  };
  return {
    send: (call, apiKey, callOptions = {}) =>
      run(toJob(call, { base, apiKey }, callOptions), shared, callOptions),
    recheck: async (url, callOptions = {}) => {
      if (!isAllowedRecheck(url, options.recheckHosts ?? [])) {
        const notSent = { operation: 'recheck', retryable: false, outcome: 'not_sent' } as const;
        throw failure({ ...notSent, kind: 'host_not_allowed' });
      }
      return await run(toRecheckJob(url, callOptions), shared, callOptions);
    },
  };
};

const toRecheckJob = (url: string, { headers }: CallOptions): Job<RecheckResult> => ({
  operation: 'recheck',
  request: { method: 'GET', url, headers: toHeaders(headers), body: undefined },
  read: readRecheckResult,
  bareText: false,
  redact: createRedact(undefined),
});

const toJob = <Result>(
  call: Call<Result>,
  { base, apiKey }: { readonly base: string; readonly apiKey: string },
  { headers }: CallOptions,
): Job<Result> => {
  const query = new URLSearchParams({ ...call.query, k: apiKey });
  const sent = toHeaders(headers);
  if (call.body !== undefined) sent['content-type'] = 'application/json';
  return {
    operation: call.operation,
    request: {
      method: policyOf(call.operation).method,
      url: `${base}${call.path}?${query}`,
      headers: sent,
      body: call.body,
    },
    read: call.read,
    bareText: call.bareText ?? false,
    redact: createRedact(apiKey),
  };
};

const printable = /^[\t\x20-\x7e]*$/;

/** A header that no HTTP stack would send is left out: it must not break a booking, nor be quoted in an error. */
const toHeaders = (headers: CallOptions['headers'] = {}): Record<string, string> => {
  const sent: Record<string, string> = { accept: 'application/json', 'accept-encoding': 'gzip, deflate, br' };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && printable.test(value) && /^[\w-]+$/.test(name))
      sent[name.toLowerCase()] = value;
  }
  return sent;
};

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
