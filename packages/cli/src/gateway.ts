/** Asks the partner API through the SDK, and tells a failed call as a failed command. */
import {
  type AnyGatewayError,
  createClient,
  type ErrorKind,
  type GatewayClient,
  isGatewayError,
} from '@partner-gateway/sdk';
import { type Asked, disconnected, hintOfRefusal, systemCode, timedOut, unreadable } from './asked.ts';
import type { Context, Setting } from './context.ts';
import { CommandFailure, type FailureKind, type Problem } from './failure.ts';
import { demandSettings, type SettingOptions } from './settings.ts';

type Account = Readonly<Record<'baseUrl' | 'clientId' | 'apiKey', Setting>>;

/** The SDK begins with the option that is wrong, and names its rule, never the value. */
const wrongOption = (message: string, account: Account): CommandFailure => {
  const [, said] = Object.entries(account).find(([name]) => message.startsWith(name)) ?? [];
  return new CommandFailure(
    'configuration',
    message,
    said === undefined ? {} : { hint: `It is set by ${said.origin}.` },
  );
};

const clientOf = ({ fetch }: Context, account: Account): GatewayClient => {
  const { baseUrl, clientId, apiKey } = account;
  try {
    return createClient({ baseUrl: baseUrl.value, clientId: clientId.value, apiKey: apiKey.value, fetch });
  } catch (error) {
    throw wrongOption((error as Error).message, account);
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

const refusalOf = (asked: Asked, error: AnyGatewayError): CommandFailure => {
  const kind = kinds[error.kind];
  const hint = hintOfRefusal(asked, kind, { code: error.code, type: error.docUrl });
  return new CommandFailure(kind, error.message, {
    problem: problemOf(error),
    cause: error,
    ...(hint !== undefined && { hint }),
  });
};

/** Where the time ended before another attempt, what the last one met says more than that. */
const tellingOf = (error: AnyGatewayError): AnyGatewayError => {
  const last = error.kind === 'timeout' && isGatewayError(error.cause) ? error.cause : error;
  return last.kind === 'connection' || last.kind === 'unreadable_answer' ? last : error;
};

const failureOf = (asked: Asked, thrown: AnyGatewayError, timeoutMs: number): CommandFailure => {
  const error = tellingOf(thrown);
  const facts = { problem: problemOf(error), cause: error };
  if (error.kind === 'connection') return disconnected(asked, systemCode(error.cause), facts);
  if (error.kind === 'timeout') return timedOut(asked, timeoutMs, facts);
  if (error.kind === 'unreadable_answer') return unreadable(asked, error, facts);
  return refusalOf(asked, error);
};

/**
 * Asks the partner API.
 *
 * @throws CommandFailure for every call that the SDK rejects
 */
export const askPartner = async <Answer>(
  context: Context,
  options: SettingOptions,
  question: (gateway: GatewayClient) => Promise<Answer>,
): Promise<Answer> => {
  const account = await demandSettings(context, options, ['baseUrl', 'clientId', 'apiKey']);
  const gateway = clientOf(context, account);
  try {
    return await question(gateway);
  } catch (error) {
    const asked = { api: 'partner', url: account.baseUrl, key: account.apiKey } as const;
    throw isGatewayError(error) ? failureOf(asked, error, context.timeoutMs) : error;
  }
};
