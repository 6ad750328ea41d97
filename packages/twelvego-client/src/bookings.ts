/** Bookings and their writes: reserve, confirm and booking details. */
import { z } from 'zod';
import { type DecimalText, readDecimal } from './decimal.ts';
import { type BookingId, readBookingId, readStationId } from './ids.ts';
import { readLocalDateTime } from './local-date-time.ts';
import {
  isRecord,
  lenient,
  nullable,
  readCurrency,
  readInteger,
  readPrice,
  readText,
  required,
} from './wire.ts';

/** What the account pays and earns; `netprice` with `fxcode` is the amount the account is charged. */
export type SellerPrice = {
  readonly fxcode: string;
  readonly netprice: DecimalText | null;
  readonly sysfee: DecimalText | null;
  readonly partnerfee: DecimalText | null;
};

const readAmount = (value: unknown): DecimalText | null | undefined =>
  value === null || value === undefined ? null : readDecimal(value);

function readSellerPrice(value: unknown): SellerPrice | undefined {
  if (!isRecord(value)) return undefined;
  const fxcode = readCurrency(value.fxcode);
  const [netprice, sysfee, partnerfee] = [value.netprice, value.sysfee, value.partnerfee].map(readAmount);
  if (fxcode === undefined || netprice === undefined || sysfee === undefined || partnerfee === undefined)
    return undefined;
  return { fxcode, netprice, sysfee, partnerfee };
}

const bookingSchema = z.object({
  bid: required(readBookingId),
  tracker: lenient((value) => readText(value) || undefined, null),
  status: required((value) => (typeof value === 'string' && value !== '' ? value : undefined)),
  from_id: required(readStationId),
  to_id: required(readStationId),
  dep_date_time: required(readLocalDateTime),
  seats: required(readInteger),
  ticket_url: lenient((value) => readText(value) || undefined, null),
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

/** The flat form that reserve takes: original keys of the checkout form, such as `passenger[0][first_name]`, in order. */
export type ReserveForm = ReadonlyMap<string, string | number | boolean>;

/** The form as JSON. A null-prototype object, so that a key such as `__proto__` is a key like any other. */
export function encodeReserveForm(form: ReserveForm): string {
  const body: Record<string, string | number | boolean> = Object.create(null);
  for (const [key, value] of form) body[key] = value;
  return JSON.stringify(body);
}
