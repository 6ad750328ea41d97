/** `profiles`: the gateways that the file of profiles names, where their keys come from, and which one is in use. */
import type { Command } from 'commander';
import { type Context, type SettingName, settingVariables } from '../context.ts';
import { createOutput, type Output, type OutputFlags, table, withOutputOptions } from '../output.ts';
import type { Key, Profile } from '../profiles/profile-file.ts';

/** Never the key: where it is. */
const sourceOf = (profile: Profile, key: Key): string | null => {
  const { [key]: value, [`${key}_file` as const]: file, [`${key}_variable` as const]: variable } = profile;
  if (file !== undefined) return `file ${file}`;
  if (variable !== undefined) return `variable ${variable}`;
  return value === undefined ? null : 'the file of profiles';
};

const toldOf = (name: string, profile: Profile, used: string | undefined) => ({
  name,
  in_use: name === used,
  environment: profile.environment ?? null,
  base_url: profile.base_url ?? null,
  ops_base_url: profile.ops_base_url ?? null,
  client_id: profile.client_id ?? null,
  api_key_from: sourceOf(profile, 'api_key'),
  ops_key_from: sourceOf(profile, 'ops_key'),
});

type Told = ReturnType<typeof toldOf>;

const header = ['USED', 'PROFILE', 'ENVIRONMENT', 'PARTNER API', 'OPS API', 'CLIENT', 'API KEY', 'OPS KEY'];

const rowOf = ({ name, in_use: isUsed, ...said }: Told): string[] => [
  isUsed ? '*' : '-',
  name,
  ...Object.values(said).map((value) => value ?? 'none'),
];

type Listing = {
  readonly file: string;
  readonly profiles: readonly Told[];
  readonly variables_that_win: readonly string[];
};

const tell = ({ file, profiles, variables_that_win: winning }: Listing, output: Output): void => {
  if (profiles.length > 0) output.data(table(header, profiles.map(rowOf), output));
  else output.note('There are no profiles.');
  output.note(`Read from ${file}.`);
  if (winning.length > 0)
    output.note(`Set in the environment, which wins over a profile: ${winning.join(', ')}.`);
};

type ProfilesOptions = OutputFlags & { readonly profile?: string };

const list = async (context: Context, options: ProfilesOptions): Promise<void> => {
  const { readProfiles, unknownProfile } = await import('../profiles/profile-file.ts');
  const output = createOutput(context, options);
  const { file, asked } = context.profiles;
  const used = options.profile ?? asked;
  const read = (await readProfiles(file)) ?? new Map<string, Profile>();
  if (used !== undefined && !read.has(used)) throw unknownProfile(file, used, read.keys());
  const profiles = [...read].map(([name, profile]) => toldOf(name, profile, used));
  const winning = Object.entries(settingVariables)
    .filter(([name]) => context.settings[name as SettingName] !== undefined)
    .map(([, variable]) => variable);
  const listing = { file, profiles, variables_that_win: winning };
  if (output.json) output.dataJson(listing);
  else tell(listing, output);
};

/** Adds the command. */
export const addProfilesCommand = (program: Command, context: Context): void => {
  withOutputOptions(
    program
      .command('profiles')
      .description('list the gateways that the file of profiles names, and which one is in use')
      .option('--profile <name>', 'as for any other command'),
    'partner-cli profiles',
  ).action((options: ProfilesOptions) => list(context, options));
};
