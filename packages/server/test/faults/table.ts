/** The table of a run: each case with what was expected, what was seen, its figure and its time. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { FaultCase } from './fault-case.ts';
import type { Played } from './play.ts';

export type Row = readonly [one: FaultCase, played: Played];

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').slice(0, 300);

const lineOf = ([one, played]: Row): string => {
  const figure = played.verdict === 'passed' ? (played.figure ?? '') : '';
  const seen = played.verdict === 'passed' ? played.seen : `**${played.verdict}**: ${played.seen}`;
  const cells = [one.id, one.title, one.expected, seen, figure, String(played.ms)];
  return `| ${cells.map(cell).join(' | ')} |`;
};

const countOf = (rows: readonly Row[], verdict: Played['verdict']): number =>
  rows.filter(([, played]) => played.verdict === verdict).length;

/** In one line, as the end of a run says it. */
export const summaryOf = (rows: readonly Row[]): string => {
  const seconds = Math.round(rows.reduce((sum, [, { ms }]) => sum + ms, 0) / 1000);
  return `${countOf(rows, 'passed')} passed, ${countOf(rows, 'failed')} failed, ${countOf(rows, 'awaits')} awaited, in ${seconds} s`;
};

/** In Markdown. */
export const tableOf = (rows: readonly Row[], seed: number): string =>
  [
    '# Fault suite',
    '',
    `Seed ${seed}: ${summaryOf(rows)}.`,
    '',
    '| Case | What is done | Expected | Seen | Figure | ms |',
    '| --- | --- | --- | --- | --- | ---: |',
    ...rows.map(lineOf),
    '',
  ].join('\n');

const reports = new URL('../../../../reports/', import.meta.url);

/** Writes it to the folder of reports. */
export const writeTable = (name: string, table: string): void => {
  mkdirSync(reports, { recursive: true });
  writeFileSync(new URL(`${name}.md`, reports), table);
};
