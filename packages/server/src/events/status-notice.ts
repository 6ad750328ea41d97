/** The status of a booking as a notice: told where it is another than the one before, and no later one is known. */
import type { BookingStatus } from '@partner-gateway/contract';
import type { Notice, State } from '@partner-gateway/write-guard';
import { toNotice } from './outbox-events.ts';

/** What a status cannot follow: who reads it after one of these has read an older copy (assumed of 12go). */
const notAfter: Readonly<Record<BookingStatus, readonly BookingStatus[]>> = {
  reserved: ['pending', 'approved', 'cancelled', 'declined', 'failed'],
  pending: ['approved', 'cancelled', 'declined', 'failed'],
  approved: ['cancelled'],
  cancelled: [],
  declined: ['cancelled'],
  failed: ['cancelled'],
};

/** A booking in a status. */
export type StatusSeen = {
  readonly clientId: string;
  /** 12go's, by which the status is remembered. */
  readonly bid: string;
  /** By the id that the partner knows. */
  readonly bookingId: string;
  readonly status: BookingStatus;
  readonly ticketUrl: string | null;
  /** UTC, to the second. */
  readonly updatedAt: string;
  readonly correlationId: string;
  readonly nowMs: number;
  /** A first status is noted and not told: nothing is known to have changed. */
  readonly quietly?: boolean;
};

/** A notice whose state says when it is news. */
export type StatusNotice = Notice & { readonly state: State };

/** The notice of it. */
export const statusNotice = (seen: StatusSeen): StatusNotice => {
  const { clientId, bid, bookingId, status, correlationId, ticketUrl, updatedAt, quietly = false } = seen;
  const state: State = { of: `booking:${bid}`, is: status, quietly, notAfter: notAfter[status] };
  const notice = toNotice({
    eventType: 'booking.status_changed',
    timestamp: new Date(seen.nowMs).toISOString(),
    correlationId,
    traceId: null,
    clientId,
    bookingId,
    data: { status, previousStatus: null, ticketUrl, updatedAt },
  });
  return { ...notice, state };
};
