/** Bookings after the reserve: confirm, details, refunds, and the notification that 12go posts when one changes. */
import { z } from 'zod';
import {
  type BookingId,
  type CartId,
  readBookingId,
  readDecimal,
  readLocalDateTime,
  readStationId,
} from './scalars.ts';
import {
  type Call,
  createDropTally,
  type Dropped,
  isRecord,
  issueReason,
  lenient,
  nullable,
  readBoolean,
  readCurrency,
  readId,
  readInteger,
  readPrice,
  readText,
  required,
} from './wire.ts';

const sellerPriceSchema = z.object({
  fxcode: required(readCurrency),
  netprice: nullable(readDecimal),
  sysfee: nullable(readDecimal),
  partnerfee: nullable(readDecimal),
});

/** What the account pays and earns; `netprice` with `fxcode` is the amount the account is charged. */
export type SellerPrice = Readonly<z.infer<typeof sellerPriceSchema>>;

const readSellerPrice = (value: unknown): SellerPrice | undefined => sellerPriceSchema.safeParse(value).data;
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
  price: nullable(readPrice),
  netprice: nullable(readPrice),
  agfee: nullable(readPrice),
  sysfee: nullable(readPrice),
  seller_price: nullable(readSellerPrice),
});

/**
 * A booking. `status` is 12go's word, not a closed list. `tracker` (the operator's reference) and `ticket_url` are null
 * until issued. `created_on` and `stamp` are Unix seconds, UTC. Prices are totals for the booking.
 */
export type Booking = Readonly<z.infer<typeof bookingSchema>>;

/** Reads a booking, or undefined. */
export const readBooking = (body: unknown): Booking | undefined => bookingSchema.safeParse(body).data;

/** The `bid` in the answer of reserve (a string) or confirm (a number), or undefined. */
export const readWrittenBooking = (body: unknown): BookingId | undefined =>
  isRecord(body) ? readBookingId(body.bid) : undefined;

const optionSchema = z.object({
  refund_amount: required(readDecimal),
  refund_fxcode: required(readCurrency),
  expires: lenient(readBoolean, false),
  expires_after: lenient(readLocalDateTime, null),
  available: required(readBoolean),
  available_since: lenient(readLocalDateTime, null),
  hash: required(readWord),
});

/** One way to be refunded. `hash` is short-lived: execute it soon, or ask for the options again. */
export type RefundOption = Readonly<z.infer<typeof optionSchema>>;
/** `available` says whether the booking can be refunded now. An option that cannot be read is left out and counted. */
export type RefundOptions = {
  readonly available: boolean;
  readonly options: readonly RefundOption[];
  readonly dropped: readonly Dropped[];
};

/** Reads refund options, or undefined. */
export function readRefundOptions(body: unknown): RefundOptions | undefined {
  if (!isRecord(body)) return undefined;
  const available = readBoolean(body.available);
  const list = body.options ?? [];
  if (available === undefined || !Array.isArray(list)) return undefined;
  const tally = createDropTally();
  const options: RefundOption[] = [];
  for (const item of list) {
    const parsed = optionSchema.safeParse(item);
    if (parsed.success) options.push(parsed.data);
    else tally.add('refund_option', issueReason(parsed.error));
  }
  return { available, options, dropped: tally.list() };
}

/** Hash, amount and currency of the option to execute, copied from it. */
export type RefundRequest = Pick<RefundOption, 'hash' | 'refund_fxcode' | 'refund_amount'>;

/** The request as JSON. The amount is printed digit for digit as a JSON number, never through a float. */
export function encodeRefund({ hash, refund_fxcode, refund_amount }: RefundRequest): string {
  const [id, currency] = [hash, refund_fxcode].map((text) => JSON.stringify(text));
  // JSON forbids leading zeros, which decimal text allows.
  const amount = refund_amount.replace(/^0+(?=\d)/, '');
  return `{"hash":${id},"refund_fxcode":${currency},"refund_amount":${amount}}`;
}

const resultSchema = z.object({
  success: required(readBoolean),
  delay_minutes: lenient(readInteger, 0),
  message: lenient(readText, ''),
});

/** `success: false` is an answer, not an error: nothing was refunded. */
export type RefundResult = Readonly<z.infer<typeof resultSchema>>;

/** Reads the answer of a refund, or undefined. */
export const readRefundResult = (body: unknown): RefundResult | undefined =>
  resultSchema.safeParse(body).data;

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
