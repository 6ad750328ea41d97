/** What one profile says of the settings that a command asks for; a key is read from where the profile says it is. */
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { FoundSettings, ProfileSource, Setting, SettingName } from '../context.ts';
import {
  assertPrivate,
  type Key,
  type Member,
  type Profile,
  readProfile,
  textOf,
  wrong,
} from './profile-file.ts';

const memberOf = {
  baseUrl: 'base_url',
  clientId: 'client_id',
  apiKey: 'api_key',
  opsBaseUrl: 'ops_base_url',
  opsKey: 'ops_key',
  routerUrls: 'router_urls',
} as const satisfies Record<SettingName, Member>;

/** `~/` is the home; what is relative lies beside the file of profiles. */
const pathOf = (file: string, path: string): string =>
  path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(dirname(file), path);

const keyOfFile = async (path: string, origin: string): Promise<string> => {
  const text = await textOf(path);
  if (text === undefined) throw wrong(`${path} does not exist`, `It is named by ${origin}.`);
  assertPrivate(path, text);
  const key = text.text.trim();
  if (key === '') throw wrong(`${path} is empty`, `It is named by ${origin}.`);
  return key;
};

type Asked = { readonly source: ProfileSource; readonly name: string; readonly profile: Profile };

/** The key, wherever the profile has it. */
const keyOf = async ({ source, name, profile }: Asked, key: Key): Promise<Setting | undefined> => {
  const origin = (member: Member): string => `${member} of the profile ${name} (${source.file})`;
  const { [key]: value, [`${key}_file` as const]: path, [`${key}_variable` as const]: variable } = profile;
  if (path !== undefined) {
    const from = origin(`${key}_file`);
    return { value: await keyOfFile(pathOf(source.file, path), from), origin: from };
  }
  if (variable !== undefined) {
    const found = source.variable(variable);
    const from = origin(`${key}_variable`);
    if (found === undefined) throw wrong(`the variable ${variable} is not set`, `It is named by ${from}.`);
    return { value: found, origin: `${variable}, named by ${from}` };
  }
  return value === undefined ? undefined : { value, origin: origin(key) };
};

const settingOf = async (asked: Asked, name: SettingName): Promise<Setting | undefined> => {
  const member = memberOf[name];
  if (member === 'api_key' || member === 'ops_key') return keyOf(asked, member);
  const { [member]: value, environment } = asked.profile;
  return value === undefined
    ? undefined
    : {
        value,
        origin: `${member} of the profile ${asked.name} (${asked.source.file})`,
        ...(environment !== undefined && { environment }),
      };
};

/**
 * What one profile says of these settings; files and variables of others are left alone.
 *
 * @throws CommandFailure `configuration`, naming the file, the profile and what is wrong there
 */
export const settingsOfProfile = async (
  source: ProfileSource,
  name: string,
  names: readonly SettingName[],
): Promise<FoundSettings> => {
  const profile = await readProfile(source.file, name);
  const found = await Promise.all(
    names.map(async (wanted) => [wanted, await settingOf({ source, name, profile }, wanted)] as const),
  );
  return Object.fromEntries(found.filter(([, setting]) => setting !== undefined));
};
