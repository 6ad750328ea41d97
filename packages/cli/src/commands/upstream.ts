/** `upstream`: how long calls of 12go may take and how many go on, of the instance that answers; and whether 12go takes the keys. */
import type { CheckedKeys, UpstreamLimits, UpstreamLimitsRequest } from '@partner-gateway/contract';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { type CommonOptions, createOutput, type Output, table, withCommonOptions } from '../output.ts';
import { demandOpsSettings } from '../settings.ts';

/** The path is the contract's; a test compares them. */
export const upstreamLimitsPath = '/ops/v1/upstream/limits';

const members = ['timeouts_ms', 'search_connections', 'connections'];

const view = (limits: UpstreamLimits, output: Output): string => {
  const { timeouts_ms: timeouts, search_connections: search, connections } = limits;
  const rows = Object.entries(timeouts).map(([name, ms]) => [`timeout of ${name}`, `${ms} ms`]);
  return table(
    ['LIMIT', 'IN FORCE'],
    [
      ...rows,
      ['connections', String(connections)],
      ['of searches', String(search)],
      ['changed until (UTC)', limits.changed_until ?? 'not changed'],
    ],
    output,
  );
};

type SetOptions = CommonOptions & {
  readonly callTimeout?: readonly string[];
  readonly searchConnections?: string;
  readonly for: string;
  readonly reason: string;
};

const whole = (name: string, text: string): number => {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new CommandFailure('usage', `${name} takes a whole number`);
};

const timeoutsOf = (given: readonly string[]): NonNullable<UpstreamLimitsRequest['timeouts_ms']> => {
  const timeouts = new Map<string, number>();
  for (const text of given) {
    const [name = '', ...rest] = text.split('=');
    if (timeouts.has(name))
      throw new CommandFailure('usage', `--call-timeout has ${name} twice: say it once. Nothing was done.`);
    timeouts.set(name, whole('--call-timeout name=ms', rest.join('=')));
  }
  return Object.fromEntries(timeouts);
};

const requestOf = (options: SetOptions): UpstreamLimitsRequest => {
  const { callTimeout = [], searchConnections, reason } = options;
  if (callTimeout.length === 0 && searchConnections === undefined)
    throw new CommandFailure('usage', 'one of --call-timeout and --search-connections is required');
  return {
    expires_in_seconds: whole('--for', options.for),
    reason,
    ...(callTimeout.length > 0 && { timeouts_ms: timeoutsOf(callTimeout) }),
    ...(searchConnections !== undefined && {
      search_connections: whole('--search-connections', searchConnections),
    }),
  };
};

const ask = async (context: Context, options: CommonOptions, body?: UpstreamLimitsRequest): Promise<void> => {
  const { askOps } = await import('../ops-api.ts');
  const output = createOutput(context, options);
  const ops = await demandOpsSettings(context, options);
  const question = { path: upstreamLimitsPath, members, ...(body !== undefined && { body }) };
  const limits = (await askOps(context, ops, question)) as UpstreamLimits;
  if (output.json) output.dataJson(limits);
  else output.data(view(limits, output));
};

type KeysOptions = CommonOptions & { readonly client?: string };

const checkKeys = async (context: Context, options: KeysOptions): Promise<void> => {
  const [{ askOps }, { checkKeysPath }] = await Promise.all([import('../ops-api.ts'), import('./doctor.ts')]);
  const output = createOutput(context, options);
  const ops = await demandOpsSettings(context, options);
  const body = options.client === undefined ? {} : { client_id: options.client };
  const checked = (await askOps(context, ops, {
    path: checkKeysPath,
    body,
    members: ['keys'],
  })) as CheckedKeys;
  const rows = checked.keys.map(({ client_id: id, verdict, kind, latency_ms: ms }) => [
    id,
    verdict.replace('_', ' '),
    kind ?? '',
    `${ms} ms`,
  ]);
  if (output.json) output.dataJson(checked);
  else output.data(table(['CLIENT', '12GO KEY', 'HOW', 'IN'], rows, output));
  const refused = checked.keys.filter(({ verdict }) => verdict !== 'accepted').map(({ client_id: id }) => id);
  if (refused.length > 0)
    throw new CommandFailure('unhealthy', `the 12go key does not work for ${refused.join(', ')}`);
};

/** Adds the command. */
export const addUpstreamCommand = (program: Command, context: Context): void => {
  const upstream = program.command('upstream').description('calls of 12go');
  withCommonOptions(
    upstream
      .command('keys')
      .description('tell whether 12go takes the key of each client; ends with 1 when it does not')
      .option('--client <id>', 'only the key of this client'),
    'partner-cli upstream keys',
  ).action((options: KeysOptions) => checkKeys(context, options));
  withCommonOptions(
    upstream.command('limits').description('show how long calls may take and how many go on at once'),
    'partner-cli upstream limits',
  ).action((options: CommonOptions) => ask(context, options));
  withCommonOptions(
    upstream
      .command('set')
      .description('change them for a while, on the instance that answers and no other')
      .option('--call-timeout <name=ms...>', 'milliseconds of a call, such as search=6000')
      .option('--search-connections <number>', 'searches of 12go at a time')
      .requiredOption('--for <seconds>', 'how long; the settings count again afterwards')
      .requiredOption('--reason <text>', 'goes into the log with the name of your key'),
    "partner-cli upstream set --call-timeout search=6000 --for 1800 --reason '12go is slow'",
  ).action((options: SetOptions) => ask(context, options, requestOf(options)));
};
