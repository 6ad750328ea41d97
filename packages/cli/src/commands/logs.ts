/** `logs tail`: the last lines of a gateway's log, by client or booking, and those that come. */
import type { LogLines } from '@partner-gateway/contract';
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { follow } from '../following.ts';
import { toMoment } from '../moments.ts';
import {
  type CommonOptions,
  createOutput,
  type Output,
  printable,
  seconds,
  withCommonOptions,
} from '../output.ts';
import { demandOpsSettings } from '../settings.ts';

/** The path is the contract's; a test compares them. */
export const logLinesPath = '/ops/v1/log-lines';

type TailOptions = CommonOptions & {
  readonly client?: string;
  readonly level?: string;
  readonly lines: string;
  readonly since?: number;
  readonly follow?: boolean;
  readonly every: number;
};

type Line = LogLines['lines'][number];

const viewOf = ({ timestamp, level, message, ...fields }: Line, { bold }: Output): string => {
  const said = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  const mark = level.toUpperCase().padEnd(5);
  const head = `${timestamp}  ${level === 'info' ? mark : bold(mark)}`;
  return `${head}  ${printable([message, ...said].join('  '))}`;
};

/** Behind one address there may be several instances, each with lines and a cursor of its own. */
const createReader = async (context: Context, about: string | undefined, options: TailOptions) => {
  const { askOps } = await import('../ops-api.ts');
  const ops = await demandOpsSettings(context, options);
  const cursors = new Map<string, string>();
  return async (): Promise<LogLines & { readonly isNew: boolean }> => {
    const query = {
      about,
      client_id: options.client,
      level: options.level,
      limit: cursors.size === 0 ? options.lines : '1000',
      after: cursors.size === 0 ? undefined : [...cursors.values()].join(','),
    };
    const question = { path: logLinesPath, query, members: ['lines', 'cursor'] };
    const answer = (await askOps(context, ops, question)) as LogLines;
    const [process = ''] = answer.cursor.split('.');
    const isNew = !cursors.has(process);
    cursors.set(process, answer.cursor);
    const sinceMs = options.since ?? Number.NEGATIVE_INFINITY;
    return {
      ...answer,
      isNew,
      lines: answer.lines.filter(({ timestamp }) => Date.parse(timestamp) >= sinceMs),
    };
  };
};

const tail = async (context: Context, about: string | undefined, options: TailOptions): Promise<void> => {
  const output = createOutput(context, options);
  const read = await createReader(context, about, options);
  const show = ({
    lines,
    skipped,
    isNew,
    instance,
    complete_since: since,
  }: Awaited<ReturnType<typeof read>>) => {
    if (isNew)
      output.note(`Lines of ${instance} alone; every one since ${since}, before that only notable ones.`);
    if (skipped > 0) output.note(`${skipped} older lines are left out.`);
    for (const line of lines) {
      if (output.json) output.dataJsonLine(line);
      else output.data(viewOf(line, output));
    }
  };
  const first = await read();
  if (output.json && options.follow !== true) {
    const { isNew: _isNew, ...document } = first;
    output.dataJson(document);
    return;
  }
  show(first);
  if (options.follow !== true) return;
  await follow(context, { everyMs: options.every * 1_000, note: output.note }, async () =>
    show(await read()),
  );
};

/** Adds the command. */
export const addLogsCommand = (program: Command, context: Context): void => {
  const logs = program.command('logs').description('what a gateway writes into its log');
  withCommonOptions(
    logs
      .command('tail')
      .description('show the last lines of the instance that answers')
      .argument('[about]', 'only requests about this: a booking, cart, itinerary, correlation or trace id')
      .option('--client <id>', 'only lines of this client')
      .addOption(new Option('--level <level>', 'the lowest level').choices(['info', 'warn', 'error']))
      .option('--lines <number>', 'so many at most, 1000 or fewer', '200')
      .option('--since <moment>', 'only from then on, such as 10m or 2026-11-01T08:15Z', toMoment)
      .option('--follow', 'show what comes as well, until Ctrl-C')
      .option('--every <seconds>', 'with --follow: how often to look', seconds, 2),
    'partner-cli logs tail BK-8451207-7GQ2M --follow',
  ).action((about: string | undefined, options: TailOptions) => tail(context, about, options));
};
