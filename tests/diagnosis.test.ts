/** docs/diagnosis.md names every cause as the code has it, and the pages that causes speak of are there. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { causes } from '../packages/diagnosis/src/index.ts';

const root = new URL('../', import.meta.url);
const page = readFileSync(new URL('docs/diagnosis.md', root), 'utf8');

const rows = page
  .split('\n')
  .map((line) => /^\| `(\w+)` +\| (\w+) +\| (.*?) +\| (.*?) +\|$/.exec(line))
  .flatMap((row) => (row === null ? [] : [row.slice(1)]));

test('the page has a row for every cause, with its fault, summary and next action', () => {
  expect(rows).toEqual(
    Object.entries(causes).map(([name, { fault, summary, action }]) => [name, fault, summary, action]),
  );
});

test('every page that an action names is there', () => {
  const named = Object.values(causes).flatMap(({ action }) => action.match(/docs\/[\w/-]+\.md/g) ?? []);
  expect(named.length).toBeGreaterThan(5);
  for (const path of named) expect(existsSync(new URL(path, root)), path).toBe(true);
});
