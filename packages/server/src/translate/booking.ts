/** A 12go booking as the partner's Booking: its fields, and its status word in the partner's six. */
import type { Booking, BookingStatus, Money } from '@partner-gateway/contract';
import type { Ids } from '@partner-gateway/itineraries';
import type { Booking as TwelveGoBooking } from '@partner-gateway/twelvego-client';
import { toUtcSecond } from './utc-second.ts';

export type BookingTranslation = {
  readonly booking: TwelveGoBooking;
  readonly ids: Pick<Ids, 'stationOut'>;
  /** In the form the caller used. */
  readonly bookingId: string;
  readonly total: Money;
  /** Right after a reserve: `reserved`, unless it is a failure. Default: what 12go's word means. */
  readonly overrideStatus?: BookingStatus | undefined;
  /** Unix seconds, used where 12go gives no readable `created_on` and `stamp`. Default 0, printed as 1970. */
  readonly readAtSeconds?: number | undefined;
};

/**
 * Translates a booking. Departure stays station-local; `created_at` and `updated_at` become UTC. The voucher is shown
 * only while the booking is approved.
 *
 * @example
 * toBooking({ booking, ids, bookingId: 'BK-8451207-7GQ2M', total: { currency: 'USD', amount: '41.70' } });
 */
export const toBooking = (input: BookingTranslation): Booking => {
  const { booking, ids } = input;
  const status = input.overrideStatus ?? statusOf(booking.status).status;
  const createdAt = secondOrNone(booking.created_on);
  const updatedAt = secondOrNone(booking.stamp);
  const readAt = secondOrNone(input.readAtSeconds ?? 0) ?? epoch;
  return {
    id: input.bookingId,
    status,
    from_station: ids.stationOut(booking.from_id),
    to_station: ids.stationOut(booking.to_id),
    departure_time: booking.dep_date_time,
    // The contract knows no booking of nobody; a nonsense count must not hide a booking that exists.
    passenger_count: Math.max(1, booking.seats),
    integration: 'onetwogo',
    integration_booking_id: booking.bid,
    operator_booking_id: toTextOrNull(booking.tracker),
    voucher_url: status === 'approved' ? toTextOrNull(booking.ticket_url) : null,
    updated_at: updatedAt ?? createdAt ?? readAt,
    created_at: createdAt ?? updatedAt ?? readAt,
    total_price: input.total,
  };
};

/** What is told of a booking with its status: the ticket only while it is approved. */
export const toStatusDetail = (
  { ticket_url, stamp, created_on }: TwelveGoBooking,
  status: BookingStatus,
  readAtSeconds: number,
): { readonly ticketUrl: string | null; readonly updatedAt: string } => ({
  ticketUrl: status === 'approved' ? toTextOrNull(ticket_url) : null,
  updatedAt: secondOrNone(stamp) ?? secondOrNone(created_on) ?? secondOrNone(readAtSeconds) ?? epoch,
});

const epoch = '1970-01-01T00:00:00';
const lastSecond = 253_402_300_799;

/** `YYYY-MM-DDTHH:MM:SS` of Unix seconds, or undefined for none (0 too) and for years of five digits (milliseconds, mostly). */
const secondOrNone = (seconds: number | null): string | undefined => {
  if (seconds === null || seconds <= 0 || seconds > lastSecond) return undefined;
  return toUtcSecond(seconds * 1000);
};

const toTextOrNull = (text: string | null): string | null => {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === '' ? null : trimmed;
};

/** 12go's words as they are compared; tolerant of spelling, because the list of words is not closed. */
const statuses: ReadonlyMap<string, BookingStatus> = new Map([
  ['pendingclientconfirmation', 'reserved'],
  ['reserved', 'reserved'],
  ['created', 'reserved'],
  ['pending', 'pending'],
  ['pendingsupplierconfirmation', 'pending'],
  ['paid', 'pending'],
  ['processing', 'pending'],
  ['confirmationprocessingincomplete', 'pending'],
  ['confirmed', 'approved'],
  ['approved', 'approved'],
  ['completed', 'approved'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['refunded', 'cancelled'],
  ['declined', 'declined'],
  ['rejected', 'declined'],
  ['failed', 'failed'],
  ['error', 'failed'],
  ['expired', 'failed'],
]);

/** `known` is false for a word nobody recorded yet; count it. */
export type StatusReading = { readonly status: BookingStatus; readonly known: boolean };

/**
 * The partner status of a 12go word, compared in lower case without `_`, `-` and spaces. An unknown word is `pending`.
 *
 * @example
 * statusOf('pending_client_confirmation'); // { status: 'reserved', known: true }
 */
export const statusOf = (word: string): StatusReading => {
  const status = statuses.get(word.toLowerCase().replace(/[_\-\s]/g, ''));
  return status === undefined ? { status: 'pending', known: false } : { status, known: true };
};
