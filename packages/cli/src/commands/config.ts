/** `config show`: the configuration in force, without anything secret. */
import type { Configuration } from '@partner-gateway/contract';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type CommonOptions, createOutput, type Output, table, withCommonOptions } from '../output.ts';
import { demandOpsSettings } from '../settings.ts';

/** The path is the contract's; a test compares them. */
export const configurationPath = '/ops/v1/configuration';

type ShowOptions = CommonOptions & { readonly client?: string };

const header = ['SETTING', 'IN FORCE', 'FROM'];

const ofGateway = ({ variables, sealing_keys: keys, operators }: Configuration): string[][] => [
  ...variables.map(({ name, value, origin, is_secret: isSecret }) => [
    name,
    value ?? (isSecret && origin !== 'unset' ? '(secret)' : ''),
    origin,
  ]),
  [
    'sealing keys in force',
    keys.ids.map((id) => (id === keys.active ? `${id} (active)` : id)).join(', '),
    '',
  ],
  ['operators in force', operators.map(({ name, scope }) => `${name}:${scope}`).join(', '), ''],
];

const ofClient = (client: Configuration['clients'][number]): string[][] => {
  const { client_id: id, live_keys: live, expired_keys: expired, next_key_expiry: next } = client;
  const keys = `${live} live, ${expired} expired${next === null ? '' : `, the next ends ${next}`}`;
  const settings = Object.entries(client.settings).map(([name, value]) => [
    `${id}: ${name}`,
    typeof value === 'string' ? value : JSON.stringify(value),
    '',
  ]);
  return [
    [`${id}: keys`, keys, ''],
    [`${id}: 12go key`, client.has_upstream_key ? '(secret)' : 'missing', ''],
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
};
