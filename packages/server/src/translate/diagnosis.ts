/** The most likely reading of a booking's state and story, and what on-call should do. Pure: what the story does not say stays open. */
import type { Booking, ErrorCode, Inspection } from '@partner-gateway/contract';

type Diagnosis = Inspection['diagnosis'];
type Timeline = Inspection['timeline'];
type Entry = NonNullable<Timeline>[number];

/** What a state means when the story says nothing else: the runbook's table as code. */
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

/** How the last attempt at a write ended, by the story. */
type LastWrite = {
  /** What the partner was answered; undefined for a success and for a 202. */
  readonly code: string | undefined;
  readonly status: number;
  /** What 12go said to it, when it was asked. */
  readonly call: Entry['detail'] | undefined;
  /** What became of it later, where it was open. */
  readonly settled: string | undefined;
};

const lastWriteOf = (entries: readonly Entry[], operation: 'confirm' | 'refund'): LastWrite | undefined => {
  const own = entries.filter(({ detail }) => detail.operation === operation);
  const answeredAt = own.findLastIndex(({ step }) => step === 'answer');
  const answer = own[answeredAt]?.detail;
  if (answer === undefined) return undefined;
  const before = own.slice(0, answeredAt);
  const asked = before.findLastIndex(({ step }) => step === 'request');
  const settled = own.slice(answeredAt).findLast(({ detail: { state } }) => settledStates.has(String(state)));
  return {
    code: answer.code === undefined ? undefined : String(answer.code),
    status: Number(answer.status),
    call: before.slice(asked + 1).findLast(({ step }) => step === 'upstream_call')?.detail,
    settled: settled?.detail.outcome === undefined ? undefined : String(settled.detail.outcome),
  };
};

const settledStates: ReadonlySet<string> = new Set(['settled', 'resolved_by_operator']);

const evidenceOf = ({ call }: LastWrite): string =>
  call?.kind === undefined
    ? ''
    : ` 12go: ${call.kind}${call.status === undefined ? '' : `, HTTP ${call.status}`}, after ${call.latencyMs} ms.`;

const open = (what: 'confirm' | 'refund', last: LastWrite): Diagnosis => ({
  summary: `A ${what} was sent to 12go, and its outcome is not known yet.${evidenceOf(last)}`,
  action:
    'Send nothing again. It is looked up by itself; if it stays open, list it with `partner-cli booking open` and settle it with `partner-cli booking resolve`.',
});

const guardIsOff: Diagnosis = {
  summary:
    'The last confirm was not sent: the memory of booking writes could not vouch that it had not been sent before.',
  action:
    'See `booking_writes` in `/ready`: Redis is away, lost its memory, or is too young. The partner may confirm again under the same key when it is on.',
};

const confirmRefusals: Partial<Readonly<Record<ErrorCode, Diagnosis>>> = {
  confirm_failed: {
    summary:
      '12go refused the confirm, so it was not executed; the partner was answered 409 `confirm_failed`.',
    action:
      'Nothing to repair: the reservation lapses by itself. The reason is in the answer that the partner got; it should book another trip.',
  },
  credit_line_insufficient: {
    summary: 'The confirm was refused for lack of credit; nothing was sent to 12go.',
    action:
      "Check the client's balance at the credit line. With credit, the partner may confirm again while the reservation lasts.",
  },
  credit_unavailable: {
    summary:
      'The confirm was refused because the credit line gave no usable answer; nothing was sent to 12go.',
    action: 'Check the credit line. The partner may confirm again while the reservation lasts.',
  },
  client_misconfigured: {
    summary: "The confirm failed because 12go refused this client's key, or there is none.",
    action: "Check the client's 12go key and its `upstream_key_ref`, then reload the configuration.",
  },
  idempotency_unavailable: guardIsOff,
  idempotency_memory_lost: guardIsOff,
  idempotency_memory_young: guardIsOff,
};

const refundRefusals: Partial<Readonly<Record<ErrorCode, Diagnosis>>> = {
  non_cancellable: {
    summary: 'A cancellation was refused: 12go gives no refund for this booking, or refused this one.',
    action: 'Nothing to repair; the booking stands as it is. If the partner disputes it, raise it with 12go.',
  },
  refund_option_expired: {
    summary: 'A cancellation was refused because its refund option had run out; nothing was cancelled.',
    action: 'Tell the partner to list the refund options again and to cancel with a new one.',
  },
};

const withEvidence = (diagnosis: Diagnosis | undefined, last: LastWrite): Diagnosis | undefined =>
  diagnosis && { ...diagnosis, summary: `${diagnosis.summary}${evidenceOf(last)}` };

const isOpen = ({ status, code, settled }: LastWrite): boolean =>
  settled === undefined && (status === 202 || code === 'upstream_timeout');

const refusedBy = (
  refusals: Partial<Readonly<Record<string, Diagnosis>>>,
  last: LastWrite,
): Diagnosis | undefined => (last.code === undefined ? undefined : withEvidence(refusals[last.code], last));

const ofConfirm = (entries: readonly Entry[]): Diagnosis | undefined => {
  const last = lastWriteOf(entries, 'confirm');
  if (last === undefined) return undefined;
  if (isOpen(last)) return open('confirm', last);
  return last.settled === 'not_executed'
    ? {
        summary: `A confirm whose outcome was open turned out not to have been executed.${evidenceOf(last)}`,
        action:
          'The partner has been told. It may confirm again under a new key while the reservation lasts.',
      }
    : refusedBy(confirmRefusals, last);
};

const ofRefund = (entries: readonly Entry[]): Diagnosis | undefined => {
  const last = lastWriteOf(entries, 'refund');
  if (last === undefined) return undefined;
  return isOpen(last) ? open('refund', last) : refusedBy(refundRefusals, last);
};

const withoutStory = ({ summary, action }: Diagnosis): Diagnosis => ({
  summary: `${summary} The journal is out of reach, so that a write that was refused or is open is not seen here.`,
  action,
});

/**
 * Diagnoses a booking.
 *
 * @param timeline null while the journal is away
 * @example
 * diagnose(booking, timeline).action;
 */
export const diagnose = (booking: Booking, timeline: Timeline): Diagnosis => {
  const { status, voucher_url } = booking;
  const byState = status === 'approved' && voucher_url === null ? ticketMissing : byStatus[status];
  if (timeline === null) return withoutStory(byState);
  const unchanged = status === 'reserved' ? ofConfirm(timeline) : undefined;
  return unchanged ?? (status === 'cancelled' ? byState : (ofRefund(timeline) ?? byState));
};
