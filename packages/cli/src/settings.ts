/** Where a gateway is and as whom to ask it: a flag first, then the environment, then a profile; a setting knows who said it. */
import {
  type Context,
  type FoundSettings,
  type Setting,
  type SettingName,
  settingVariables,
} from './context.ts';
import { CommandFailure } from './failure.ts';

/** The flags that say where and as whom. */
export type SettingOptions = {
  readonly baseUrl?: string;
  readonly profile?: string;
  readonly client?: string;
  readonly router?: string;
};

const ofEnvironment = ({ settings }: Context): FoundSettings =>
  Object.fromEntries(
    Object.entries(settingVariables).flatMap(([name, origin]) => {
      const value = settings[name as SettingName];
      return value === undefined ? [] : [[name, { value, origin }]];
    }),
  );

/** A command asks one of the two APIs, so that one flag is enough. */
const ofFlags = (
  { baseUrl, client, router }: SettingOptions,
  names: readonly SettingName[],
): FoundSettings => ({
  ...(baseUrl !== undefined && {
    [names.includes('opsBaseUrl') ? 'opsBaseUrl' : 'baseUrl']: { value: baseUrl, origin: '--base-url' },
  }),
  ...(router !== undefined && { routerUrls: { value: router, origin: '--router' } }),
  ...(client !== undefined && { clientId: { value: client, origin: '--client' } }),
});

const missing = (names: readonly SettingName[], profile: string | undefined): CommandFailure => {
  const variables = names.map((name) => settingVariables[name]).join(', ');
  const elsewhere = profile === undefined ? '' : `, and the profile ${profile} does not say it either`;
  const it = names.length === 1 ? 'it' : 'them';
  return new CommandFailure('configuration', `missing ${variables}${elsewhere}`, {
    hint: `Set ${it} in the environment, or name a profile that has ${it} with --profile (\`partner-cli profiles\` lists them); a URL can also be given with --base-url.`,
  });
};

/**
 * The settings by name, all of them there.
 *
 * @throws CommandFailure `configuration`, naming the variables of those that nobody says, or what is wrong with the profile
 */
export const demandSettings = async <Name extends SettingName>(
  context: Context,
  options: SettingOptions,
  names: readonly Name[],
): Promise<Readonly<Record<Name, Setting>>> => {
  const said: FoundSettings = { ...ofEnvironment(context), ...ofFlags(options, names) };
  const wanted = names.filter((name) => said[name] === undefined);
  const profile = options.profile ?? context.profiles.asked;
  const profiled: FoundSettings =
    profile === undefined
      ? {}
      : await (await import('./profiles/profile-settings.ts')).settingsOfProfile(
          context.profiles,
          profile,
          wanted,
        );
  const found: FoundSettings = { ...profiled, ...said };
  const absent = names.filter((name) => found[name] === undefined);
  if (absent.length > 0) throw missing(absent, profile);
  return Object.fromEntries(names.map((name) => [name, found[name]])) as Record<Name, Setting>;
};

/** Where the ops API is, and the key of an operator. */
export type OpsSettings = Readonly<Record<'opsBaseUrl' | 'opsKey', Setting>>;

export const demandOpsSettings = (context: Context, options: SettingOptions): Promise<OpsSettings> =>
  demandSettings(context, options, ['opsBaseUrl', 'opsKey']);

/** What the place is called that the ops API belongs to: by its profile, else its host. */
export const environmentOf = ({ value, environment }: Setting): string =>
  environment ?? (URL.canParse(value) ? new URL(value).host : value);
