/** The pages lead where they say: every link of the documentation exists, and every decision of the contract says where it lives. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bookingTokenNames, purposes } from '../packages/tokens/src/index.ts';

const root = new URL('../', import.meta.url);
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'deploy/observability/README.md',
  ...readdirSync(new URL('packages', root)).map((name) => `packages/${name}/README.md`),
  ...readdirSync(new URL('examples', root)).map((name) => `examples/${name}/README.md`),
  ...['docs', 'docs/adr', 'docs/guides', 'docs/runbooks'].flatMap((folder) =>
    readdirSync(new URL(folder, root))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];
const read = (page: string): string => readFileSync(new URL(page, root), 'utf8');
const linksOf = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.split('#')[0] ?? '')
    .filter((target) => target !== '' && !target.startsWith('http'));

test.each(pages)('every link of %s leads to a file', (page) => {
  const broken = linksOf(read(page)).filter((target) => !existsSync(new URL(target, new URL(page, root))));
  expect(broken).toEqual([]);
});

/** An excerpt stands further to the left than in its file. */
const withoutIndent = (text: string): string => text.replace(/^ +/gm, '').trim();

const guides = pages.filter((page) => page.startsWith('docs/guides/'));

test.each(guides)('what %s shows in code stands in a file that runs', (page) => {
  const blocks = /(?:<!-- from: (\S+) -->\n)?```(?:ts|python|php|go|java|csharp)\n([\s\S]*?)```/g;
  const shown = [...read(page).matchAll(blocks)];
  for (const [, file, code = ''] of shown) {
    expect(file, code).toMatch(
      /^(?:(?:examples\/[\w-]+\/src|packages\/sdk\/test\/readme)\/[\w-]+\.ts|tests\/generated-clients\/programs\/[\w/]+\.\w+)$/,
    );
    expect(withoutIndent(read(file ?? ''))).toContain(withoutIndent(code));
  }
});

test('the guides are listed in the order of need, and the readme leads to them', () => {
  const listed = linksOf(read('docs/guides/README.md')).map((name) => `docs/guides/${name}`);
  expect(listed.toSorted()).toEqual(guides.filter((page) => !page.endsWith('/README.md')).toSorted());
  expect(linksOf(read('README.md'))).toContain('docs/guides/README.md');
});

test('the decisions of the contract are its forty, each with its code and the test that holds it', () => {
  const text = read('docs/decisions.md');
  const rows = text.split('\n').filter((line) => /^\| (?!-|No\.|Topic)/.test(line));
  const numbered = rows.flatMap((row) => /^\| (\d+) /.exec(row)?.[1] ?? []);
  expect(numbered).toEqual(Array.from({ length: 40 }, (_, index) => String(index + 1)));
  for (const row of rows) {
    const cells = row.split(' | ');
    expect([row.slice(0, 40), linksOf(cells.at(-2) ?? '').length]).not.toEqual([row.slice(0, 40), 0]);
    expect(linksOf(cells.at(-1) ?? '').every((target) => target.endsWith('.test.ts'))).toBe(true);
    expect(linksOf(cells.at(-1) ?? '')).not.toEqual([]);
  }
});

test('the readme and the architecture lead to the decisions of the contract', () => {
  expect(linksOf(read('README.md'))).toContain('docs/decisions.md');
  expect(linksOf(read('docs/architecture.md'))).toContain('decisions.md');
});

test('the glossary spells out every name in a booking token and every purpose of a box', () => {
  const text = read('docs/glossary.md');
  const namesUnder = (heading: string): string[] => {
    const table = text.slice(text.indexOf(heading)).split('\n\n')[0] ?? '';
    return [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name);
  };
  expect(namesUnder('| Name ')).toEqual(['v', ...Object.keys(bookingTokenNames)]);
  for (const [name, long] of Object.entries(bookingTokenNames)) {
    expect(text).toMatch(new RegExp(`^\\| \`${name}\` +\\| \`${long}\` `, 'm'));
  }
  expect(namesUnder('| Purpose ')).toEqual([...purposes]);
});
