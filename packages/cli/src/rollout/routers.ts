/** Asks every router at its ops address: each is an instance of its own, and what one does not say is known not to be known. */
import {
  type ChangeRequest,
  type Flags,
  flagsSchema,
  type Report,
  reportSchema,
  routerPaths,
} from '@partner-gateway/rollout';
import { type Context, type Setting, sendableKey } from '../context.ts';
import { CommandFailure, type FailureKind } from '../failure.ts';
import { demandSettings, type SettingOptions } from '../settings.ts';

/** Where routers are, and as whom they are asked. */
export type Routers = { readonly urls: readonly string[]; readonly key: Setting; readonly place: Setting };

/** What a router said, or why it did not. */
export type Told<Value> = { readonly url: string } & (
  | { readonly value: Value }
  | { readonly failure: CommandFailure }
);

/** Options of a command that asks routers. */
export type RouterOptions = Pick<SettingOptions, 'profile'> & { readonly router?: string };

const urlsOf = ({ value, origin }: Setting): string[] => {
  const urls = value.split(',').map((url) => url.trim().replace(/\/+$/, ''));
  if (urls.every((url) => /^https?:\/\/[^\s@]+$/i.test(url) && URL.canParse(url))) return urls;
  throw new CommandFailure('configuration', `${origin} is not a list of http(s) URLs`, {
    hint: 'It has to be the ops addresses of all routers, separated by commas.',
  });
};

/** @throws CommandFailure `configuration` for an address or a key that nobody says, or that cannot be one */
export const demandRouters = async (context: Context, options: RouterOptions): Promise<Routers> => {
  const { routerUrls, opsKey } = await demandSettings(context, options, ['routerUrls', 'opsKey']);
  if (sendableKey.test(opsKey.value)) return { urls: urlsOf(routerUrls), key: opsKey, place: routerUrls };
  throw new CommandFailure('configuration', `${opsKey.origin} holds a character that no key has`);
};

const kindOf = (status: number): FailureKind => {
  if (status === 401 || status === 403) return 'authentication';
  return status < 500 ? 'refused' : 'unavailable';
};

const detailOf = (body: unknown): string => {
  const { detail } = (body ?? {}) as { detail?: unknown };
  return typeof detail === 'string' ? detail : 'it is no router that answers';
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

type Question<Value> = {
  readonly path: string;
  readonly body?: object;
  readonly read: (body: unknown) => Value | undefined;
};

const lost = (context: Context, url: string, error: unknown): CommandFailure => {
  if (context.signal.aborted) return new CommandFailure('interrupted', 'stopped');
  const { host } = new URL(url);
  return (error as Error).name === 'TimeoutError'
    ? new CommandFailure('timeout', `no answer from ${host} within ${context.timeoutMs} ms`)
    : new CommandFailure('connection', `the connection to ${host} failed`);
};

const exchange = async (
  context: Context,
  { key }: Routers,
  { url, path, body }: { readonly url: string; readonly path: string; readonly body?: object | undefined },
) => {
  try {
    const response = await context.fetch(url + path, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        'x-ops-key': key.value,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(context.timeoutMs)]),
      redirect: 'manual',
    });
    return { status: response.status, body: parsed(await response.text()) };
  } catch (error) {
    throw lost(context, url, error);
  }
};

/** Asks one router. @throws CommandFailure */
const askRouter = async <Value>(
  context: Context,
  routers: Routers,
  { url, path, body, read }: Question<Value> & { readonly url: string },
): Promise<Value> => {
  const answer = await exchange(context, routers, { url, path, body });
  const value = answer.status === 200 ? read(answer.body) : undefined;
  if (value !== undefined) return value;
  const kind = answer.status === 200 ? 'unreadable_answer' : kindOf(answer.status);
  const { host } = new URL(url);
  throw new CommandFailure(kind, `${host} answered ${answer.status}: ${detailOf(answer.body)}`);
};

const askAll = <Value>(
  context: Context,
  routers: Routers,
  question: Question<Value>,
): Promise<Told<Value>[]> =>
  Promise.all(
    routers.urls.map(async (url): Promise<Told<Value>> => {
      try {
        return { url, value: await askRouter(context, routers, { ...question, url }) };
      } catch (error) {
        if (error instanceof CommandFailure && error.kind !== 'interrupted') return { url, failure: error };
        throw error;
      }
    }),
  );

const readFlags = (body: unknown): Flags | undefined => flagsSchema.safeParse(body).data;
const readReport = (body: unknown): Report | undefined => reportSchema.safeParse(body).data;

/** The rollout as each router has it. */
export const askFlags = (context: Context, routers: Routers): Promise<Told<Flags>[]> =>
  askAll(context, routers, { path: routerPaths.flags, read: readFlags });

/** What each router saw in the last minutes, 1 to 120. */
export const askReports = (context: Context, routers: Routers, minutes: number): Promise<Told<Report>[]> =>
  askAll(context, routers, { path: `${routerPaths.report}?minutes=${minutes}`, read: readReport });

/** Changes the rollout at one router, from where the others have it. @throws CommandFailure */
export const changeAt = (
  context: Context,
  routers: Routers,
  { url, change }: { readonly url: string; readonly change: ChangeRequest },
): Promise<Flags> =>
  askRouter(context, routers, { url, path: routerPaths.flags, body: change, read: readFlags });

/** What was said. */
export const valuesOf = <Value>(told: readonly Told<Value>[]): Value[] =>
  told.flatMap((one) => ('value' in one ? [one.value] : []));

/** Why the others said nothing. */
export const failuresOf = <Value>(told: readonly Told<Value>[]): CommandFailure[] =>
  told.flatMap((one) => ('failure' in one ? [one.failure] : []));

/** The answers of all that answered. @throws CommandFailure the first failure where nobody did */
export const demandAnswers = <Value>(told: readonly Told<Value>[]): Value[] => {
  const values = valuesOf(told);
  const [failure] = failuresOf(told);
  if (values.length === 0 && failure !== undefined) throw failure;
  return values;
};
