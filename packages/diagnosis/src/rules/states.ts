/** What the state of a booking says when no write went wrong. */
import type { Booking } from '@partner-gateway/contract';
import type { Finding } from '../cause.ts';
import type { Cause } from '../causes/causes.ts';
import type { Evidence } from '../evidence.ts';

const byStatus: Readonly<Record<Booking['status'], Cause>> = {
  reserved: 'not_confirmed',
  pending: 'supplier_slow',
  approved: 'all_well',
  declined: 'supplier_declined',
  cancelled: 'cancelled',
  failed: 'lapsed',
};

const causeOf = ({ booking, isStatusKnown = true }: Evidence): Cause | undefined => {
  if (booking === undefined) return undefined;
  if (!isStatusKnown) return 'status_unknown';
  const { status, voucher_url } = booking;
  return status === 'approved' && voucher_url === null ? 'ticket_late' : byStatus[status];
};

/** The state of the booking as a cause; undefined while it is not known. */
export const findInState = (evidence: Evidence): Finding<Cause> | undefined => {
  const cause = causeOf(evidence);
  if (cause === undefined) return undefined;
  const { booking, timeline, guard } = evidence;
  return {
    cause,
    // Without a story, or without the guard's records, a refused or open write is not seen.
    certainty: timeline === null || timeline.length === 0 || guard === null ? 'likely' : 'certain',
    evidence: [`The booking is ${booking?.status} at 12go now.`],
  };
};
