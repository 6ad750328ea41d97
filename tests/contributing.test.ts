/** The guide for contributors names the scripts that exist, all of them, and stays short enough to be read. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const guide = read('CONTRIBUTING.md');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

test('the script table and package.json name the same scripts', () => {
  const rows = [...guide.matchAll(/^\| `(?:npm|pnpm)(?: run)? (\S+?)` +\|/gm)].map(([, name]) => name);
  expect(rows.toSorted()).toEqual(Object.keys(scripts).toSorted());
});

test('every file of scripts/ that package.json runs exists', () => {
  const files = Object.values(scripts).flatMap((command) => command.match(/\S*scripts\/\S+/g) ?? []);
  expect(files).not.toEqual([]);
  for (const file of files) expect(read(file)).not.toBe('');
});

test('the guide is at most 130 lines', () => {
  expect(guide.trimEnd().split('\n').length).toBeLessThanOrEqual(130);
});

test('the index of decisions and the pages name each other, by number and title', () => {
  const index = read('docs/adr/README.md');
  const linked = [...index.matchAll(/^\| (\d{4}) +\| \[(.+?)\]\((\S+?)\)/gm)].map(
    ([, number, title, file]) => `${file}: # ${number}. ${title}`,
  );
  const pages = readdirSync(new URL('../docs/adr', import.meta.url)).filter((file) => /^\d{4}-/.test(file));
  expect(linked).toEqual(
    pages.toSorted().map((file) => `${file}: ${read(`docs/adr/${file}`).split('\n')[0]}`),
  );
});
