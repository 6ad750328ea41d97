/** The file of profiles: gateways by name, and where their keys are; read, checked, and refused when others may read a key. */
import { open } from 'node:fs/promises';
import { CommandFailure } from '../failure.ts';

const members = [
  'environment',
  'base_url',
  'ops_base_url',
  'client_id',
  'api_key',
  'api_key_file',
  'api_key_variable',
  'ops_key',
  'ops_key_file',
  'ops_key_variable',
  'router_urls',
] as const;

export type Member = (typeof members)[number];
/** Of the two, each in the file itself, in another file or in a variable. */
export type Key = 'api_key' | 'ops_key';

/** One entry of the file. */
export type Profile = Readonly<Partial<Record<Member, string>>>;

export const wrong = (message: string, hint: string): CommandFailure =>
  new CommandFailure('configuration', message, { hint });

type Text = { readonly text: string; readonly isPrivate: boolean };

/** Windows has no such modes: there nobody is told that others may read the file. */
export const textOf = async (path: string): Promise<Text | undefined> => {
  try {
    const file = await open(path);
    try {
      const { mode } = await file.stat();
      const isPrivate = process.platform === 'win32' || (mode & 0o077) === 0;
      return { text: await file.readFile('utf8'), isPrivate };
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw wrong(`${path} cannot be read (${code})`, 'It has to be a file that you may read.');
  }
};

export const assertPrivate = (path: string, { isPrivate }: Text): void => {
  if (isPrivate) return;
  throw wrong(`${path} holds a key, and others than its owner may read it`, `Run: chmod 600 ${path}`);
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The message of the parser quotes the file, which may hold a key; where it stumbled is told without. */
const placeOf = (error: unknown): string =>
  / \(line \d+ column \d+\)/.exec((error as Error).message)?.[0] ?? '';

const shape =
  'It has to be an object of profiles by name, such as {"production": {"ops_base_url": "https://ops.gateway.example"}}.';

const parsed = (path: string, text: string): Readonly<Record<string, unknown>> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(`${path} is not JSON${placeOf(error)}`, shape);
  }
  if (isObject(value)) return value;
  throw wrong(`${path} is not an object of profiles`, shape);
};

const keys: readonly Key[] = ['api_key', 'ops_key'];

const holdsKey = (value: unknown): boolean => isObject(value) && keys.some((key) => value[key] !== undefined);

/** Everything that the file has, by name, not yet looked into; undefined where there is no such file. */
const entriesOf = async (path: string): Promise<ReadonlyMap<string, unknown> | undefined> => {
  const text = await textOf(path);
  if (text === undefined) return undefined;
  const entries = new Map(Object.entries(parsed(path, text.text)));
  if ([...entries.values()].some(holdsKey)) assertPrivate(path, text);
  return entries;
};

/** They would be listed, and no API of the gateway takes them. */
const hasCredentials = (value: string): boolean =>
  value.split(',').some((url) => {
    if (!URL.canParse(url)) return false;
    const { username, password } = new URL(url);
    return username !== '' || password !== '';
  });

const mistakeOf = (member: string, value: unknown): string | undefined => {
  if (!members.some((known) => known === member))
    return `has no member "${member}"; there are ${members.join(', ')}`;
  if (typeof value !== 'string' || value === '') return `has a ${member} that is not text`;
  if (/_urls?$/.test(member) && hasCredentials(value))
    return `has a ${member} with a user name or a password in it`;
  if (member === 'environment' && /\s/.test(value)) return 'has an environment with a blank in it';
  return undefined;
};

/** One profile, once it is one. */
const checked = (path: string, name: string, value: unknown): Profile => {
  const at = `the profile ${name} of ${path}`;
  if (!isObject(value)) throw wrong(`${at} is not an object`, shape);
  for (const [member, said] of Object.entries(value)) {
    const mistake = mistakeOf(member, said);
    if (mistake !== undefined) throw wrong(`${at} ${mistake}`, 'Correct the file.');
  }
  for (const key of keys) {
    const given = [key, `${key}_file`, `${key}_variable`].filter((member) => value[member] !== undefined);
    if (given.length > 1) throw wrong(`${at} has ${given.join(' and ')}`, 'Leave one of them.');
  }
  return value;
};

export const unknownProfile = (path: string, name: string, names: Iterable<string>): CommandFailure =>
  wrong(
    `there is no profile ${name} in ${path}; there are: ${[...names].join(', ') || 'none'}`,
    'Name one of them with --profile or PARTNER_CLI_PROFILE.',
  );

/**
 * All profiles of the file by name; undefined when there is no such file.
 *
 * @throws CommandFailure `configuration` when one of them is wrong, naming it and the file
 */
export const readProfiles = async (path: string): Promise<ReadonlyMap<string, Profile> | undefined> => {
  const entries = await entriesOf(path);
  return entries && new Map([...entries].map(([name, value]) => [name, checked(path, name, value)]));
};

/**
 * One profile; what is wrong with the others is left for whoever asks for them.
 *
 * @throws CommandFailure `configuration` when it is not there or wrong
 */
export const readProfile = async (path: string, name: string): Promise<Profile> => {
  const entries = await entriesOf(path);
  if (entries === undefined)
    throw wrong(`there is no file of profiles to find ${name} in: ${path}`, `Write it. ${shape}`);
  if (!entries.has(name)) throw unknownProfile(path, name, entries.keys());
  return checked(path, name, entries.get(name));
};
