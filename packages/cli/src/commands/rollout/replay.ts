/** `rollout replay`: a recorded day sent to a gateway again, without writing anything, and compared with the old answers. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../../context.ts';
import { CommandFailure } from '../../failure.ts';
import { pause, toMoment } from '../../moments.ts';
import { type CommonOptions, createOutput, type Output, table, withCommonOptions } from '../../output.ts';
import type { ReplayOutcome } from '../../rollout/replay-run.ts';
import { differingFields, isAlike, reportHeader, reportRows } from '../../rollout/report-table.ts';
import { unreadableText } from '../../rollout/unreadable-lines.ts';
import { demandSettings } from '../../settings.ts';

type ReplayOptions = CommonOptions & {
  readonly keys?: string;
  readonly openCarts?: boolean;
  readonly speed: number;
  readonly concurrency: number;
  readonly from?: number;
  readonly to?: number;
  readonly endpoints?: readonly string[];
};

const differencesShown = 10;

const show = async (outcome: ReplayOutcome, output: Output): Promise<void> => {
  const { percentile } = await import('@partner-gateway/rollout');
  const { report, skipped, refusals } = outcome;
  if (report.flows.length > 0) output.data(table(reportHeader, reportRows(report, percentile), output));
  for (const { endpoint, code, count } of refusals)
    output.data(`refused: ${count} of ${endpoint} with ${code}`);
  for (const [path, count] of differingFields(report, differencesShown))
    output.data(`differs: ${count} times ${path}`);
  output.note(`${outcome.lines} lines, ${outcome.sent} sent.`);
  for (const [why, count] of Object.entries(skipped))
    output.note(`${count} not sent: ${why.replaceAll('_', ' ')}.`);
  const unreadable = unreadableText(outcome.unreadable);
  if (unreadable !== undefined) output.note(unreadable);
};

const assertAlike = ({ sent, refusals, report }: ReplayOutcome): void => {
  if (sent === 0) throw new CommandFailure('unhealthy', 'nothing was sent, so nothing is proven');
  if (refusals.length === 0 && isAlike(report)) return;
  throw new CommandFailure('unhealthy', 'the gateway answered differently');
};

const run = async (context: Context, path: string, options: ReplayOptions): Promise<void> => {
  const { baseUrl } = await demandSettings(context, options, ['baseUrl']);
  const [{ replay }, { createSendAgain }, { linesOf }, { readClientKeys }] = await Promise.all([
    import('../../rollout/replay-run.ts'),
    import('../../rollout/send-again.ts'),
    import('../../rollout/recording-file.ts'),
    import('../../rollout/client-keys.ts'),
  ]);
  const output = createOutput(context, options);
  const keyOf = await readClientKeys(context, options.keys);
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, endpoints } = options;
  output.progress('Replaying …');
  const outcome = await replay(linesOf(path), {
    send: createSendAgain(context, baseUrl, keyOf),
    isWanted: ({ at, endpoint }) =>
      Date.parse(at) >= from && Date.parse(at) < to && (endpoints?.includes(endpoint) ?? true),
    isKnown: (client) => keyOf(client) !== undefined,
    opensCarts: options.openCarts === true,
    speed: options.speed,
    concurrencyMax: options.concurrency,
    nowMs: () => performance.now(),
    sleep: (ms) => pause(ms, context.signal),
  });
  if (output.json) output.dataJson(outcome);
  else await show(outcome, output);
  assertAlike(outcome);
};

const speed = (text: string): number => {
  if (text === 'max') return 0;
  if (/^\d{1,4}(?:\.\d{1,3})?$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It has to be a number such as 10, or max.');
};

const concurrency = (text: string): number => {
  if (/^\d{1,3}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It has to be a number from 1 to 999.');
};

const names = (text: string): readonly string[] => text.split(',');

/** Adds the command. */
export const addReplayCommand = (rollout: Command, context: Context): void => {
  withCommonOptions(
    rollout
      .command('replay')
      .description(
        'send a recorded day to a gateway again, writing nothing; ends with 1 when an answer differs',
      )
      .argument('<file>', 'the recording, best redacted: JSON lines, or the same with gzip')
      .option('--keys <file>', 'keys by client id as JSON, instead of PARTNER_REPLAY_KEY_<CLIENT>')
      .option('--open-carts', 'send get itinerary too, which makes a cart at 12go, and creates as quotes')
      .option('--speed <times>', 'as fast as it came times this, or max', speed, 1)
      .option('--concurrency <number>', 'at most so many at once', concurrency, 8)
      .option('--from <time>', 'lines from then on', toMoment)
      .option('--to <time>', 'lines before then', toMoment)
      .option('--endpoints <name,name>', 'only these, by the names of the contract', names),
    'partner-cli rollout replay redacted.jsonl --speed 10',
  ).action((path: string, options: ReplayOptions) => run(context, path, options));
};
