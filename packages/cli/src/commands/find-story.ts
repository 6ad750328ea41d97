/** One story, shown, followed as it goes on, or as an HTTP archive. */
import type { Inspection } from '@partner-gateway/contract';
import type { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import type { Context } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { follow } from '../following.ts';
import { toMoment } from '../moments.ts';
import { type CommonOptions, createOutput, type Output, seconds, withCommonOptions } from '../output.ts';
import { demandOpsSettings } from '../settings.ts';

type FindOptions = CommonOptions & {
  readonly client?: string;
  readonly since?: number;
  readonly follow?: boolean;
  readonly every: number;
  readonly har?: boolean;
};

const from = (sinceMs: number | undefined, inspection: Inspection): Inspection => {
  if (sinceMs === undefined || inspection.timeline === null) return inspection;
  return { ...inspection, timeline: inspection.timeline.filter(({ at }) => Date.parse(at) >= sinceMs) };
};

const createFinder = async (context: Context, text: string, options: FindOptions) => {
  const { findStory } = await import('../ops-api.ts');
  const ops = await demandOpsSettings(context, options);
  return async () => from(options.since, await findStory(context, ops, { text, clientId: options.client }));
};

/** A followed story is one line of JSON each time that something in it is new. */
const show = async (
  inspection: Inspection,
  output: Output,
  { follow: isFollowed }: FindOptions,
): Promise<void> => {
  if (output.json && isFollowed === true) return output.dataJsonLine(inspection);
  if (output.json) return output.dataJson(inspection);
  const { storyView } = await import('./story-view.ts');
  output.data(storyView(inspection, output));
};

const goOn = async (
  context: Context,
  {
    before,
    find,
    output,
    everyMs,
  }: {
    before: Inspection;
    readonly find: () => Promise<Inspection>;
    readonly output: Output;
    readonly everyMs: number;
  },
): Promise<void> => {
  const { storyNews } = await import('./story-view.ts');
  let last = before;
  await follow(context, { everyMs, note: output.note }, async () => {
    const now = await find();
    const news = storyNews(last, now, output);
    last = now;
    if (news.length === 0) return;
    if (output.json) output.dataJsonLine(now);
    else output.data(news.join('\n'));
  });
};

const find = async (context: Context, text: string, options: FindOptions): Promise<void> => {
  if (options.har === true && options.follow === true)
    throw new CommandFailure('usage', '--har is one document: leave out --follow');
  const output = createOutput(context, options);
  const ask = await createFinder(context, text, options);
  output.progress('Looking …');
  const inspection = await ask();
  if (options.har === true) {
    const { toHar } = await import('../har.ts');
    return output.dataJson(toHar(inspection, manifest.version));
  }
  await show(inspection, output, options);
  if (options.follow !== true) return;
  await goOn(context, { before: inspection, find: ask, output, everyMs: options.every * 1_000 });
};

/** A booking token opens a booking, and whoever can list processes would read it: `-` takes the text from stdin. */
const textOf = async (context: Context, text: string): Promise<string> =>
  text === '-' ? await context.readSecret('Text: ') : text;

/** Adds the options and the action to a command that takes a text. */
export const finding = (command: Command, context: Context, example: string): Command =>
  withCommonOptions(
    command
      .option('--client <id>', 'whose it is, when the text does not say')
      .option(
        '--since <moment>',
        'only what happened from then on, such as 10m or 2026-11-01T08:15Z',
        toMoment,
      )
      .option('--follow', 'show what comes as well, until Ctrl-C')
      .option('--every <seconds>', 'with --follow: how often to look, which reads 12go each time', seconds, 5)
      .option('--har', 'write an HTTP archive (HAR 1.2) without bodies, keys and ids'),
    example,
  ).action(async (text: string, options: FindOptions) => find(context, await textOf(context, text), options));
