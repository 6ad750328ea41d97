/** What the tools made of each incident, and how many of them they have to explain. */

import type { Clue, Incident } from './incident.ts';
import type { Said } from './on-call.ts';

export type Score = {
  readonly row: number;
  readonly title: string;
  readonly command: string;
  readonly said: readonly string[];
  readonly isCauseNamed: boolean;
  readonly isActionNamed: boolean;
  /** Something else was named for sure. */
  readonly isFalse: boolean;
};

/** Of 45, as they were last reached; a tool that says less than before is broken. */
export const floor = { causes: 45, actions: 45, falseCauses: 0 } as const;

/** Judges what was said. */
export const judge = ({ row, title }: Incident, { asks, causes, action }: Clue, said: Said): Score => {
  const isCauseNamed = said.causes.some((cause) => causes.includes(cause));
  return {
    row,
    title,
    command: `partner-cli ${asks.join(' ')}`,
    said: said.causes,
    isCauseNamed,
    isActionNamed: isCauseNamed && action.test(said.action),
    isFalse: said.certain.length > 0 && !isCauseNamed,
  };
};

/** Rows that are right in all of their samples. */
export const countOf = (scores: readonly Score[], isRight: (score: Score) => boolean): number => {
  const rows = new Map<number, boolean>();
  for (const score of scores) rows.set(score.row, (rows.get(score.row) ?? true) && isRight(score));
  return [...rows.values()].filter(Boolean).length;
};

const mark = (isRight: boolean): string => (isRight ? 'yes' : 'NO');

/** The table, as Markdown. */
export const tableOf = (scores: readonly Score[]): string =>
  [
    '| # | Incident | One command | Said | Cause | Action |',
    '| - | -------- | ----------- | ---- | ----- | ------ |',
    ...scores.map(
      (one) =>
        `| ${one.row} | ${one.title} | \`${one.command.slice(0, 60)}\` | ${one.said.join(', ') || 'nothing'} | ${mark(one.isCauseNamed)} | ${mark(one.isActionNamed)} |`,
    ),
  ].join('\n');
