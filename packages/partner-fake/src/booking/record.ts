/** A booking as the fake keeps it, and what it is at a moment: its status follows from what was done and from the clock. */
import type { Booking, BookingStatus } from '@partner-gateway/contract';
import { secondText } from '../clock.ts';
import { mark } from '../marks.ts';
import type { BookingRecord } from '../memory.ts';
import { toMoney } from '../money.ts';
import type { State } from '../state.ts';

/** How long a reservation waits for its confirm. */
const reservedMs = 30 * 60_000;

/** The moments at which the status changed until now, oldest first. */
export const changesOf = (
  record: BookingRecord,
  nowMs: number,
): readonly { readonly status: BookingStatus; readonly atMs: number }[] => {
  const { createdMs, confirmedMs, decidedMs = 0, cancelledMs } = record;
  const changes: { status: BookingStatus; atMs: number }[] = [{ status: 'reserved', atMs: createdMs }];
  if (confirmedMs === undefined) changes.push({ status: 'cancelled', atMs: createdMs + reservedMs });
  else {
    if (decidedMs > confirmedMs) changes.push({ status: 'pending', atMs: confirmedMs });
    changes.push({ status: record.isDeclined === true ? 'declined' : 'approved', atMs: decidedMs });
  }
  if (cancelledMs !== undefined) changes.push({ status: 'cancelled', atMs: cancelledMs });
  return changes.filter(({ atMs }) => atMs <= nowMs);
};

export const statusOf = (record: BookingRecord, nowMs: number): BookingStatus =>
  changesOf(record, nowMs).at(-1)?.status ?? 'reserved';

const referenceOf = ({ id }: BookingRecord): string => `RR-${mark(`reference ${id}`, 6)}`;

/** The URL of its ticket; null until there is one, and when it is not approved any more. */
export const ticketUrlOf = (record: BookingRecord, nowMs: number): string | null =>
  statusOf(record, nowMs) === 'approved' && (record.ticketMs ?? 0) <= nowMs
    ? `https://tickets.upstream.example/t/${referenceOf(record)}.pdf`
    : null;

/** The body of a booking. */
export const toBooking = (record: BookingRecord, nowMs: number): Booking => {
  const { legs, currency } = record.departure.trip;
  const status = statusOf(record, nowMs);
  return {
    id: record.id,
    status,
    from_station: legs[0].from,
    to_station: (legs.at(-1) ?? legs[0]).to,
    departure_time: `${record.departure.date}T${legs[0].departs}:00`,
    passenger_count: record.passengers,
    integration: 'onetwogo',
    integration_booking_id: String(record.number),
    operator_booking_id: status === 'approved' ? referenceOf(record) : null,
    voucher_url: ticketUrlOf(record, nowMs),
    updated_at: secondText(changesOf(record, nowMs).at(-1)?.atMs ?? record.createdMs),
    created_at: secondText(record.createdMs),
    total_price: toMoney(currency, record.totalCents),
  };
};

const firstNumber = 8_451_206;

type NewBooking = Pick<BookingRecord, 'departure' | 'passengers' | 'totalCents' | 'supplierCents'>;

/** Makes a booking, reserved. */
export const reserve = (state: State, booking: NewBooking, seats: readonly string[]): BookingRecord => {
  const number = firstNumber + state.next('booking');
  const id = `BK-${number}-${mark(`${state.identity.clientId} ${state.identity.apiKey} ${number}`, 5)}`;
  const record: BookingRecord = { ...booking, id, number, createdMs: state.clock.now(), toldChanges: 0 };
  state.bookings.set(id, record);
  state.seats.sell(booking.departure, { bookingId: id, seats, passengers: booking.passengers });
  return record;
};
