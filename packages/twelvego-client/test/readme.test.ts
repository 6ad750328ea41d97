/** The README's tables and its first sample are the code's. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultAccounts, scenarios } from '@partner-gateway/sandbox';
import { describe, expect, it } from 'vitest';
import { errorKinds, policies } from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The rows of the table whose first heading is `heading`, cell by cell. */
const table = (heading: string): string[][] => {
  const rows = readme.split('\n').map((line) => (line.startsWith('|') ? line.slice(1, -1).split('|') : []));
  const cells = rows.map((row) => row.map((cell) => cell.trim()));
  const start = cells.findIndex(([first]) => first === heading);
  const end = cells.findIndex((row, index) => index > start && row.length === 0);
  return start < 0 ? [] : cells.slice(start + 2, end);
};
const code = (text: string) => `\`${text}\``;

describe('the README', () => {
  it('lists every operation with its timeout and attempts', () => {
    const rows = Object.entries(policies).map(([name, { timeoutMs, attempts }]) => [
      code(name),
      `${timeoutMs / 1000} s`,
      String(attempts),
    ]);
    expect(table('Operation')).toEqual(rows);
  });

  it('lists every kind of error with its meaning', () => {
    expect(table('`kind`')).toEqual(
      Object.entries(errorKinds).map(([kind, meaning]) => [code(kind), meaning]),
    );
  });

  it('lists every scenario, where it goes off and what happens', () => {
    const rows = Object.entries(scenarios).map(([name, { on, meaning }]) => [
      code(name),
      on.map(code).join(', '),
      meaning,
    ]);
    expect(table('Scenario')).toEqual(rows);
  });

  it('lists every key of the sandbox', () => {
    expect(table('Key').map(([key]) => key)).toEqual(defaultAccounts.map(({ key }) => code(key)));
  });

  it('shows a first sample that runs', () => {
    const sample = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const flags = ['--conditions=@partner-gateway/source', '--no-warnings', '--input-type=module-typescript'];
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const output = execFileSync(process.execPath, [...flags, '--eval', sample], { cwd, encoding: 'utf8' });
    expect(output).toContain("[ 'Bangkok - Koh Chang', { value: '858.2', fxcode: 'THB' } ]");
  });
});
