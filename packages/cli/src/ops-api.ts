/** Asks the ops API at its own address under an operator's key. */
import type { Inspection, PriceExplanation } from '@partner-gateway/contract';
import type { Asked } from './asked.ts';
import { type Context, type Setting, sendableKey } from './context.ts';
import { CommandFailure, type Problem } from './failure.ts';
import { foreign, lost, refusal } from './ops-failure.ts';
import type { OpsSettings } from './settings.ts';

/** Paths and header are the contract's; a test compares them, so that its tooling is not loaded at each start. */
export const findPath = '/ops/v1/find';
export const explanationPath = '/ops/v1/clients/:client_id/itineraries/:itinerary_id/price';
export const opsKeyHeader = 'x-ops-key';

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

type Query = Readonly<Record<string, string | undefined>>;

const opsUrl = ({ value, origin }: Setting, path: string, query: Query): URL => {
  const base = value.replace(/\/+$/, '');
  if (!/^https?:\/\//i.test(base) || !URL.canParse(base + path)) {
    throw new CommandFailure('configuration', `${origin} is not an http(s) URL`, {
      hint: 'It has to be one such as https://ops.gateway.example.',
    });
  }
  const url = new URL(base + path);
  if (url.username !== '' || url.password !== '')
    throw new CommandFailure('configuration', `${origin} has a user name or a password in it`, {
      hint: 'A key goes into PARTNER_CLI_OPS_KEY or a profile.',
    });
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
};

const asJson = (body: object | undefined): RequestInit =>
  body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };

/** A line break or a typographic quote is what copying leaves in a key. */
const assertKey = ({ value, origin }: Setting): void => {
  if (sendableKey.test(value)) return;
  throw new CommandFailure(
    'configuration',
    `${origin} holds a character that no key has, such as a blank, a line break or a typographic quote`,
  );
};

type Sent = { readonly url: URL; readonly body: object | undefined };

const ask = async (context: Context, asked: Asked, { url, body }: Sent) => {
  assertKey(asked.key);
  try {
    const response = await context.fetch(url, {
      ...asJson(body),
      headers: {
        [opsKeyHeader]: asked.key.value,
        accept: 'application/json, application/problem+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(context.timeoutMs)]),
      // A redirect would carry the key to wherever it points.
      redirect: 'manual',
    });
    return { response, body: parsed(await response.text()) };
  } catch (error) {
    throw lost(asked, error, context);
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
  const asked = { api: 'ops', url: opsBaseUrl, key: opsKey } as const;
  const { response, body } = await ask(context, asked, { url: opsUrl(opsBaseUrl, path, query), body: sent });
  if (!response.ok) throw refusal(asked, response, body);
  if (body === undefined || members.some((member) => body[member] === undefined))
    throw foreign(asked, response);
  return body;
};

/** What the ops API tells of whatever a text leads to. In a body: a path ends up in logs. */
export const findStory = async (
  context: Context,
  ops: OpsSettings,
  { text, clientId }: { readonly text: string; readonly clientId: string | undefined },
): Promise<Inspection> => {
  const body = { text, ...(clientId !== undefined && { client_id: clientId }) };
  const asked = { path: findPath, body, members: ['resolved', 'diagnosis'] };
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
