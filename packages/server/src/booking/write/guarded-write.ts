/** Sends a booking write through the guard, and turns every way that can end into the contract's answer. */
import { currentApiVersion, type ErrorCode, errorTable, type Outcome } from '@partner-gateway/contract';
import { type JournalDetail, type PointerName, pointerName } from '@partner-gateway/journal';
import { TwelveGoError } from '@partner-gateway/twelvego-client';
import {
  type Obstacle,
  type Subject,
  toFingerprint,
  type UnavailableReason,
  type WriteRequest,
  type WriteResult,
} from '@partner-gateway/write-guard';
import type { TextAnswer } from '../../answer.ts';
import type { Deps } from '../../deps.ts';
import { GatewayError, withOutcome } from '../../errors.ts';
import type { PartnerCall } from '../../partner-call.ts';
import type { Trace } from '../../trace.ts';
import { outcomeOfWrite } from '../../translate/problem.ts';
import { namesOfTrace, reasonOf, traceIdOf } from '../../translate/story-words.ts';
import { toGatewayError } from '../../translate/upstream-error.ts';
import { bookingOfAnswer, codeOfAnswer, fieldsOfAnswer } from './stored-answer.ts';

const bookingOperations = ['reserve', 'confirm', 'refund'] as const;

/** The writes that are guarded: the reserve of a cart, the confirm and the refund of a booking. */
export type BookingOperation = (typeof bookingOperations)[number];

/** The operation that a record of the guard names. @throws Error for a name that no write of ours has */
export const toBookingOperation = (name: string): BookingOperation => {
  const operation = bookingOperations.find((known) => known === name);
  if (operation === undefined)
    throw new Error('a record of the write guard names an operation that is not ours');
  return operation;
};

/** A write and what its route answers when it is not final. */
export type GuardedWrite<Prepared> = Omit<
  WriteRequest<Prepared, TextAnswer>,
  'clientId' | 'operation' | 'requestId' | 'idempotencyKey' | 'fingerprint'
> & {
  /** As it was validated; with the operation and its subject it makes two requests the same. */
  readonly body: unknown;
  readonly operation: BookingOperation;
  readonly idempotencyKey: string | undefined;
  /** The outcome is open; `recordKey` names the record to poll. */
  readonly whenUnknown: (recordKey: string) => TextAnswer;
  /** It was done before, under another key. */
  readonly whenAlreadyDone: (bookingId: string | undefined) => GatewayError | Promise<GatewayError>;
};

const toSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

const withHeader = (answer: TextAnswer, name: string, value: string): TextAnswer => ({
  ...answer,
  headers: { ...answer.headers, [name]: value },
});

/** Why no write is taken, as the partner is told it: each asks for another patience and another telephone call. */
const unavailableCodes: Readonly<Record<UnavailableReason, ErrorCode>> = {
  unreachable: 'idempotency_unavailable',
  unanswered: 'idempotency_unavailable',
  unfit: 'idempotency_unavailable',
  replicas_missing: 'idempotency_unavailable',
  split: 'idempotency_unavailable',
  claim_lost: 'idempotency_unavailable',
  send_window_closed: 'idempotency_unavailable',
  memory_unknown: 'idempotency_memory_lost',
  memory_lost: 'idempotency_memory_lost',
  clock_stepped: 'idempotency_memory_lost',
  look_up_failed: 'idempotency_memory_lost',
  memory_young: 'idempotency_memory_young',
  overloaded: 'overloaded',
};

/** What the partner is told where a write is not sent. */
export const toRefusal = (obstacle: Exclude<Obstacle, { kind: 'already_done' }>): GatewayError => {
  if (obstacle.kind === 'stale')
    return new GatewayError('booking_token_stale', { outcome: obstacle.outcome });
  const retryAfterSeconds = toSeconds(obstacle.retryAfterMs);
  if (obstacle.kind === 'in_progress')
    return new GatewayError('idempotency_in_progress', { outcome: 'unknown', retryAfterSeconds });
  const { reason: cause, outcome } = obstacle;
  return new GatewayError(unavailableCodes[cause], { outcome, retryAfterSeconds, cause });
};

/** Refuses a cart that was reserved before. */
export const alreadyReserved = (bookingId: string | undefined): GatewayError =>
  new GatewayError('already_reserved', {
    outcome: 'executed',
    bookingId,
    ...(bookingId !== undefined && { detail: `This cart is already reserved as ${bookingId}.` }),
  });

const toAnswer = async <Prepared>(
  result: WriteResult<TextAnswer>,
  write: GuardedWrite<Prepared>,
): Promise<TextAnswer> => {
  switch (result.kind) {
    case 'answered':
      return result.answer;
    case 'replayed':
      return withHeader(result.answer, 'idempotent-replayed', 'true');
    case 'rebuilt':
      return withHeader(result.answer, 'idempotent-replayed', 'rebuilt');
    case 'unknown':
      return write.whenUnknown(result.recordKey);
    case 'already_done':
      throw await write.whenAlreadyDone(result.reference);
    case 'key_reused':
      throw new GatewayError('idempotency_key_reused', { outcome: result.outcome });
    default:
      throw toRefusal(result);
  }
};

/** What running a write takes. */
export type GuardedNeeds = 'observe' | 'tokens' | 'writes';
type Slice = Pick<Deps, GuardedNeeds>;
type WriteName = Omit<Subject, 'operation'> & { readonly operation: BookingOperation };

/** The routes that write, as they are named in metrics. */
const endpoints: Readonly<Record<BookingOperation, string>> = {
  reserve: 'create_booking',
  confirm: 'confirm_booking',
  refund: 'cancel_booking',
};

