/** Turns whatever a command threw into a failure. */

import type { AnyGatewayError, ErrorKind } from '@partner-gateway/sdk';
import { isGatewayError } from '@partner-gateway/sdk';
import { CommanderError } from 'commander';
import type { FailureKind } from './exit-codes.ts';
import { CommandFailure, type Problem } from './failure.ts';

const kinds: Readonly<Record<ErrorKind, FailureKind>> = {
  authentication: 'authentication',
  invalid_request: 'refused',
  not_found: 'not_found',
  expired: 'refused',
  trip_unavailable: 'refused',
  seats_unavailable: 'refused',
  price_changed: 'refused',
  credit: 'refused',
  conflict: 'refused',
  rate_limited: 'unavailable',
  unavailable: 'unavailable',
  gateway_fault: 'gateway_fault',
  timeout: 'timeout',
  connection: 'connection',
  abort: 'interrupted',
  unreadable_answer: 'unreadable_answer',
};

const problemOf = (error: AnyGatewayError): Problem => ({
  type: error.docUrl ?? 'about:blank',
  status: error.status,
  detail: error.detail,
  code: error.code,
  correlation_id: error.correlationId,
  retryable: error.retryable,
  outcome: error.outcome,
  fault: error.fault,
  fields: error.fields.length === 0 ? undefined : error.fields,
  retry_after_seconds: error.retryAfterSeconds,
});

const ofGateway = (error: AnyGatewayError): CommandFailure =>
  new CommandFailure(kinds[error.kind], error.message, {
    problem: problemOf(error),
    cause: error,
    ...(error.docUrl === undefined ? {} : { hint: `See ${error.docUrl}` }),
  });

/** The failure behind a thrown value. */
export const failureOf = (thrown: unknown): CommandFailure => {
  if (thrown instanceof CommandFailure) return thrown;
  if (isGatewayError(thrown)) return ofGateway(thrown);
  if (thrown instanceof CommanderError) {
    return new CommandFailure('usage', thrown.message.replace(/^error: /, ''), { cause: thrown });
  }
  const message = thrown instanceof Error ? thrown.message : 'something that is not an error was thrown';
  return new CommandFailure('unexpected', message, { cause: thrown });
};
