/** The README's sample runs. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the sample of the README runs as it says', () => {
  const [, sample = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const [, promised = ''] = /\n\/\/ (1 \[.*)\n/.exec(sample) ?? [];
  const flags = ['--conditions=@partner-gateway/source', '--no-warnings', '--input-type=module-typescript'];
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const printed = execFileSync(process.execPath, [...flags, '--eval', sample], { cwd, encoding: 'utf8' });
  expect(promised).not.toBe('');
  expect(printed.replace(/\s+/g, ' ').trim()).toBe(promised);
});
