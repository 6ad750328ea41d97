/** `rollout report`: what all routers saw together: answers compared, latencies, errors, copies. */
import { writeFile } from 'node:fs/promises';
import type { Report } from '@partner-gateway/rollout';
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../../context.ts';
import { CommandFailure } from '../../failure.ts';
import { createOutput, type Output, table } from '../../output.ts';
import { differingFields, reportHeader, reportRows } from '../../rollout/report-table.ts';
import { type RouterCommandOptions, withRouterOptions } from './router-command.ts';

type ReportOptions = RouterCommandOptions & { readonly minutes: number; readonly html?: string };

const differencesShown = 10;

const show = async (report: Report, output: Output): Promise<void> => {
  const { percentile } = await import('@partner-gateway/rollout');
  const { copies, flows, from, to } = report;
  if (flows.length > 0) output.data(table(reportHeader, reportRows(report, percentile), output));
  else output.note('Nothing was asked.');
  for (const [path, count] of differingFields(report, differencesShown))
    output.data(`differs: ${count} times ${path}`);
  const dropped = Object.entries(copies.dropped).map(([why, count]) => `, ${count} dropped (${why})`);
  output.note(
    `From ${from} to ${to}. Copies: ${copies.chosen} chosen, ${copies.made} made${dropped.join('')}.`,
  );
};

const write = async (path: string, report: Report): Promise<void> => {
  const { reportPage } = await import('../../rollout/report-page.ts');
  try {
    await writeFile(path, reportPage(report));
  } catch (error) {
    const { code = 'unwritable' } = error as NodeJS.ErrnoException;
    throw new CommandFailure('usage', `${path} cannot be written (${code})`);
  }
};

const report = async (context: Context, options: ReportOptions): Promise<void> => {
  const [{ askReports, demandAnswers, demandRouters, failuresOf }, { mergeReports }] = await Promise.all([
    import('../../rollout/routers.ts'),
    import('@partner-gateway/rollout'),
  ]);
  const output = createOutput(context, options);
  const told = await askReports(context, await demandRouters(context, options), options.minutes);
  const merged = mergeReports(demandAnswers(told));
  if (merged === undefined) throw new CommandFailure('configuration', 'there is no router');
  if (output.json) output.dataJson(merged);
  else await show(merged, output);
  if (options.html !== undefined) {
    await write(options.html, merged);
    output.note(`The page is ${options.html}.`);
  }
  const [failure] = failuresOf(told);
  if (failure !== undefined) throw new CommandFailure('unhealthy', `a part is missing: ${failure.message}`);
};

const minutes = (text: string): number => {
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 120) return Number(text);
  throw new InvalidArgumentError('It has to be a number from 1 to 120.');
};

/** Adds the command. */
export const addReportCommand = (rollout: Command, context: Context): void => {
  withRouterOptions(
    rollout
      .command('report')
      .description('tell what all routers saw together; ends with 1 when one of them does not answer')
      .option('--minutes <number>', 'of the last so many; default 15, at most 120', minutes, 15)
      .option('--html <file>', 'write it as one page too'),
    'partner-cli rollout report --minutes 60 --html report.html',
  ).action((options: ReportOptions) => report(context, options));
};
