/** Bookings after the reserve: confirm, details, and the notification that 12go posts when one changes. */
import { z } from 'zod';
import type { Call } from './call.ts';
import {
  type DecimalText,
  readPrice,
  readSignedDecimal,
  readSignedPrice,
  type SignedDecimalText,
} from './reading/amounts.ts';
import { isNothing, isRecord, readId, readInteger, readText } from './reading/leaves.ts';
import { lenient, required } from './reading/reading-rule.ts';
import {
  type BookingId,
  type CartId,
  readBookingId,
  readLocalDateTime,
  readStationId,
} from './reading/scalars.ts';

const readFilledText = (value: unknown): string | undefined => readText(value) || undefined;
const readWord = (value: unknown): string | undefined =>
  typeof value === 'string' ? readFilledText(value) : undefined;

const bookingSchema = z.object({
  bid: required(readBookingId),
  tracker: lenient(readFilledText, null),
  status: required(readWord),
  from_id: required(readStationId),
  to_id: required(readStationId),
  dep_date_time: required(readLocalDateTime),
  seats: required(readInteger),
  ticket_url: lenient(readFilledText, null),
  created_on: lenient(readInteger, null),
  stamp: lenient(readInteger, null),
  price: lenient(readPrice, null),
  netprice: lenient(readPrice, null),
  agfee: lenient(readSignedPrice, null),
  sysfee: lenient(readSignedPrice, null),
});

/** What the account pays and earns; `netprice` with `fxcode` is the amount the account is charged. */
export type SellerPrice = {
  readonly fxcode: string;
  readonly netprice: DecimalText | null;
  readonly sysfee: SignedDecimalText | null;
  readonly partnerfee: SignedDecimalText | null;
};

/** Null when there is none, undefined when what is charged cannot be read. */
const readSellerPrice = (value: unknown): SellerPrice | null | undefined => {
  if (!isRecord(value)) return isNothing(value) ? null : undefined;
  const charged = readPrice({ value: value.netprice, fxcode: value.fxcode });
  if (charged === null || charged === undefined) return charged;
  const fee = (name: string) => readSignedDecimal(value[name], charged.fxcode) ?? null;
  return {
    fxcode: charged.fxcode,
    netprice: charged.value,
    sysfee: fee('sysfee'),
    partnerfee: fee('partnerfee'),
  };
};

/**
 * A booking. `status` is 12go's word, not a closed list. `tracker` (the operator's reference) and `ticket_url` are null
 * until issued. `created_on` and `stamp` are Unix seconds, UTC. Prices are totals for the booking; one that cannot be read
 * is null, and so is `netprice` when the price that comes before it cannot be: a second best must not be charged.
 */
export type Booking = Readonly<z.infer<typeof bookingSchema>> & { readonly seller_price: SellerPrice | null };

/** Reads a booking, or undefined. */
export const readBooking = (body: unknown): Booking | undefined => {
  const booking = bookingSchema.safeParse(body).data;
  if (booking === undefined || !isRecord(body)) return undefined;
  const seller = readSellerPrice(body.seller_price);
  return seller === undefined
    ? { ...booking, netprice: null, seller_price: null }
    : { ...booking, seller_price: seller };
};

/** The `bid` in the answer of reserve (a string) or confirm (a number), or undefined. */
export const readWrittenBooking = (body: unknown): BookingId | undefined =>
  isRecord(body) ? readBookingId(body.bid) : undefined;

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

const notificationTypes = ['booking_updated', 'booking_confirmed', 'booking_canceled'] as const;

const stateSchema = z.object({
  bid: lenient(readBookingId, null),
  tracker: lenient(readFilledText, null),
  status: lenient(readFilledText, null),
  from_id: lenient(readId, null),
  to_id: lenient(readId, null),
  dep_date_time: lenient(readLocalDateTime, null),
  seats: lenient(readInteger, null),
  price: lenient(readPrice, null),
});
const readState = (value: unknown) => (isRecord(value) ? stateSchema.safeParse(value).data : undefined);

const notificationSchema = z.object({
  bid: required(readBookingId),
  type: lenient((value) => notificationTypes.find((type) => type === value), null),
  stamp: lenient(readInteger, null),
  previous_data: lenient(readState, null),
  new_data: lenient(readState, null),
});

/** A notification. Only `bid` is certain: the rest may be missing, partial, repeated or out of order. Not signed. */
export type TwelveGoNotification = Readonly<z.infer<typeof notificationSchema>>;
/** What a notification says about the booking before or after the change. */
export type NotifiedState = NonNullable<TwelveGoNotification['new_data']>;

/**
 * Reads a parsed webhook body, or undefined when it carries no readable `bid`. A bare `{"bid": 8451207}` is valid.
 *
 * @example
 * readNotification({ bid: 8451207 })?.bid; // '8451207'
 */
export const readNotification = (body: unknown): TwelveGoNotification | undefined =>
  notificationSchema.safeParse(body).data;
