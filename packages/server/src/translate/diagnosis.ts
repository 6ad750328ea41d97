/** The most likely reading of a booking's state and story, and what on-call should do. Pure: what the story does not say stays open. */
import { type Booking, type ErrorCode, errorTable, type Inspection } from '@partner-gateway/contract';

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

type Write = 'confirm' | 'refund';
type Detail = Entry['detail'];

/** The last attempt at a write, by the story. */
type Attempt = {
  readonly write: Write;
  /** None when the instance ended before it answered. */
  readonly answer: Detail | undefined;
  /** The last call of 12go that failed in it. */
  readonly failure: Detail | undefined;
  readonly outcome: 'executed' | 'not_executed' | 'unknown';
};

const lastAttempt = (timeline: readonly Entry[], write: Write): Attempt | undefined => {
  const from = timeline.findLastIndex(({ step, detail }) => step === 'request' && detail.operation === write);
  if (from < 0) return undefined;
  const since = timeline.slice(from);
  const last = (isMeant: (entry: Entry) => boolean): Detail | undefined => since.findLast(isMeant)?.detail;
  const own = (step: string) => (entry: Entry) => entry.step === step && entry.detail.operation === write;
  const answer = last(own('answer'));
  // What was learned later goes before what 12go answered, and that before what the partner was told meanwhile.
  const learned = [
    last((entry) => own('guard')(entry) && entry.detail.outcome !== undefined)?.outcome,
    last(own('upstream_call'))?.outcome,
    answer?.outcome ?? (answer?.status === 200 ? 'executed' : undefined),
  ];
  return {
    write,
    answer,
    failure: last(({ step, detail }) => step === 'upstream_call' && detail.kind !== undefined),
    outcome: learned.find((outcome) => outcome === 'executed' || outcome === 'not_executed') ?? 'unknown',
  };
};

const evidenceOf = ({ failure }: Attempt): string => {
  if (failure === undefined) return '';
  const { operation, kind, status, latencyMs } = failure;
  return ` 12go (${operation}): ${kind}${status === undefined ? '' : `, HTTP ${status}`}, after ${latencyMs} ms.`;
};

const open = ({ write, answer }: Attempt): Diagnosis => ({
  summary:
    answer === undefined
      ? `A ${write} began, and its story ends there: whoever served it may have died. Its outcome is not known.`
      : `The outcome of the last ${write} is not known yet.`,
  action:
    'Send nothing again. It is looked up by itself; if it stays open, list it with `partner-cli booking open` and settle it with `partner-cli booking resolve`.',
});

const notShown = ({ write }: Attempt): Diagnosis => ({
  summary: `12go executed the last ${write}, and its booking does not show it.`,
  action: 'Inspect it again in a minute; if it stays so, raise it with 12go.',
});

const turnedOut = ({ write }: Attempt): Diagnosis => ({
  summary: `The outcome of the last ${write} was open, and it turned out not to have been executed.`,
  action: 'The partner is told so when it polls or repeats it. It may try again under a new key.',
});

const guardIsOff: Diagnosis = {
  summary:
    'The last write was not sent: the memory of booking writes could not vouch that it had not been sent before.',
  action:
    'See `booking_writes` in `/ready`: Redis is away, lost its memory, or is too young. The partner may repeat it under the same key when it is on.',
};

const unsent: Partial<Readonly<Record<ErrorCode, Diagnosis>>> = {
  idempotency_unavailable: guardIsOff,
  idempotency_memory_lost: guardIsOff,
  idempotency_memory_young: guardIsOff,
};

const refusals: Readonly<Record<Write, Partial<Readonly<Record<ErrorCode, Diagnosis>>>>> = {
  confirm: {
    confirm_failed: {
      summary:
        'The confirm was refused, so it was not executed; the partner was answered 409 `confirm_failed`.',
      action:
        'Nothing to repair: the reservation lapses by itself. The reason is in the answer that the partner got; it should book another trip.',
    },
    credit_line_insufficient: {
      summary: 'The confirm was refused for lack of credit; nothing was sent to 12go.',
      action:
        'Check the balance of the client at the credit line. With credit, the partner may confirm again while the reservation lasts.',
    },
    credit_unavailable: {
      summary:
        'The confirm was refused because the credit line gave no usable answer; nothing was sent to 12go.',
      action: 'Check the credit line. The partner may confirm again while the reservation lasts.',
    },
    client_misconfigured: {
      summary: 'The confirm failed because 12go refused the key of this client, or there is none.',
      action: 'Check the key at the `upstream_key_ref` of the client, then reload the configuration.',
    },
  },
  refund: {
    non_cancellable: {
      summary: 'A cancellation was refused: 12go gives no refund for this booking, or refused this one.',
      action:
        'Nothing to repair; the booking stands as it is. If the partner disputes it, raise it with 12go.',
    },
    refund_option_expired: {
      summary: 'A cancellation was refused because its refund option had run out; nothing was cancelled.',
      action: 'Tell the partner to list the refund options again and to cancel with a new one.',
    },
  },
};

const isCode = (text: unknown): text is ErrorCode => typeof text === 'string' && text in errorTable;

/** No rule names the code: what the table of errors says of it. */
const byTable = ({ write }: Attempt, code: ErrorCode): Diagnosis => {
  const { status, fault, retryable } = errorTable[code];
  return {
    summary: `The last ${write} was not executed; the partner was answered ${status} \`${code}\`, at fault: ${fault}.`,
    action: retryable
      ? 'The partner may repeat it under the same key. docs/errors.md says what the code means.'
      : 'Repeating it unchanged changes nothing. docs/errors.md says what the code means and what the partner should do.',
  };
};

const read = (attempt: Attempt): Diagnosis | undefined => {
  const { write, answer, outcome } = attempt;
  const code = isCode(answer?.code) ? answer.code : undefined;
  const off = code === undefined ? undefined : unsent[code];
  if (off !== undefined || outcome === 'unknown') return off ?? open(attempt);
  if (outcome === 'executed') return notShown(attempt);
  return code === undefined ? turnedOut(attempt) : (refusals[write][code] ?? byTable(attempt, code));
};

const ofWrite = (timeline: readonly Entry[], write: Write): Diagnosis | undefined => {
  const attempt = lastAttempt(timeline, write);
  const diagnosis = attempt === undefined ? undefined : read(attempt);
  return attempt && diagnosis && { ...diagnosis, summary: `${diagnosis.summary}${evidenceOf(attempt)}` };
};

const withoutStory = ({ summary, action }: Diagnosis): Diagnosis => ({
  summary: `${summary} The journal is out of reach, so that a write that was refused or is open is not seen here.`,
  action,
});

/** Only these states leave open what became of a write that was tried. */
const writesThatMatter: Readonly<Record<Booking['status'], readonly Write[]>> = {
  reserved: ['confirm', 'refund'],
  pending: ['refund'],
  approved: ['refund'],
  declined: [],
  cancelled: [],
  failed: [],
};

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
  const [found] = writesThatMatter[status].flatMap((write) => ofWrite(timeline, write) ?? []);
  return found ?? byState;
};
