/** The drawing and the code: what the pages say of packages, folders and arrows is what the import rules say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importRulesPage } from '../scripts/lib/drawing.mjs';
import { packages, rooms } from '../scripts/lib/import-rules.mjs';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const page = read('docs/architecture.md');
/** Drawing it reads every file of the server. */
const drawing = importRulesPage();
const exists = (path: string): boolean => existsSync(new URL(`../${path}`, import.meta.url));

/** First cells of the table that follows a heading. */
const rowsBelow = (heading: string): string[] => {
  const table = page.slice(page.indexOf(heading)).split('\n\n')[0] ?? '';
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name);
};

/** As the formatter leaves tables alone. */
const withoutPadding = (text: string): string => text.replace(/-{3,}/g, '---').replace(/ +/g, ' ').trim();

test('docs/import-rules.md is what `pnpm drawing` writes', async () => {
  expect(withoutPadding(read('docs/import-rules.md'))).toBe(withoutPadding(await drawing));
});

describe('docs/architecture.md', () => {
  test('has a row for every package, and draws every package', () => {
    const isKept = (name: string) => rooms.includes(`${name}/`);
    const names = Object.keys(packages).filter((name) => !isKept(name));
    expect(rowsBelow('| Package').toSorted()).toEqual(names.toSorted());
    const drawn = page.slice(page.indexOf('```text'), page.indexOf('```\n', page.indexOf('```text') + 5));
    for (const name of names) expect(drawn).toContain(name);
  });

  test('has a row for every folder of the server, and for no other', () => {
    const folders = readdirSync(new URL('../packages/server/src/', import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${name}/`);
    expect(rowsBelow('| Folder').toSorted()).toEqual([...folders, 'booking/write/'].toSorted());
  });

  test('names no file of the server that is not there', () => {
    const named = [...page.matchAll(/`([a-z/-]+\.ts)`/g)].map(([, path = '']) => path);
    const roots = ['packages/server/src/', 'packages/contract/src/', 'packages/server/src/composition/'];
    const missing = named.filter((path) => !roots.some((root) => exists(root + path)));
    expect(named.length).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });
});

test('the readme names every package, and the server’s every folder of its tests', () => {
  const isKept = (name: string) => rooms.includes(`${name}/`);
  for (const name of Object.keys(packages).filter((one) => !isKept(one)))
    expect(read('README.md')).toContain(`(packages/${name}/README.md)`);
  const folders = readdirSync(new URL('../packages/server/test/', import.meta.url));
  for (const folder of folders) expect(read('packages/server/README.md')).toContain(`\`test/${folder}/\``);
  expect(read('packages/server/README.md')).not.toContain('src/**');
});

test('no arrow between folders of the server leads back up', async () => {
  const drawn = [...(await drawing).matchAll(/^ {2}(\S+) --> (\S+)$/gm)];
  const arrows = drawn.map(([, from = '', to = '']) => ({ from, to }));
  expect(arrows.length).toBeGreaterThan(20);
  // Whatever is left after taking away, again and again, what no arrow leads to, goes round in a circle.
  let left = arrows;
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    const entered = new Set(left.map(({ to }) => to));
    left = left.filter(({ from }) => entered.has(from));
  }
  expect(left).toEqual([]);
});
