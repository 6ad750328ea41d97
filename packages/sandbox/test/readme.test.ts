/** The README's sample runs as it says, and its table names every folder there is. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');

describe('the README', () => {
  it('starts every neighbour by a sample that runs as it says', () => {
    const sample = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const promised = /console\.log\(.*\); \/\/ (.*)\n/.exec(sample)?.[1];
    const flags = ['--no-warnings', '--input-type=module-typescript'];
    const output = execFileSync(process.execPath, [...flags, '--eval', sample], {
      cwd: packageFolder,
      encoding: 'utf8',
    });
    expect(output).toBe(`${promised}\n`);
  });

  it('says of every folder what lives there', () => {
    const folders = readdirSync(join(packageFolder, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ parentPath, name }) => `${relative(packageFolder, join(parentPath, name))}/`);
    const listed = [...readme.matchAll(/^\| `(src\/\S*)`/gm)].map(([, name = '']) => name);
    expect(listed.toSorted()).toEqual(['src/', ...folders].toSorted());
  });
});