const countStep = ({ observe: { metrics } }: Slice, write: WriteName, outcome: string): void =>
  metrics.count('gateway.booking.funnel', { client_id: write.clientId, step: write.operation, outcome });

/** A refusal that is stored is answered, not thrown, so the error handler does not see it. */
const countAnswer = (deps: Slice, write: WriteName, answer: TextAnswer): void => {
  const code = codeOfAnswer(answer);
  countStep(deps, write, code ?? (answer.status === 202 ? 'pending' : 'done'));
  if (code === undefined) return;
  const { clientId: client_id, operation } = write;
  const endpoint = endpoints[operation];
  deps.observe.metrics.count('gateway.request.errors', { endpoint, client_id, error_type: code });
};

const assertKey = (isRequired: boolean, idempotencyKey: string | undefined): void => {
  if (!isRequired || idempotencyKey !== undefined) return;
  throw new GatewayError('invalid_request', {
    detail: 'This client has to send an idempotency key.',
    fields: [{ field: 'idempotency-key', message: 'is required' }],
  });
};

/**
 * Whether a write that was refused before it was sent is known not to have been executed by another attempt: a claim proves
 * that of a token; without a token a memory that is gone may know more, unless the write got as far as 12go's door.
 */
const isKnownUnsent = ({ token }: Pick<GuardedWrite<never>, 'token'>, thrown: unknown): boolean =>
  token !== undefined || TwelveGoError.isInstance(thrown);

type Told = { readonly code: ErrorCode; readonly outcome: Outcome; readonly reason?: string };

/** As the partner is told it, and why in a word. */
const toldOf = (error: unknown): Told => {
  if (!(error instanceof GatewayError)) return { code: 'internal_error', outcome: 'unknown' };
  const { code, extras } = error;
  const reason = extras.reason ?? reasonOf(extras.cause);
  return { code, outcome: outcomeOfWrite(code, extras), ...(reason !== undefined && { reason }) };
};

/** By what whoever asks later may know this request. */
const namesOfCall = (trace: Trace, idempotencyKey: string | undefined): PointerName[] => [
  ...namesOfTrace(trace),
  ...(idempotencyKey === undefined ? [] : [pointerName('key', idempotencyKey)]),
];

const namesOf = ({ operation, clientId, subject }: WriteName): string[] => [
  operation,
  endpoints[operation],
  clientId,
  currentApiVersion,
  subject,
];

/** The memory that would have told of it is lost: the booking is read, and its status told where it is news. */
const tellRebuilt = (
  { tokens, writes: { bookingChanged } }: Slice,
  { clientId, operation, subject }: WriteName,
  reference: string | undefined,
): void => {
  const ofReserve = reference === undefined ? undefined : tokens.bookingIds.open(clientId, reference);
  const bid = operation === 'reserve' ? ofReserve : subject;
  if (bid !== undefined) bookingChanged({ clientId, bid, isSigned: false, isOurs: true });
};

/**
 * Runs a write at most once, each step of it in the journal.
 *
 * @throws GatewayError for every end that is not an answer; errors of `beforeSend` pass through.
 */
export const runGuarded = async <Prepared>(
  { deps, partner, clientId, trace, log, about }: PartnerCall<GuardedNeeds>,
  write: GuardedWrite<Prepared>,
): Promise<TextAnswer> => {
  const { whenUnknown: _unknown, whenAlreadyDone: _done, idempotencyKey, body, ...request } = write;
  assertKey(partner.settings.require_idempotency_key, idempotencyKey);
  const { operation, subject } = write;
  const name = { clientId, operation, subject };
  const note = (step: 'request' | 'guard' | 'answer', detail: JournalDetail) => {
    void deps.writes.journal.append({ clientId, id: subject }, step, { operation, ...detail });
    trace.note?.(step, { operation, ...detail });
  };
  const traceId = traceIdOf(trace);
  void deps.writes.journal.point({ clientId, id: subject }, namesOfCall(trace, idempotencyKey));
  note('request', {
    correlationId: trace.correlationId,
    ...(traceId !== undefined && { traceId }),
    state: idempotencyKey === undefined ? 'without_key' : 'with_key',
  });
  try {
    const result = await deps.writes.guard.run({
      ...request,
      clientId,
      requestId: trace.correlationId,
      fingerprint: toFingerprint(deps.writes.fingerprintKey, namesOf(name), body),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
    if (result.kind === 'rebuilt') tellRebuilt(deps, name, result.reference);
    const state = result.kind === 'unavailable' ? result.reason : result.kind;
    deps.observe.metrics.count('gateway.idempotency', { outcome: state });
    if (result.kind === 'unavailable')
      log('warn', 'A booking write was not taken', { reason: state, outcome: result.outcome });
    note('guard', { state });
    const answer = await toAnswer(result, write);
    const code = codeOfAnswer(answer);
    const outcome = answer.headers['x-outcome'];
    note('answer', {
      status: answer.status,
      ...(code !== undefined && { code }),
      ...(outcome !== undefined && { outcome }),
      ...fieldsOfAnswer(answer),
    });
    countAnswer(deps, name, answer);
    const bookingId = bookingOfAnswer(answer);
    if (bookingId !== undefined) about({ booking_id: bookingId });
    log('info', 'A booking write was answered', {
      endpoint: endpoints[operation],
      status_code: answer.status,
      outcome,
      error_code: code,
    });
    return answer;
  } catch (thrown) {
    const own = toGatewayError(operation, thrown);
    const error = isKnownUnsent(write, thrown) ? withOutcome(own, 'not_executed') : own;
    const told = toldOf(error);
    note('answer', { status: errorTable[told.code].status, ...told });
    countStep(deps, name, told.code);
    throw error;
  }
};
