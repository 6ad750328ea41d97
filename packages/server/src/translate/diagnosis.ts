/** The most likely reading of a booking's state, and what on-call should do (the runbook's table as code). */
import type { Booking, Inspection } from '@partner-gateway/contract';

type Diagnosis = Inspection['diagnosis'];

const byStatus: Readonly<Record<Booking['status'], Diagnosis>> = {
  reserved: {
    summary: 'Reserved and not confirmed: the partner has not called confirm, or the confirm did not happen.',
    action:
      'Nothing to repair; an unconfirmed reservation lapses by itself. If the partner says it confirmed, ask for the correlation id of that call.',
  },
  pending: {
    summary:
      'Confirmed by the partner; the supplier has not decided yet, or uses a status word that is not known here.',
    action:
      'Wait for the supplier. If it stays pending beyond the confirmation time shown at search, raise it with 12go.',
  },
  approved: { summary: 'Confirmed, and the ticket is issued.', action: 'Nothing to do.' },
  declined: {
    summary: 'The supplier declined the booking.',
    action: 'Tell the partner to book another trip.',
  },
  cancelled: { summary: 'Cancelled.', action: 'Nothing to do; the refund is 12go’s to pay.' },
  failed: {
    summary: 'The booking failed or lapsed at the supplier.',
    action: 'Tell the partner to start again from get itinerary.',
  },
};

const ticketMissing: Diagnosis = {
  summary: 'Confirmed, but the supplier has not issued the ticket yet.',
  action:
    'The ticket endpoint answers 202 until it is there. If it takes longer than an hour, raise it with 12go.',
};

/** Reads a booking's state. */
export const diagnose = (booking: Booking): Diagnosis =>
  booking.status === 'approved' && booking.voucher_url === null ? ticketMissing : byStatus[booking.status];
