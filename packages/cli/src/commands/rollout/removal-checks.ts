/** `rollout cut-over` and `rollout table-watch`: whether reads may leave the old tables, and whether these may go. */
import type { CheckedKeys, OpenOutcomes } from '@partner-gateway/contract';
import type { RemovalCheck } from '@partner-gateway/rollout';
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../../context.ts';
import { CommandFailure } from '../../failure.ts';
import { type CommonOptions, createOutput, type Output, table, withCommonOptions } from '../../output.ts';
import type { NumberedLine } from '../../rollout/recording-file.ts';
import { demandOpsSettings } from '../../settings.ts';
import { checkKeysPath } from '../doctor.ts';
import { openOutcomesPath } from '../open-outcomes.ts';
import { type RouterCommandOptions, withRouterOptions } from './router-command.ts';

type CutOverOptions = CommonOptions & { readonly log: string; readonly ids: string };

type Reader<Row> = { safeParse(value: unknown): { readonly success: boolean; readonly data?: Row } };

/** Every line by a schema; one wrong line and nothing can be concluded. */
const readAll = async <Row>(
  path: string,
  lines: AsyncIterable<NumberedLine>,
  schema: Reader<Row>,
): Promise<Row[]> => {
  const rows: Row[] = [];
  for await (const { number, text } of lines) {
    const { data } = schema.safeParse(parsed(text));
    if (data === undefined) throw new CommandFailure('usage', `line ${number} of ${path} cannot be read`);
    rows.push(data);
  }
  return rows;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const tell = (checks: readonly RemovalCheck[], output: Output, goal: string): void => {
  const failed = checks.filter(({ isMet }) => !isMet);
  if (output.json)
    output.dataJson({
      ok: failed.length === 0,
      checks: checks.map(({ isMet: is_met, ...rest }) => ({ ...rest, is_met })),
    });
  else
    output.data(
      table(
        ['', 'CHECK', 'FOUND'],
        checks.map(({ code, isMet, message }) => [isMet ? 'ok' : 'FAIL', code, message]),
        output,
      ),
    );
  if (failed.length > 0)
    throw new CommandFailure('unhealthy', `not yet: ${failed.map(({ code }) => code).join(', ')}`);
  output.note(goal);
};

const cutOver = async (context: Context, options: CutOverOptions): Promise<void> => {
  const ops = await demandOpsSettings(context, options);
  const [{ discrepancyLineSchema, judgeCutOver }, { askOps }, { linesOf }, { readOldIdsFile }] =
    await Promise.all([
      import('@partner-gateway/rollout'),
      import('../../ops-api.ts'),
      import('../../rollout/recording-file.ts'),
      import('../../rollout/old-ids.ts'),
    ]);
  const output = createOutput(context, options);
  const log = await readAll(options.log, linesOf(options.log), discrepancyLineSchema);
  const ids = await readOldIdsFile(options.ids);
  const outcomes = { path: openOutcomesPath, members: ['open_outcomes'] };
  const { open_outcomes: open } = (await askOps(context, ops, outcomes)) as OpenOutcomes;
  const { keys } = (await askOps(context, ops, {
    path: checkKeysPath,
    body: {},
    members: ['keys'],
  })) as CheckedKeys;
  const facts = {
    log,
    openOutcomes: open.length,
    keysRefused: keys.filter(({ verdict }) => verdict !== 'accepted').map(({ client_id: id }) => id),
    importedIds: ids?.short.length,
  };
  tell(judgeCutOver(facts, Date.now()), output, 'Reads may leave the old tables.');
};

type WatchOptions = RouterCommandOptions & { readonly since: string; readonly days: number };

/** Requests that the old system still answers need what it reads. */
const oldAnswers = async (context: Context, options: WatchOptions): Promise<RemovalCheck> => {
  const { askReports, demandRouters, failuresOf, valuesOf } = await import('../../rollout/routers.ts');
  const minutesMost = 120;
  const told = await askReports(context, await demandRouters(context, options), minutesMost);
  const [failure] = failuresOf(told);
  const answered = valuesOf(told)
    .flatMap(({ flows }) => flows)
    .filter(({ path }) => path === 'legacy')
    .reduce((sum, { requests }) => sum + requests, 0);
  return {
    code: 'routers.old_answers',
    isMet: failure === undefined && answered === 0,
    message: failure?.message ?? `the old system answered ${answered} requests in the last two hours`,
  };
};

const watch = async (context: Context, path: string, options: WatchOptions): Promise<void> => {
  const routed = await oldAnswers(context, options);
  const [{ judgeTables, tableAccessSchema }, { linesOf }] = await Promise.all([
    import('@partner-gateway/rollout'),
    import('../../rollout/recording-file.ts'),
  ]);
  const rows = await readAll(path, linesOf(path), tableAccessSchema);
  if (rows.length === 0)
    throw new CommandFailure('unhealthy', `${path} counts nothing, so nothing is proven`);
  const checks = [routed, ...judgeTables(rows, options)];
  tell(checks, createOutput(context, options), 'Nobody needs the tables: they may be deleted.');
};

const day = (text: string): string => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('It has to be a day such as 2026-12-05.');
};

const days = (text: string): number => {
  if (/^\d{1,3}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It has to be a number from 1 to 999.');
};

/** Adds the commands. */
export const addRemovalCommands = (rollout: Command, context: Context): void => {
  withCommonOptions(
    rollout
      .command('cut-over')
      .description('check whether reads may leave the old tables; ends with 1 while something is missing')
      .requiredOption('--log <file>', 'the log of `rollout dual-read`')
      .requiredOption('--ids <file>', 'the file of OLD_BOOKING_IDS_FILE'),
    'partner-cli rollout cut-over --log discrepancies.jsonl --ids old-booking-ids.json',
  ).action((options: CutOverOptions) => cutOver(context, options));
  withRouterOptions(
    rollout
      .command('table-watch')
      .description('check whether anybody still uses the old tables; ends with 1 while somebody does')
      .argument('<file>', 'JSON lines of day, table, reads and writes, as the database counts them')
      .requiredOption('--since <day>', 'the first day on which nobody should', day)
      .option('--days <number>', 'so many days from then; default 30', days, 30),
    'partner-cli rollout table-watch accesses.jsonl --since 2026-12-05',
  ).action((path: string, options: WatchOptions) => watch(context, path, options));
};
