/** Sends recorded requests to the partner API, each under the key of its client. */
import type { Context, Setting } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import type { ClientKeys } from './client-keys.ts';
import type { SendAgain } from './replay-run.ts';

const baseOf = ({ value, origin }: Setting): string => {
  const base = value.replace(/\/+$/, '');
  if (/^https?:\/\//i.test(base) && URL.canParse(base)) return base;
  throw new CommandFailure('configuration', `${origin} is not an http(s) URL`, {
    hint: 'It has to be one such as https://gateway.example.',
  });
};

const parsed = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
};

const headersOf = (recorded: Readonly<Record<string, string>>, hasBody: boolean) => {
  const version = recorded['travelier-version'] ?? recorded['x-travelier-version'];
  return {
    accept: 'application/json',
    ...(version !== undefined && { 'travelier-version': version }),
    ...(hasBody && { 'content-type': 'application/json' }),
  };
};

/**
 * Makes the sender. An answer that never comes is one without a status; Ctrl-C ends the replay.
 *
 * @throws CommandFailure `configuration` for an address that is none
 */
export const createSendAgain = (context: Context, baseUrl: Setting, keyOf: ClientKeys): SendAgain => {
  const base = baseOf(baseUrl);
  let sent = 0;
  return async ({ client, headers }, { method, path, body }) => {
    sent += 1;
    try {
      const response = await context.fetch(base + path, {
        method,
        headers: {
          ...headersOf(headers, body !== undefined),
          'x-api-key': keyOf(client) ?? '',
          'x-correlation-id': `replay-${sent}`,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.any([context.signal, AbortSignal.timeout(context.timeoutMs)]),
        redirect: 'manual',
      });
      return { status: response.status, body: parsed(await response.text()) };
    } catch {
      if (context.signal.aborted) throw new CommandFailure('interrupted', 'stopped');
      return { status: undefined, body: undefined };
    }
  };
};
