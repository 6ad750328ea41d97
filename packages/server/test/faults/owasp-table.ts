/** The risks as docs/reliability.md lists them. */
import { basename } from 'node:path';
import { type Risk, risks } from './owasp.ts';

const rowOf = ({ risk, name, cases, files }: Risk): readonly string[] => [
  risk,
  name,
  [...cases, ...files.map((file) => `\`${basename(file)}\``)].join(', '),
];

/** In Markdown, columns padded so that it reads in a terminal as well. */
export const owaspTable = (): string => {
  const head = ['Risk', 'Name', 'Cases and tests'];
  const rows = risks.map(rowOf);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
};
