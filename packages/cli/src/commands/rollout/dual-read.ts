/** `rollout dual-read`: rows of the old tables against the bookings that the gateway reads, field by field, with a log. */
import { appendFile } from 'node:fs/promises';
import type { DiscrepancyLine, RecordedLine } from '@partner-gateway/rollout';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { CommandFailure } from '../../failure.ts';
import { pause } from '../../moments.ts';
import { type CommonOptions, createOutput, table, withCommonOptions } from '../../output.ts';
import type { NumberedLine } from '../../rollout/recording-file.ts';
import type { ReplayOutcome } from '../../rollout/replay-run.ts';
import { differingFields, isAlike, reportHeader, reportRows } from '../../rollout/report-table.ts';
import { unreadableText } from '../../rollout/unreadable-lines.ts';
import { demandSettings } from '../../settings.ts';

type DualReadOptions = CommonOptions & { readonly log: string; readonly keys?: string };

const atOnce = 4;
const differencesShown = 10;

/** A row as a request for its booking, with the old row as the old answer. */
async function* asLines(rows: AsyncIterable<NumberedLine>): AsyncGenerator<NumberedLine> {
  const at = new Date().toISOString();
  for await (const { number, text } of rows) {
    const { id, client, booking } = membersOf(text);
    const line = {
      at,
      client,
      method: 'GET',
      path: `/v1/${String(client)}/bookings/${encodeURIComponent(String(id))}`,
      endpoint: 'booking_details',
      answer: { status: 200, ms: 0, body: booking },
    };
    yield { number, text: booking === undefined || id === undefined ? '' : JSON.stringify(line) };
  }
}

const membersOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};

const runOf = ({ report: { matches } }: ReplayOutcome): DiscrepancyLine => {
  const sum = (of: 'compared' | 'identical' | 'fields' | 'alike'): number =>
    matches.reduce((total, match) => total + match[of], 0);
  const counts = { compared: sum('compared'), identical: sum('identical') };
  return { kind: 'run', at: new Date().toISOString(), ...counts, fields: sum('fields'), alike: sum('alike') };
};

const append = async (path: string, lines: readonly DiscrepancyLine[]): Promise<void> => {
  try {
    await appendFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
  } catch (error) {
    const { code = 'unwritable' } = error as NodeJS.ErrnoException;
    throw new CommandFailure('usage', `${path} cannot be written (${code})`);
  }
};

const idOf = ({ path }: RecordedLine): string => decodeURIComponent(path.split('/').at(-1) ?? '');

const dualRead = async (context: Context, path: string, options: DualReadOptions): Promise<void> => {
  const { baseUrl } = await demandSettings(context, options, ['baseUrl']);
  const [{ discrepanciesOf, percentile }, { replay }, { createSendAgain }, { linesOf }, { readClientKeys }] =
    await Promise.all([
      import('@partner-gateway/rollout'),
      import('../../rollout/replay-run.ts'),
      import('../../rollout/send-again.ts'),
      import('../../rollout/recording-file.ts'),
      import('../../rollout/client-keys.ts'),
    ]);
  const output = createOutput(context, options);
  const keyOf = await readClientKeys(context, options.keys);
  const found: DiscrepancyLine[] = [];
  const outcome = await replay(asLines(linesOf(path)), {
    send: createSendAgain(context, baseUrl, keyOf),
    isWanted: () => true,
    isKnown: (client) => keyOf(client) !== undefined,
    opensCarts: false,
    speed: 0,
    concurrencyMax: atOnce,
    nowMs: () => performance.now(),
    sleep: (ms) => pause(ms, context.signal),
    onJudged: (line, judged) => {
      found.push(
        ...discrepanciesOf({ client: line.client, id: idOf(line), at: new Date().toISOString() }, judged),
      );
    },
  });
  await append(options.log, [...found, ...(outcome.sent === 0 ? [] : [runOf(outcome)])]);
  if (output.json) output.dataJson({ ...outcome, differences: found.length });
  else {
    output.data(table(reportHeader, reportRows(outcome.report, percentile), output));
    for (const [field, count] of differingFields(outcome.report, differencesShown))
      output.data(`differs: ${count} times ${field}`);
    const unreadable = unreadableText(outcome.unreadable);
    if (unreadable !== undefined) output.note(unreadable);
  }
  if (outcome.sent === 0) throw new CommandFailure('unhealthy', 'nothing was read, so nothing is proven');
  if (!isAlike(outcome.report))
    throw new CommandFailure('unhealthy', `${found.length} differences, written to ${options.log}`);
};

/** Adds the command. */
export const addDualReadCommand = (rollout: Command, context: Context): void => {
  withCommonOptions(
    rollout
      .command('dual-read')
      .description('compare rows of the old tables with what the gateway reads, and log what differs')
      .argument('<file>', 'JSON lines of id, client and booking, as the old system answered it')
      .requiredOption('--log <file>', 'where differences and runs are added, without personal data')
      .option('--keys <file>', 'keys by client id as JSON, instead of PARTNER_REPLAY_KEY_<CLIENT>'),
    'partner-cli rollout dual-read rows.jsonl --log discrepancies.jsonl',
  ).action((path: string, options: DualReadOptions) => dualRead(context, path, options));
};
