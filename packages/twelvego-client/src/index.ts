/** The public surface of the 12go client. */
export {
  type DecimalText,
  type Price,
  readDecimal,
  type SignedDecimalText,
  type SignedPrice,
  toDecimal,
} from './amounts.ts';
export type { Exchange, HttpRequest, HttpResponse } from './attempt.ts';
export {
  type Booking,
  type NotifiedState,
  readNotification,
  type SellerPrice,
  type TwelveGoNotification,
} from './bookings.ts';
export type {
  Cart,
  CartAttributes,
  CheckoutForm,
  FormField,
  FormFieldType,
  FormOption,
  ReserveForm,
} from './checkout.ts';
export {
  createTwelveGoClient,
  createTwelveGoTransport,
  type TransportOptions,
  type TwelveGoClient,
  type TwelveGoTransport,
} from './client.ts';
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
export type { RefundOption, RefundOptions, RefundRequest, RefundResult } from './refunds.ts';
export type { CallOptions, RetryNotice } from './retry.ts';
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
} from './scalars.ts';
export type {
  Operator,
  Place,
  RecheckResult,
  SearchQuery,
  SearchResult,
  SeatClass,
  Station,
  TripQuery,
} from './search.ts';
export type { SeatInfo, SeatLayout, SeatLayoutShape, SeatMap, SeatRow } from './seat-map.ts';
export type { TravelOption } from './travel-option.ts';
export type { Segment, Trip, TripParams } from './trips.ts';
export type { Dropped, SeatClassImage } from './wire.ts';
