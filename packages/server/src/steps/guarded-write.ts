/** Sends a booking write through the guard, and turns every way that can end into the contract's answer. */
import { TwelveGoError } from '@partner-gateway/twelvego-client';
import type { TextAnswer } from '../answer.ts';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { JournalDetail } from '../journal/booking-journal.ts';
import type { PartnerContext } from '../request-context.ts';
import type { Definite, WriteRequest, WriteResult } from '../state/write-request.ts';
import { decodeAnswer } from './stored-answer.ts';

/** A write and what its route answers when it is not final. */
export type GuardedWrite = Omit<WriteRequest, 'clientId' | 'requestId' | 'idempotencyKey'> & {
  readonly idempotencyKey: string | undefined;
  /** The outcome is open; `recordKey` names the record to poll. */
  readonly whenUnknown: (recordKey: string) => TextAnswer;
  /** It was done before, under another key. */
  readonly whenAlreadyDone: (bookingId: string | undefined) => GatewayError;
};

const toSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

const withHeader = (answer: TextAnswer, name: string, value: string): TextAnswer => ({
  ...answer,
  headers: { ...answer.headers, [name]: value },
});

const toAnswer = (result: WriteResult, write: GuardedWrite): TextAnswer => {
  switch (result.kind) {
    case 'answered':
      return decodeAnswer(result.answer);
    case 'replayed':
      return withHeader(decodeAnswer(result.answer), 'idempotent-replayed', 'true');
    case 'rebuilt':
      return withHeader(decodeAnswer(result.answer), 'idempotent-replayed', 'rebuilt');
    case 'unknown':
      return write.whenUnknown(result.recordKey);
    case 'already_done':
      throw write.whenAlreadyDone(result.bookingId);
    case 'in_progress':
      throw new GatewayError('idempotency_in_progress', {
        outcome: 'unknown',
        retryAfterSeconds: toSeconds(result.retryAfterMs),
      });
    case 'key_reused':
      throw new GatewayError('idempotency_key_reused');
    case 'stale':
      throw new GatewayError('booking_token_stale', { outcome: result.outcome });
    case 'unavailable':
      throw new GatewayError('idempotency_unavailable', {
        retryAfterSeconds: toSeconds(result.retryAfterMs),
      });
  }
};

type Slice = Pick<Deps, 'journal' | 'metrics' | 'nowMs' | 'writeGuard'>;

/** The one call that matters, with its latency and outcome in the journal. */
const recorded = async (
  { journal, nowMs }: Slice,
  { clientId, operation, subject }: Pick<WriteRequest, 'clientId' | 'operation' | 'subject'>,
  send: () => Promise<Definite>,
): Promise<Definite> => {
  const startedMs = nowMs();
  const note = (outcome: string) =>
    journal.append({ clientId, id: subject }, 'upstream_call', {
      operation,
      outcome,
      latencyMs: Math.round(nowMs() - startedMs),
    });
  try {
    const definite = await send();
    void note(definite.outcome);
    return definite;
  } catch (error) {
    void note(TwelveGoError.isInstance(error) && error.outcome === 'not_sent' ? 'not_sent' : 'unknown');
    throw error;
  }
};

const assertKey = (isRequired: boolean, idempotencyKey: string | undefined): void => {
  if (!isRequired || idempotencyKey !== undefined) return;
  throw new GatewayError('invalid_request', {
    detail: 'This client has to send an idempotency key.',
    fields: [{ field: 'idempotency-key', message: 'is required' }],
  });
};

/**
 * Runs a write at most once, each step of it in the journal.
 *
 * @throws GatewayError for every end that is not an answer; errors of `beforeSend` pass through.
 */
export const runGuarded = async (
  deps: Slice,
  { partner, trace }: PartnerContext,
  write: GuardedWrite,
): Promise<TextAnswer> => {
  const { whenUnknown: _unknown, whenAlreadyDone: _done, idempotencyKey, ...request } = write;
  const { client_id: clientId, require_idempotency_key: isRequired } = partner.settings;
  assertKey(isRequired, idempotencyKey);
  const { operation, subject } = write;
  const note = (step: 'request' | 'guard' | 'answer', detail: JournalDetail) =>
    void deps.journal.append({ clientId, id: subject }, step, { operation, ...detail });
  note('request', {
    correlationId: trace.correlationId,
    state: idempotencyKey === undefined ? 'without_key' : 'with_key',
  });
  try {
    const result = await deps.writeGuard.run({
      ...request,
      clientId,
      requestId: trace.correlationId,
      send: (gate) => recorded(deps, { clientId, operation, subject }, () => write.send(gate)),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    deps.metrics.count('gateway.idempotency', { outcome: result.kind });
    note('guard', { state: result.kind });
    const answer = toAnswer(result, write);
    note('answer', { status: answer.status });
    return answer;
  } catch (error) {
    note('answer', { code: error instanceof GatewayError ? error.code : 'internal_error' });
    throw error;
  }
};
