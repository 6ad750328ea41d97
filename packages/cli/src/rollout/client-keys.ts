/** Keys of clients for a replay: from a private file of JSON, else each from a variable of the environment. */
import type { Context } from '../context.ts';
import { sendableKey } from '../context.ts';
import { assertPrivate, textOf, wrong } from '../profiles/profile-file.ts';

/** The key of a client; undefined where nobody says it. */
export type ClientKeys = (client: string) => string | undefined;

/** Name of the variable that holds the key of a client. */
const keyVariableOf = (client: string): string =>
  `PARTNER_REPLAY_KEY_${client.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;

const shape = 'It has to be an object of keys by client id, such as {"acme": "gwk_…"}.';

const parsed = (path: string, text: string): ReadonlyMap<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return new Map(Object.entries(value));
  } catch {
    // The parser's message quotes the file, which holds keys.
  }
  throw wrong(`${path} is not an object of keys`, shape);
};

const checked = (path: string, keys: ReadonlyMap<string, unknown>): ReadonlyMap<string, string> =>
  new Map(
    [...keys].map(([client, key]) => {
      if (typeof key === 'string' && sendableKey.test(key)) return [client, key] as const;
      throw wrong(`${path} has a key of ${client} that cannot be one`, shape);
    }),
  );

/**
 * The keys.
 *
 * @throws CommandFailure `configuration` for a file that is not there, that others may read, or that holds something else
 */
export const readClientKeys = async (
  { profiles }: Context,
  path: string | undefined,
): Promise<ClientKeys> => {
  if (path === undefined) return (client) => profiles.variable(keyVariableOf(client));
  const text = await textOf(path);
  if (text === undefined) throw wrong(`${path} does not exist`, 'It is named by --keys.');
  assertPrivate(path, text);
  const keys = checked(path, parsed(path, text.text));
  return (client) => keys.get(client);
};
