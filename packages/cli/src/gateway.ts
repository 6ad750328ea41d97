/** Asks the gateway: the partner API through the SDK, the ops API at its own address under its own key. */
import type { Inspection, PriceExplanation } from '@partner-gateway/contract';
import {
  type AnyGatewayError,
  createClient,
  type ErrorKind,
  type GatewayClient,
  isGatewayError,
} from '@partner-gateway/sdk';
import { type Context, demandSettings, sendableKey, settingVariables } from './context.ts';
import { CommandFailure, type FailureKind, type Problem } from './failure.ts';

/** A client of the partner API. */
export const partnerClient = (context: Context, baseUrl: string | undefined): GatewayClient => {
  const given = { ...context.settings, baseUrl: baseUrl ?? context.settings.baseUrl };
  const settings = demandSettings(given, 'baseUrl', 'clientId', 'apiKey');
  try {
    return createClient({ ...settings, fetch: context.fetch });
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

/** Paths and header are the contract's; a test compares them, so that its tooling is not loaded at each start. */
export const inspectionPath = '/ops/v1/bookings/:booking_id/inspection';
export const explanationPath = '/ops/v1/clients/:client_id/itineraries/:itinerary_id/price';
export const opsKeyHeader = 'x-ops-key';

const timeoutMs = 30_000;

const kindOfStatus: Readonly<Record<number, FailureKind>> = {
  401: 'authentication',
  404: 'not_found',
  408: 'unavailable',
  429: 'unavailable',
  500: 'gateway_fault',
};

const kindOf = (status: number): FailureKind =>
  kindOfStatus[status] ?? (status < 500 ? 'refused' : 'unavailable');

const parsed = (text: string): Problem | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Problem)
      : undefined;
  } catch {
    return undefined;
  }
};

const unreadable = (response: Response): CommandFailure => {
  const contentType = response.headers.get('content-type') ?? 'no content type';
  const message = `not an answer of the gateway: ${response.status}, ${contentType}`;
  return new CommandFailure('unreadable_answer', message, { problem: { status: response.status } });
};

const refusal = (response: Response, problem: Problem | undefined): CommandFailure => {
  if (typeof problem?.code !== 'string') return unreadable(response);
  const { detail, code, correlation_id: correlationId, type } = problem;
  return new CommandFailure(
    kindOf(response.status),
    `${String(detail ?? code)} (${response.status} ${code}, correlation id ${String(correlationId)})`,
    { problem, ...(typeof type === 'string' ? { hint: `See ${type}` } : {}) },
  );
};

const systemCode = (error: unknown): string | undefined => {
  const code = (error as { cause?: { code?: unknown } }).cause?.code;
  return typeof code === 'string' ? code : undefined;
};

const lost = (error: unknown, host: string, interrupted: boolean): CommandFailure => {
  if (interrupted) return new CommandFailure('interrupted', 'stopped');
  if ((error as Error).name === 'TimeoutError') {
    return new CommandFailure('timeout', `no answer from ${host} within ${timeoutMs} ms`);
  }
  // Without the error as cause: it may hold the request, and the request holds the key.
  const code = systemCode(error);
  return new CommandFailure(
    'connection',
    `the connection to ${host} failed${code === undefined ? '' : ` (${code})`}`,
    { hint: `The address of the ops API is ${settingVariables.opsBaseUrl} or --base-url.` },
  );
};

/** Where the ops API is, and an operator's key. */
export type OpsSettings = { readonly opsBaseUrl: string; readonly opsKey: string };

type Query = Readonly<Record<string, string | undefined>>;

const opsUrl = (opsBaseUrl: string, path: string, query: Query): URL => {
  const base = opsBaseUrl.replace(/\/+$/, '');
  if (!/^https?:\/\//i.test(base) || !URL.canParse(base + path)) {
    throw new CommandFailure('configuration', 'the ops base URL is not an http(s) URL');
  }
  const url = new URL(base + path);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
};

type Asking = { readonly opsKey: string; readonly body: object | undefined };

const asJson = (body: object | undefined): RequestInit =>
  body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };

/** A line break or a typographic quote is what copying leaves in a key. */
const assertKey = (opsKey: string): void => {
  if (sendableKey.test(opsKey)) return;
  throw new CommandFailure(
    'configuration',
    `${settingVariables.opsKey} holds a character that no key has, such as a blank, a line break or a typographic quote`,
  );
};

const ask = async ({ fetch, signal }: Context, url: URL, { opsKey, body }: Asking) => {
  assertKey(opsKey);
  try {
    const response = await fetch(url, {
      ...asJson(body),
      headers: {
        [opsKeyHeader]: opsKey,
        accept: 'application/json, application/problem+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      // A redirect would carry the key to wherever it points.
      redirect: 'manual',
    });
    return { response, body: parsed(await response.text()) };
  } catch (error) {
    throw lost(error, url.host, signal.aborted);
  }
};

type OpsQuestion = {
  readonly path: string;
  readonly query?: Query;
  /** Makes it a POST. */
  readonly body?: object;
  /** What the answer has to have. */
  readonly members: readonly string[];
};

/** An answer that is newer than this CLI is shown as far as it is known; one without these members is of another make. */
export const askOps = async (
  context: Context,
  { opsBaseUrl, opsKey }: OpsSettings,
  { path, query = {}, body: sent, members }: OpsQuestion,
): Promise<Problem> => {
  const { response, body } = await ask(context, opsUrl(opsBaseUrl, path, query), { opsKey, body: sent });
  if (!response.ok) throw refusal(response, body);
  if (body === undefined || members.some((member) => body[member] === undefined)) throw unreadable(response);
  return body;
};

/** What the ops API tells about a booking. */
export const inspectBooking = async (
  context: Context,
  ops: OpsSettings,
  { bookingId, clientId }: { readonly bookingId: string; readonly clientId: string | undefined },
): Promise<Inspection> => {
  const path = inspectionPath.replace(':booking_id', encodeURIComponent(bookingId));
  const asked = { path, query: { client_id: clientId }, members: ['resolved', 'diagnosis'] };
  return (await askOps(context, ops, asked)) as Inspection;
};

/** Whose price of which itinerary. */
export type PriceQuestion = {
  readonly clientId: string;
  readonly itineraryId: string;
  readonly pax: string | undefined;
  readonly currency: string | undefined;
};

/** Why an itinerary costs what it costs. */
export const explainPrice = async (
  context: Context,
  ops: OpsSettings,
  { clientId, itineraryId, ...query }: PriceQuestion,
): Promise<PriceExplanation> => {
  const path = explanationPath
    .replace(':client_id', encodeURIComponent(clientId))
    .replace(':itinerary_id', encodeURIComponent(itineraryId));
  return (await askOps(context, ops, { path, query, members: ['pricing', 'trace'] })) as PriceExplanation;
};
