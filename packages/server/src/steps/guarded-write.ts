/** Sends a booking write through the guard, and turns every way that can end into the contract's answer. */
import type { TextAnswer } from '../answer.ts';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerContext } from '../request-context.ts';
import type { WriteRequest, WriteResult } from '../state/write-request.ts';
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

/**
 * Runs a write at most once.
 *
 * @throws GatewayError for every end that is not an answer; errors of `beforeSend` pass through.
 */
export const runGuarded = async (
  { writeGuard, metrics }: Pick<Deps, 'writeGuard' | 'metrics'>,
  { partner, trace }: PartnerContext,
  write: GuardedWrite,
): Promise<TextAnswer> => {
  const { whenUnknown: _unknown, whenAlreadyDone: _done, idempotencyKey, ...request } = write;
  const { client_id: clientId, require_idempotency_key: isRequired } = partner.settings;
  if (isRequired && idempotencyKey === undefined) {
    throw new GatewayError('invalid_request', {
      detail: 'This client has to send an idempotency key.',
      fields: [{ field: 'idempotency-key', message: 'is required' }],
    });
  }
  const result = await writeGuard.run({
    ...request,
    clientId,
    requestId: trace.correlationId,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
  metrics.count('gateway.idempotency', { outcome: result.kind });
  return toAnswer(result, write);
};
