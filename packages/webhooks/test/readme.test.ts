/** The README's sample runs as it says, and its schedule is the one that holds. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultSchedule } from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('has a sample that runs as it says', () => {
    const sample = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const promised = /\n\/\/ (.*)\n$/.exec(sample)?.[1];
    const flags = ['--conditions=@partner-gateway/source', '--no-warnings', '--input-type=module-typescript'];
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const output = execFileSync(process.execPath, [...flags, '--eval', sample], { cwd, encoding: 'utf8' });
    expect(output).toBe(`${promised}\n`);
  });

  it('tells the schedule', () => {
    const cells = [...readme.matchAll(/^\| \d +\| (.*?) +\|$/gm)].map(([, cell]) => cell);
    const spelled = (ms: number) => (ms < 60_000 ? `${ms / 1_000} s` : `${ms / 60_000} min`);
    expect(cells).toEqual(['at once', ...defaultSchedule.delaysMs.map(spelled)]);
  });
});
