/** The README's sample runs as it says, and its schedule is the one that holds. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as webhooks from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('has a sample that runs as it says', () => {
    const sample = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const promised = [...sample.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => `${line}\n`).join('');
    expect(promised).not.toBe('');
    const flags = ['--conditions=@partner-gateway/source', '--no-warnings', '--input-type=module-typescript'];
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const output = execFileSync(process.execPath, [...flags, '--eval', sample], { cwd, encoding: 'utf8' });
    expect(output).toBe(promised);
  });

  it('tells the schedule', () => {
    const cells = [...readme.matchAll(/^\| \d +\| (.*?) +\|$/gm)].map(([, cell]) => cell);
    const spelled = (ms: number) => (ms < 60_000 ? `${ms / 1_000} s` : `${ms / 60_000} min`);
    expect(cells).toEqual(['at once', ...webhooks.defaultSchedule.delaysMs.map(spelled)]);
  });

  it('names every part that is made or called', () => {
    const listed = readme.slice(readme.indexOf('| Part'), readme.indexOf('## Where'));
    const parts = Object.keys(webhooks).filter((name) => /^(create|parse|sign|verify|nextStep)/.test(name));
    expect(parts.length).toBeGreaterThan(8);
    for (const part of parts.filter((name) => name !== 'createPublicResolver'))
      expect(listed).toContain(`\`${part}\``);
  });
});
