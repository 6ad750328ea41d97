/** The public surface of the 12go client. */
export type { Booking, ReserveForm, SellerPrice } from './bookings.ts';
export type { CallOptions, CartAttributes, Place, SearchQuery, TripQuery } from './calls.ts';
export type { Cart, CheckoutForm, FormField, FormFieldType, FormOption } from './checkout.ts';
export { createTwelveGoClient, type TwelveGoClient } from './client.ts';
export { type DecimalText, readDecimal, toDecimal } from './decimal.ts';
export {
  type ErrorKind,
  errorKinds,
  TwelveGoError,
  type TwelveGoErrorInit,
  type WriteOutcome,
} from './errors.ts';
export type { Exchange, HttpRequest, HttpResponse } from './exchange.ts';
export type {
  BookingId,
  CartId,
  ClassId,
  OperatorId,
  ProvinceId,
  TripKey,
  TwelveGoStationId,
} from './ids.ts';
export {
  toBookingId,
  toCartId,
  toClassId,
  toOperatorId,
  toProvinceId,
  toTripKey,
  toTwelveGoStationId,
} from './ids.ts';
export {
  type LocalDate,
  type LocalDateTime,
  readLocalDateTime,
  toLocalDate,
  toLocalDateTime,
} from './local-date-time.ts';
export { type Operation, policies } from './operations.ts';
export type { RecheckResult } from './recheck.ts';
export type { RefundOption, RefundOptions, RefundRequest, RefundResult } from './refunds.ts';
export type { Operator, SearchResult, SeatClass, Station } from './search-result.ts';
export type { SeatInfo, SeatLayout, SeatLayoutShape, SeatMap, SeatRow } from './seat-map.ts';
export {
  createTwelveGoTransport,
  type RetryNotice,
  type TransportOptions,
  type TwelveGoTransport,
} from './transport.ts';
export type { SeatClassImage, TravelOption } from './travel-options.ts';
export type { Segment, Trip, TripParams } from './trips.ts';
export { type NotifiedState, readNotification, type TwelveGoNotification } from './webhooks.ts';
export type { Dropped, Price } from './wire.ts';
