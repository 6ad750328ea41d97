/** How each operation is put on the wire: path, query, body, and the reader of its answer. */
import {
  type Booking,
  encodeReserveForm,
  type ReserveForm,
  readBooking,
  readWrittenBooking,
} from './bookings.ts';
import { type Cart, type CheckoutForm, readAddedCart, readCart, readCheckoutForm } from './checkout.ts';
import type {
  BookingId,
  CartId,
  ClassId,
  OperatorId,
  ProvinceId,
  TripKey,
  TwelveGoStationId,
} from './ids.ts';
import { type LocalDate, type LocalDateTime, toPathDateTime } from './local-date-time.ts';
import type { Operation } from './operations.ts';
import {
  encodeRefund,
  type RefundOptions,
  type RefundRequest,
  type RefundResult,
  readRefundOptions,
  readRefundResult,
} from './refunds.ts';
import { readSearchResult, type SearchResult } from './search-result.ts';

/** One call, ready to send but for the base URL and the key. */
export type Call<Result> = {
  readonly operation: Operation;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  /** Undefined when the parsed body is not the answer of this operation. */
  readonly read: (body: unknown) => Result | undefined;
  /** Accepts a body that is bare text instead of JSON. */
  readonly bareText?: boolean;
};

/** A place of a search: a province (12go's POI) or one station. */
export type Place =
  | { readonly kind: 'province'; readonly id: ProvinceId }
  | { readonly kind: 'station'; readonly id: TwelveGoStationId };

export type SearchQuery = {
  readonly from: Place;
  readonly to: Place;
  readonly date: LocalDate;
  readonly seats: number;
};
/** A trip by its key and the local departure of its first leg. */
export type TripQuery = {
  readonly tripKey: TripKey;
  readonly departure: LocalDateTime;
  readonly seats: number;
};
/** A trip that has no trip key. `duration` is in minutes. */
export type CartAttributes = {
  readonly from_id: TwelveGoStationId;
  readonly to_id: TwelveGoStationId;
  readonly operator_id: OperatorId;
  readonly class_id: ClassId;
  readonly official_id: string | null;
  readonly godate: LocalDateTime;
  readonly duration: number;
};

const toPlace = (place: Place): string => `${place.id}${place.kind === 'province' ? 'p' : 's'}`;
const toCount = (seats: number): string => String(seats);
const toTripPath = (query: TripQuery): string => `${query.tripKey}/${toPathDateTime(query.departure)}`;

export const searchCall = (query: SearchQuery): Call<SearchResult> => ({
  operation: 'search',
  path: `/search/${toPlace(query.from)}/${toPlace(query.to)}/${query.date}`,
  query: { seats: toCount(query.seats), direct: 'true' },
  read: readSearchResult,
});

export const tripCall = (query: TripQuery): Call<SearchResult> => ({
  operation: 'trip',
  path: `/trip/${toTripPath(query)}`,
  query: { seats: toCount(query.seats) },
  read: readSearchResult,
});

export const addToCartCall = (query: TripQuery): Call<CartId> => ({
  operation: 'addToCart',
  path: `/cart/${toTripPath(query)}`,
  query: { seats: toCount(query.seats) },
  read: readAddedCart,
  bareText: true,
});

export const addToCartByAttributesCall = (attributes: CartAttributes, seats: number): Call<CartId> => ({
  operation: 'addToCartByAttributes',
  path: '/cart',
  query: { seats: toCount(seats), lang: 'en' },
  body: JSON.stringify({ ...attributes, godate: toPathDateTime(attributes.godate) }),
  read: readAddedCart,
  bareText: true,
});

export const cartCall = (cartId: CartId): Call<Cart> => ({
  operation: 'cart',
  path: `/cart/${cartId}`,
  read: readCart,
});

export const checkoutFormCall = (cartId: CartId, people: number): Call<CheckoutForm> => ({
  operation: 'checkoutForm',
  path: `/checkout/${cartId}`,
  query: { people: toCount(people) },
  read: readCheckoutForm,
});

export const reserveCall = (cartId: CartId, form: ReserveForm): Call<BookingId> => ({
  operation: 'reserve',
  path: `/reserve/${cartId}`,
  body: encodeReserveForm(form),
  read: readWrittenBooking,
});

export const confirmCall = (bookingId: BookingId): Call<BookingId> => ({
  operation: 'confirm',
  path: `/confirm/${bookingId}`,
  read: readWrittenBooking,
});

export const bookingCall = (bookingId: BookingId): Call<Booking> => ({
  operation: 'booking',
  path: `/booking/${bookingId}`,
  read: readBooking,
});

/** Assumed: 12go does not document a read by cart. This is the only place that knows its path. */
export const bookingByCartCall = (cartId: CartId): Call<Booking> => ({
  operation: 'bookingByCart',
  path: `/booking/by-cart/${cartId}`,
  read: readBooking,
});

export const refundOptionsCall = (bookingId: BookingId): Call<RefundOptions> => ({
  operation: 'refundOptions',
  path: `/booking/${bookingId}/refund-options`,
  read: readRefundOptions,
});

export const refundCall = (bookingId: BookingId, refund: RefundRequest): Call<RefundResult> => ({
  operation: 'refund',
  path: `/booking/${bookingId}/refund`,
  body: encodeRefund(refund),
  read: readRefundResult,
});

/** Options of one call; all may be left out. */
export type CallOptions = {
  /** Aborts the call: kind `aborted`. Do not pass a request's signal to reserve, confirm or refund. */
  readonly signal?: AbortSignal | undefined;
  /** For the whole call with body and retries, in milliseconds. Default: search 10 s, reads 8 s, writes 15 s, recheck 60 s. */
  readonly timeoutMs?: number | undefined;
  /** A moment by the transport's clock (Unix milliseconds); the earlier of it and `timeoutMs` counts. */
  readonly deadline?: number | undefined;
  /** Sent along, such as `x-correlation-id`, `traceparent`, `x-request-id`, `x-api-experiment`. Undefined ones are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Lowers the number of attempts; it never raises it. */
  readonly attempts?: number | undefined;
};
