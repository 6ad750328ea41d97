/** What became of the last write that matters for a booking or a cart. */
import { type Attempt, lastAttempt, openRecord } from '../attempt.ts';
import type { Finding } from '../cause.ts';
import type { Cause } from '../causes/causes.ts';
import type { Entry, Evidence, GuardRecord, Write } from '../evidence.ts';
import { attemptSentences, callSentence, isCode } from '../words.ts';
import { type Behind, causeOfCode, causeOfFailure } from './by-code.ts';

type Found = Finding<Cause> & {
  readonly attempt?: Attempt;
  /** Nothing else matters while it is. */
  readonly isOpen?: boolean;
};

const allWrites: readonly Write[] = ['refund', 'confirm', 'reserve'];

/** Writes whose fate the state of a booking leaves open, the latest first. */
const writesThatMatter: Readonly<Record<string, readonly Write[]>> = {
  reserved: ['refund', 'confirm', 'reserve'],
  pending: ['refund', 'confirm'],
  approved: ['refund', 'confirm'],
  declined: [],
  cancelled: ['refund'],
  failed: ['confirm'],
};

/** States that a booking can only have when the write was executed. */
const shows: Readonly<Record<Write, readonly string[]>> = {
  reserve: ['reserved', 'pending', 'approved', 'declined', 'cancelled', 'failed'],
  confirm: ['pending', 'approved', 'declined', 'cancelled'],
  refund: ['cancelled'],
};

const isSentBy =
  (write: Write) =>
  ({ step, detail }: Entry): boolean =>
    step === 'upstream_call' && detail.operation === write;

/** Whoever served one of the requests ended before it answered. */
const isUnanswered = (timeline: readonly Entry[], write: Write): boolean => {
  const count = (step: string): number =>
    timeline.filter((entry) => entry.step === step && entry.detail.operation === write).length;
  return count('request') > count('answer');
};

const openCause = ({ timeline, readsReserves }: Evidence, record: GuardRecord): Cause => {
  const { operation } = record;
  const isTold = timeline?.some(isSentBy(operation)) ?? false;
  if (record.is_live && record.state === 'sending') return 'write_running';
  if (!isTold && timeline !== null && isUnanswered(timeline, operation)) return 'instance_died';
  return operation === 'reserve' && !readsReserves ? 'outcome_open_by_hand' : 'outcome_open';
};

/** The guard says that a write was sent and its outcome is not known: nothing else matters then. */
const ofOpenRecord = (evidence: Evidence): Found | undefined => {
  const record = allWrites.map((write) => openRecord(evidence, write)).find((found) => found !== undefined);
  if (record === undefined) return undefined;
  const attempt = lastAttempt(evidence, record.operation);
  const call = evidence.timeline?.findLast(isSentBy(record.operation))?.detail;
  return {
    cause: openCause(evidence, record),
    certainty: 'certain',
    isOpen: true,
    evidence: [
      `The guard: ${record.operation} is ${record.state} for ${record.age_seconds} s.`,
      ...(call === undefined ? [] : [callSentence(call)]),
    ],
    ...(attempt !== undefined && { attempt }),
  };
};

const guardStateOf = ({ timeline }: Evidence, { at, write }: Attempt): string | undefined => {
  const found = timeline?.findLast(
    (entry) => entry.step === 'guard' && entry.at >= at && entry.detail.operation === write,
  );
  return found === undefined ? undefined : String(found.detail.state);
};

const behindOf = (evidence: Evidence, attempt: Attempt): Behind => {
  const { reason } = attempt.answer ?? {};
  return {
    ...attempt,
    guardState: guardStateOf(evidence, attempt),
    ...(reason !== undefined && { reason: String(reason) }),
  };
};

const wasOpen = ({ answer, sent, learned }: Attempt): boolean =>
  learned !== undefined ||
  answer?.status === 202 ||
  answer?.code === 'upstream_timeout' ||
  sent?.outcome === 'unknown';

const causeOf = (evidence: Evidence, attempt: Attempt): Cause | undefined => {
  const { write, answer, outcome } = attempt;
  const { status } = evidence.booking ?? {};
  const code = isCode(answer?.code) ? answer.code : undefined;
  if (code === 'price_changed') return 'price_moved';
  const isShown =
    status !== undefined &&
    (shows[write].includes(status) || (status === 'failed' && outcome === 'executed'));
  if (isShown) return wasOpen(attempt) ? 'settled_executed' : undefined;
  if (attempt.learned?.outcome === 'not_executed') return 'settled_not_executed';
  if (attempt.learned?.outcome === 'executed') return 'settled_executed';
  if (code !== undefined && outcome !== 'unknown') {
    return causeOfCode(code, behindOf(evidence, attempt));
  }
  if (outcome === 'executed') return status === undefined ? undefined : 'executed_not_shown';
  if (code !== undefined && attempt.sent === undefined) return causeOfCode(code, behindOf(evidence, attempt));
  if (outcome === 'not_executed') return causeOfFailure(attempt.sent) ?? 'settled_not_executed';
  if (answer === undefined) return 'instance_died';
  return write === 'reserve' && !evidence.readsReserves ? 'outcome_open_by_hand' : 'outcome_open';
};

const guesses: ReadonlySet<Cause> = new Set<Cause>([
  'sold_out',
  'trip_gone',
  'trip_refused',
  'instance_died',
]);

const ofAttempt = (evidence: Evidence, attempt: Attempt): Found | undefined => {
  const cause = causeOf(evidence, attempt);
  if (cause === undefined) return undefined;
  return {
    cause,
    certainty: guesses.has(cause) ? 'likely' : 'certain',
    evidence: attemptSentences(attempt),
    attempt,
  };
};

/** The write that decides, if one does. Where 12go cannot be read the latest of all does. */
export const findInWrites = (evidence: Evidence): Found | undefined => {
  const open = ofOpenRecord(evidence);
  if (open !== undefined) return open;
  const { booking } = evidence;
  const writes = booking === undefined ? allWrites : (writesThatMatter[booking.status] ?? []);
  const attempts = writes.flatMap((write) => lastAttempt(evidence, write) ?? []);
  const latestFirst = attempts.toSorted((one, two) => two.at.localeCompare(one.at));
  for (const attempt of latestFirst) {
    const found = ofAttempt(evidence, attempt);
    if (found !== undefined) return found;
  }
  return undefined;
};
