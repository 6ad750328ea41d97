/** What is told of a booking write, made of the change that the write guard records: pure, and never throwing. */
import {
  bookingSchema,
  cancelledSchema,
  type ErrorCode,
  type Money,
  type Outcome,
} from '@partner-gateway/contract';
import { TwelveGoError } from '@partner-gateway/twelvego-client';
import type { Notice, WriteChange } from '@partner-gateway/write-guard';
import type { TextAnswer } from '../answer.ts';
import { toUtcSecond } from '../translate/utc-second.ts';
import { type NewEvent, toNotice } from './outbox-events.ts';
import { statusNotice } from './status-notice.ts';

/** What else is needed to tell of a write. */
export type Telling = {
  readonly nowMs: number;
  /** The 12go number of a booking by the id that its partner knows. */
  readonly bidOf: (clientId: string, bookingId: string) => string | undefined;
  /** The one id by which a booking is told of, whatever id a request named it by. */
  readonly bookingIdOf: (clientId: string, bid: string) => string;
  readonly codeOf: (answer: TextAnswer) => ErrorCode | undefined;
  /** Whether anybody wants to know more than partners do. */
  readonly tellsLifecycle: boolean;
};

const words = {
  reserve: ['booking.requested', 'booking.reserved', 'booking.reserve_failed'],
  confirm: ['booking.confirm_requested', 'booking.confirmed', 'booking.confirm_failed'],
  refund: ['booking.cancel_requested', 'booking.cancelled', 'booking.cancel_failed'],
} as const;
type Operation = keyof typeof words;

const isOperation = (name: string): name is Operation => Object.hasOwn(words, name);

const bookedBody = bookingSchema.pick({
  status: true,
  voucher_url: true,
  updated_at: true,
  total_price: true,
});

const parse = (text: string): unknown => (text === '' ? undefined : JSON.parse(text));

/** What a partner was told of the booking; a refusal tells nothing of it, though the booking may exist. */
type Told = {
  readonly status: 'reserved' | 'pending' | 'approved' | 'cancelled' | 'declined' | 'failed';
  readonly total: Money | null;
  readonly refund: Money | null;
  readonly ticketUrl: string | null;
  readonly updatedAt: string;
};

const executedAs = { reserve: 'reserved', confirm: 'pending', refund: 'cancelled' } as const;

const toldIn = (operation: Operation, { text }: TextAnswer, nowMs: number): Told => {
  const body = parse(text);
  const booked = bookedBody.safeParse(body).data;
  const refund = cancelledSchema.safeParse(body).data?.refund ?? null;
  return {
    status: booked?.status ?? executedAs[operation],
    total: booked?.total_price ?? null,
    refund,
    ticketUrl: booked?.voucher_url ?? null,
    updatedAt: booked?.updated_at ?? toUtcSecond(nowMs),
  };
};

type Change = WriteChange<TextAnswer>;
type Envelope = Omit<NewEvent, 'eventType' | 'data' | 'bookingId' | 'clientId'> & {
  readonly clientId: string;
  readonly attempt: string;
  readonly bookingId: string | null;
};

const envelopeOf = ({ subject, requestId }: Change, operation: Operation, telling: Telling): Envelope => {
  const { clientId, subject: attempt } = subject;
  return {
    clientId,
    attempt,
    bookingId: operation === 'reserve' ? null : telling.bookingIdOf(clientId, attempt),
    timestamp: new Date(telling.nowMs).toISOString(),
    correlationId: requestId,
    traceId: null,
  };
};

const requested = (operation: Operation, { attempt, ...envelope }: Envelope): NewEvent =>
  ({ ...envelope, eventType: words[operation][0], data: { attempt } }) as NewEvent;

const failed = (
  operation: Operation,
  { attempt, ...envelope }: Envelope,
  data: { readonly code: ErrorCode; readonly outcome: Outcome },
): NewEvent => ({ ...envelope, eventType: words[operation][2], data: { attempt, ...data } }) as NewEvent;

const executed = (operation: Operation, { attempt, ...envelope }: Envelope, told: Told): NewEvent => {
  const { status, total, refund } = told;
  const booked = { attempt, status, previousStatus: null, total };
  const data = operation === 'refund' ? { ...booked, refund } : booked;
  return { ...envelope, eventType: words[operation][1], data } as NewEvent;
};

type Concluded = Extract<Change, { kind: 'concluded' }>;

const ofExecuted = (change: Concluded, operation: Operation, telling: Telling): Notice[] => {
  const { nowMs, bidOf, tellsLifecycle } = telling;
  const envelope = envelopeOf(change, operation, telling);
  const named = change.reference ?? envelope.bookingId;
  if (named === null) return [];
  const told = toldIn(operation, change.answer, nowMs);
  const { clientId, correlationId } = envelope;
  const bid = operation === 'reserve' ? bidOf(clientId, named) : envelope.attempt;
  const bookingId = bid === undefined ? named : telling.bookingIdOf(clientId, bid);
  const lifecycle = toNotice(executed(operation, { ...envelope, bookingId }, told));
  const seen = { clientId, bookingId, correlationId, nowMs, ...told };
  return [
    ...(tellsLifecycle ? [lifecycle] : []),
    ...(bid === undefined ? [] : [statusNotice({ ...seen, bid })]),
  ];
};

/** The code of what was not sent, as its partner is told it at this step. */
const codeOfUnsent = (error: unknown): ErrorCode =>
  TwelveGoError.isInstance(error) ? 'upstream_error' : 'idempotency_unavailable';

/**
 * The notices of a change.
 *
 * @example
 * noticesOfWrite({ kind: 'sending', subject: { clientId: 'acme', operation: 'reserve', subject: '99120733' }, ... }, telling);
 */
export const noticesOfWrite = (change: Change, telling: Telling): Notice[] => {
  const { operation } = change.subject;
  if (!isOperation(operation)) return [];
  if (change.kind === 'concluded' && change.outcome === 'executed')
    return ofExecuted(change, operation, telling);
  if (!telling.tellsLifecycle) return [];
  const envelope = envelopeOf(change, operation, telling);
  if (change.kind === 'sending') return [toNotice(requested(operation, envelope))];
  const code =
    change.kind === 'not_sent'
      ? codeOfUnsent(change.error)
      : (telling.codeOf(change.answer) ?? 'internal_error');
  return [toNotice(failed(operation, envelope, { code, outcome: 'not_executed' }))];
};
