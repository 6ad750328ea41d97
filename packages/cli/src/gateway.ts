/** Asks the partner API through the SDK, and tells a failed call as a failed command. */
import {
  type AnyGatewayError,
  createClient,
  type ErrorKind,
  type GatewayClient,
  isGatewayError,
} from '@partner-gateway/sdk';
import type { Context } from './context.ts';
import { CommandFailure, type FailureKind, type Problem } from './failure.ts';
import { demandSettings, type SettingOptions } from './settings.ts';

/** A client of the partner API. */
export const partnerClient = async (context: Context, options: SettingOptions): Promise<GatewayClient> => {
  const names = ['baseUrl', 'clientId', 'apiKey'] as const;
  const { baseUrl, clientId, apiKey } = await demandSettings(context, options, names);
  try {
    return createClient({
      baseUrl: baseUrl.value,
      clientId: clientId.value,
      apiKey: apiKey.value,
      fetch: context.fetch,
    });
  } catch (error) {
    // The SDK names the option and its rule, never the value.
    throw new CommandFailure('configuration', (error as Error).message);
  }
};

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
  title: error.code.replaceAll('_', ' '),
  instance: `urn:correlation:${error.correlationId}`,
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

/** The failure that an error of the SDK means; undefined for any other error. */
export const gatewayFailure = (thrown: unknown): CommandFailure | undefined =>
  isGatewayError(thrown) ? ofGateway(thrown) : undefined;
