/** The public surface of the 12go client. */

export {
  type Booking,
  type NotifiedState,
  readNotification,
  type SellerPrice,
  type TwelveGoNotification,
} from './bookings.ts';
export type { Cart, CartAttributes } from './carts.ts';
export type { CheckoutForm, FormField, FormFieldType, FormOption, ReserveForm } from './checkout.ts';
export { createTwelveGoClient, type TwelveGoClient } from './client.ts';
export { type PortableRule, toPortableRule } from './form-rules/pcre.ts';
export type { PcreNode } from './form-rules/pcre-pattern.ts';
export { testedLength } from './form-rules/pcre-print.ts';
export { sampleOf, wordsOf } from './form-rules/pcre-words.ts';
export {
  type ErrorKind,
  errorKinds,
  type Operation,
  policies,
  TwelveGoError,
  type TwelveGoErrorInit,
  type WriteOutcome,
} from './operations.ts';
export {
  type DecimalText,
  type Price,
  readDecimal,
  type SignedDecimalText,
  type SignedPrice,
  toDecimal,
} from './reading/amounts.ts';
export type { Dropped } from './reading/reading-rule.ts';
export {
  type BookingId,
  type CartId,
  type ClassId,
  type LocalDate,
  type LocalDateTime,
  type OperatorId,
  type ProvinceId,
  readLocalDateTime,
  type TripKey,
  type TwelveGoStationId,
  toBookingId,
  toCartId,
  toClassId,
  toLocalDate,
  toLocalDateTime,
  toOperatorId,
  toProvinceId,
  toTripKey,
  toTwelveGoStationId,
} from './reading/scalars.ts';
export type { RecheckResult } from './recheck.ts';
export type { RefundOption, RefundOptions, RefundRequest, RefundResult } from './refunds.ts';
export { letGoOfTrips, type Place, type SearchQuery, type SearchResult, type TripQuery } from './search.ts';
export type { SeatLayout, SeatLayoutShape, SeatRow } from './seat-layout.ts';
export type { SeatInfo, SeatMap } from './seat-map.ts';
export type { Segment } from './segments.ts';
export type { Exchange, HttpRequest, HttpResponse } from './transport/attempt.ts';
export type { CallOptions, RetryNotice } from './transport/retry.ts';
export {
  createTwelveGoTransport,
  type TransportOptions,
  type TwelveGoTransport,
} from './transport/transport.ts';
export type { TravelOption } from './travel-option.ts';
export type { Operator, SeatClass, SeatClassImage, Station } from './trip-references.ts';
export type { Trip, TripParams } from './trips.ts';
