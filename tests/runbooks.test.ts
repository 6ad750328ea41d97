/** Each alert has its page, each page its place in the index, and what a page says to type can be typed. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { opsContract, partnerContract } from '../packages/contract/src/index.ts';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const pages = readdirSync(new URL('docs/runbooks', root)).filter((name) => name !== 'README.md');
const index = read('docs/runbooks/README.md');

const alertBlocks = read('deploy/observability/prometheus/rules.yml').split('- alert: ').slice(1);
const alerts = alertBlocks.map((block) => ({
  name: /^\w+/.exec(block)?.[0] ?? '',
  severity: /severity: (\w+)/.exec(block)?.[1] ?? '',
  runbook: /runbook_url: (\S+)/.exec(block)?.[1] ?? '',
}));
const kebab = (name: string): string => name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
const pageNames = [...new Set(alerts.map(({ name }) => `${kebab(name)}.md`))];

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const blocksOf = (text: string): string[] =>
  [...text.matchAll(/^( *)```sh\n([\s\S]*?)^ *```/gm)].map(([, , block = '']) => block);

test('every alert says how bad it is and leads to the page that is named after it', () => {
  expect(alerts.length).toBeGreaterThanOrEqual(20);
  for (const { name, severity, runbook } of alerts) {
    expect([name, severity]).toEqual([name, expect.stringMatching(/^(warning|critical)$/)]);
    expect(runbook).toBe(`docs/runbooks/${kebab(name)}.md`);
  }
});

test('the index lists the alerts that there are with their severities and pages, and no others', () => {
  const rows = index
    .split('\n')
    .filter((line) => /^\| `[A-Z]/.test(line))
    .map(cellsOf);
  const listed = rows.map(([name, severity, , page]) => [name, severity, page]);
  const severitiesOf = (name: string) =>
    alerts.filter((alert) => alert.name === name).map(({ severity }) => severity);
  const wanted = [...new Set(alerts.map(({ name }) => name))].map((name) => [
    `\`${name}\``,
    severitiesOf(name).join(', '),
    `[page](${kebab(name)}.md)`,
  ]);
  expect(listed.toSorted()).toEqual(wanted.toSorted());
});

test('the index leads to every page', () => {
  const linked = [...index.matchAll(/\]\(([a-z0-9-]+\.md)\)/g)].map(([, page]) => page);
  expect([...new Set(linked)].toSorted()).toEqual(pages.toSorted());
});

test.each(pageNames)('%s names its alert, and has what on-call looks for in one order', (page) => {
  const text = read(`docs/runbooks/${page}`);
  const { name = '' } = alerts.find((alert) => `${kebab(alert.name)}.md` === page) ?? {};
  expect(text).toContain(`Alert \`${name}\``);
  expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
    'What it means',
    'What partners see',
    'Confirm',
    'Do',
    'Do not',
    'Afterwards',
  ]);
});

test.each(['README.md', ...pages])('every shell block of %s can be read by a shell', (page) => {
  for (const block of blocksOf(read(`docs/runbooks/${page}`))) {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: block, encoding: 'utf8' });
    expect({ block, status, stderr }).toEqual({ block, status: 0, stderr: '' });
  }
});

test.each(pages)('every kubectl of %s that asks a cluster says in which namespace', (page) => {
  const asking = read(`docs/runbooks/${page}`)
    .split('\n')
    .filter((line) => /^ *kubectl /.test(line));
  for (const line of asking) expect(line).toContain(' -n 12go');
});

test('what pages ask the gateway over HTTP is in its contracts', () => {
  const paths = [...Object.values(opsContract), ...Object.values(partnerContract)].map(({ path }) => path);
  const asked = ['README.md', ...pages].flatMap((page) =>
    [...read(`docs/runbooks/${page}`).matchAll(/\$(?:GATEWAY|PARTNER_CLI_OPS_BASE_URL)(\/[\w/-]+)/g)].map(
      ([, path]) => path,
    ),
  );
  expect(asked).toContain('/ready');
  for (const path of asked) expect(paths).toContain(path);
});
