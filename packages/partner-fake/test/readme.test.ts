/** The README's sample runs as it says. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the sample of the README prints what it promises', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, sample = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const [, promised = ''] = /\/\/ ([\d.]+)$/m.exec(sample) ?? [];
  expect(promised).not.toBe('');
  const flags = ['--conditions=@partner-gateway/source', '--no-warnings', '--input-type=module-typescript'];
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  expect(execFileSync(process.execPath, [...flags, '--eval', sample], { cwd, encoding: 'utf8' }).trim()).toBe(
    promised,
  );
});
