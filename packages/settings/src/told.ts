/** The settings as they may be shown: every variable with what is in force and where it comes from, and never a secret. */
import type { Configuration } from '@partner-gateway/contract';
import { type Config, environmentSchema, secretVariables } from './read.ts';

type ToldVariable = Configuration['variables'][number];

/** What a process was started with, as far as it may be shown. */
export type ToldSettings = {
  readonly variables: readonly ToldVariable[];
  /** Names that there are in the environment beside ours; whoever knows them finds the misspelt. */
  readonly others: readonly string[];
};

type Environment = Readonly<Record<string, string | undefined>>;

const secrets: readonly string[] = secretVariables;

/** Keys by their names, and places whose credentials are left out. */
const shownSecrets: ReadonlySet<string> = new Set([
  'SEALING_ACTIVE_KEY_ID',
  'REDIS_URL',
  'JOURNAL_REDIS_URL',
  'SEARCH_CACHE_REDIS_URL',
]);

/** An address without credentials, neither before the host nor in its query; what is no address is returned as it is. */
const withoutCredentials = (text: string): string => {
  if (!text.includes('://')) return text;
  if (!URL.canParse(text)) return '***';
  const { protocol, username, password, host, pathname, search } = new URL(text);
  const credentials = username + password === '' ? '' : '***@';
  return `${protocol}//${credentials}${host}${pathname === '/' ? '' : pathname}${search === '' ? '' : '?***'}`;
};

const itemText = (item: unknown): string => {
  if (typeof item !== 'object' || item === null) return withoutCredentials(String(item));
  const { host, port } = item as { readonly host?: string; readonly port?: number };
  return `${String(host)}:${String(port)}`;
};

const valueText = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(itemText).join(',');
  if (typeof value !== 'object' || value === null) return itemText(value);
  const pairs = Object.entries(value as Readonly<Record<string, string>>);
  return pairs.map(([name, text]) => `${name}=${text}`).join(',');
};

const originOf = (name: string, environment: Environment, value: unknown): ToldVariable['origin'] => {
  if ((environment[name] ?? '') !== '') return 'environment';
  if (secrets.includes(name) && (environment[`${name}_FILE`] ?? '') !== '') return 'file';
  return value === undefined ? 'unset' : 'default';
};

const isShown = (name: string): boolean => !secrets.includes(name) || shownSecrets.has(name);

const tellVariable = (name: string, environment: Environment, value: unknown): ToldVariable => ({
  name,
  origin: originOf(name, environment, value),
  value: value === undefined || !isShown(name) ? null : valueText(value),
  is_secret: secrets.includes(name),
});

/** Tells what `config` was read from, in the order of the schema. */
export const tellSettings = (environment: Environment, config: Config): ToldSettings => {
  const names = Object.keys(environmentSchema.shape) as (keyof Config)[];
  const known = new Set<string>([...names, ...secrets.map((name) => `${name}_FILE`)]);
  return {
    variables: names.map((name) => tellVariable(name, environment, config[name])),
    others: Object.keys(environment).filter((name) => !known.has(name)),
  };
};
