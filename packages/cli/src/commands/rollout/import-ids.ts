/** `rollout import-ids`: booking ids of the old system, checked row by row, into the file that the gateway reads. */
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { CommandFailure } from '../../failure.ts';
import { type CommonOptions, createOutput, type Output, withCommonOptions } from '../../output.ts';
import type { ReadIds } from '../../rollout/old-ids.ts';
import { demandOpsSettings } from '../../settings.ts';

type ImportOptions = CommonOptions & {
  readonly out: string;
  readonly clients?: readonly string[];
  readonly skipWrong?: boolean;
};

const wrongShown = 20;

/** Those of the gateway that will read the file, unless they are named. */
const clientsOf = async (context: Context, options: ImportOptions): Promise<ReadonlySet<string>> => {
  if (options.clients !== undefined) return new Set(options.clients);
  const [{ askOps }, { statePath }] = await Promise.all([import('../../ops-api.ts'), import('../doctor.ts')]);
  const ops = await demandOpsSettings(context, options);
  const { clients } = await askOps(context, ops, { path: statePath, members: ['clients'] });
  const listed = Array.isArray(clients) ? clients : [];
  return new Set(listed.map(({ client_id: id }: { client_id?: unknown }) => String(id)));
};

type Imported = Pick<ReadIds, 'wrong' | 'repeated'> & { readonly added: number; readonly rows: number };

const tell = ({ added, rows, repeated, wrong }: Imported, output: Output): void => {
  for (const { number, problem } of wrong.slice(0, wrongShown)) output.data(`line ${number}: ${problem}`);
  if (wrong.length > wrongShown) output.data(`and ${wrong.length - wrongShown} more`);
  output.note(`${added} new, ${repeated} that were there, ${wrong.length} wrong; ${rows} in all.`);
};

const importIds = async (context: Context, path: string, options: ImportOptions): Promise<void> => {
  const clients = await clientsOf(context, options);
  const [{ readOldIds, readOldIdsFile, writeOldIdsFile }, { linesOf }] = await Promise.all([
    import('../../rollout/old-ids.ts'),
    import('../../rollout/recording-file.ts'),
  ]);
  const output = createOutput(context, options);
  const there = await readOldIdsFile(options.out);
  const known = there?.short ?? [];
  const { rows, wrong, repeated } = await readOldIds(linesOf(path), { known, clients });
  const isWritten = wrong.length === 0 || options.skipWrong === true;
  if (isWritten) await writeOldIdsFile(options.out, { ...there, short: [...rows] });
  const imported = { added: rows.length - known.length, rows: rows.length, repeated, wrong };
  if (output.json) output.dataJson({ ...imported, is_written: isWritten });
  else tell(imported, output);
  if (isWritten) return;
  throw new CommandFailure('unhealthy', `${wrong.length} rows are wrong, so nothing was written`, {
    hint: 'Correct them, or leave them out with --skip-wrong.',
  });
};

const names = (text: string): readonly string[] => text.split(',');

/** Adds the command. */
export const addImportIdsCommand = (rollout: Command, context: Context): void => {
  withCommonOptions(
    rollout
      .command('import-ids')
      .description('check booking ids of the old system and write the file of OLD_BOOKING_IDS_FILE')
      .argument('<file>', 'CSV whose first line names id, bid and client, or the same as JSON lines')
      .requiredOption('--out <file>', 'the file to write; what is in it already stays')
      .option('--clients <id,id>', 'the clients that there are, instead of asking the gateway', names)
      .option('--skip-wrong', 'leave rows out that are wrong, instead of writing nothing'),
    'partner-cli rollout import-ids ids.csv --out old-booking-ids.json',
  ).action((path: string, options: ImportOptions) => importIds(context, path, options));
};
