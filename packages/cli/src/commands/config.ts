/** `config show` and `config reload`: the configuration in force, without anything secret, and its files read again. */
import type { Configuration, Reloaded } from '@partner-gateway/contract';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { type CommonOptions, createOutput, type Output, table, withCommonOptions } from '../output.ts';
import { demandOpsSettings } from '../settings.ts';

/** The paths are the contract's; a test compares them. */
export const configurationPath = '/ops/v1/configuration';
export const reloadPath = '/ops/v1/reload';

type ShowOptions = CommonOptions & { readonly client?: string };

const header = ['SETTING', 'FROM', 'IN FORCE'];

const ofGateway = ({ variables, sealing_keys: keys, operators }: Configuration): string[][] => [
  ...variables.map(({ name, value, origin, is_secret: isSecret }) => [
    name,
    origin,
    value ?? (isSecret && origin !== 'unset' ? '(secret)' : ''),
  ]),
  [
    'sealing keys in force',
    '',
    keys.ids.map((id) => (id === keys.active ? `${id} (active)` : id)).join(', '),
  ],
  ['operators in force', '', operators.map(({ name, scope }) => `${name}:${scope}`).join(', ')],
];

const ofClient = (client: Configuration['clients'][number]): string[][] => {
  const { client_id: id, live_keys: live, expired_keys: expired, next_key_expiry: next } = client;
  const keys = `${live} live, ${expired} expired${next === null ? '' : `, the next ends ${next}`}`;
  const settings = Object.entries(client.settings).map(([name, value]) => [
    `${id}: ${name}`,
    '',
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return [
    [`${id}: keys`, '', keys],
    [`${id}: 12go key`, '', client.has_upstream_key ? 'found' : 'missing'],
    ...settings,
  ];
};

const view = (configuration: Configuration, options: ShowOptions, output: Output): string => {
  const gateway = options.client === undefined ? ofGateway(configuration) : [];
  return table(header, [...gateway, ...configuration.clients.flatMap(ofClient)], output);
};

const show = async (context: Context, options: ShowOptions): Promise<void> => {
  const { askOps } = await import('../ops-api.ts');
  const output = createOutput(context, options);
  const ops = await demandOpsSettings(context, options);
  const configuration = (await askOps(context, ops, {
    path: configurationPath,
    query: { client_id: options.client },
    members: ['variables', 'clients'],
  })) as Configuration;
  if (output.json) return output.dataJson(configuration);
  output.data(view(configuration, options, output));
  for (const { name, meant } of configuration.misspelt)
    output.note(`${name} is read by nothing; ${meant} was probably meant.`);
};

/** Every mistake is named by its path, so that whoever wrote the file can mend it. */
const withMistakes = (error: unknown): unknown => {
  if (!(error instanceof CommandFailure) || !Array.isArray(error.problem.fields)) return error;
  const fields = error.problem.fields as readonly { readonly field: string; readonly message: string }[];
  return new CommandFailure(error.kind, error.message, {
    problem: error.problem,
    hint: fields.map(({ field, message }) => `${field} ${message}`).join('; '),
  });
};

const reload = async (context: Context, options: CommonOptions): Promise<void> => {
  const { askOps } = await import('../ops-api.ts');
  const output = createOutput(context, options);
  const ops = await demandOpsSettings(context, options);
  const question = { path: reloadPath, body: {}, members: ['clients', 'rates'] };
  const reloaded = (await askOps(context, ops, question).catch((error: unknown) => {
    throw withMistakes(error);
  })) as Reloaded;
  if (output.json) return output.dataJson(reloaded);
  const { clients, rates, reloaded_at: at } = reloaded;
  const refused = rates.refused.map(({ from, to, reason }) => `${from}>${to} ${reason}`).join(', ');
  const rows = [
    ['clients', String(clients)],
    ['rates', `${rates.pairs} pairs of ${rates.source}, ${rates.as_of}`],
    ['rates refused', refused === '' ? 'none' : refused],
    ['read at (UTC)', at],
  ];
  output.data(table(['WHAT', 'TAKEN'], rows, output));
};

/** Adds the command. */
export const addConfigCommand = (program: Command, context: Context): void => {
  const config = program.command('config').description('the configuration of a gateway');
  withCommonOptions(
    config
      .command('show')
      .description('show what is in force and where it comes from; no secrets. Needs a key of scope admin')
      .option('--client <id>', 'only the settings of this client'),
    'partner-cli config show --client acme',
  ).action((options: ShowOptions) => show(context, options));
  withCommonOptions(
    config
      .command('reload')
      .description('have the instance that answers read client settings, secrets and rates again, at once'),
    'partner-cli config reload',
  ).action((options: CommonOptions) => reload(context, options));
};
