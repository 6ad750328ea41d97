/** What the server needs to run is on the page about it, each with its reason; and installs keep to the policies that the page names. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const page = read('docs/supply-chain.md');

test('docs/supply-chain.md lists every run-time dependency of the server, and gives a reason', () => {
  const { dependencies } = JSON.parse(read('packages/server/package.json')) as {
    dependencies: Record<string, string>;
  };
  const others = Object.keys(dependencies).filter((name) => !name.startsWith('@partner-gateway/'));
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const listed = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  expect(listed.map(([, name = '']) => name.replaceAll('`', ''))).toEqual(others);
  for (const [, name, reason = ''] of listed) expect(reason.length, name).toBeGreaterThan(5);
  expect(others).not.toContain('msw');
});

test('installs keep to the policies that the page names', () => {
  const settings = read('pnpm-workspace.yaml');
  expect(settings).toMatch(/^minimumReleaseAge: 4320$/m);
  expect(settings).toMatch(/^trustPolicy: no-downgrade$/m);
  expect(settings).toMatch(/^blockExoticSubdeps: true$/m);
  for (const name of ['minimumReleaseAge', 'trustPolicy: no-downgrade', 'blockExoticSubdeps'])
    expect(page).toContain(name);
});

test('every package of the lockfile comes from the registry with a hash', () => {
  const lockfile = read('pnpm-lock.yaml');
  const [, packages = ''] = lockfile.split('\npackages:\n');
  const entries = (packages.split('\nsnapshots:\n')[0] ?? '').match(/^ {2}\S.*:$/gm) ?? [];
  const hashes = packages.match(/integrity: sha512-/g) ?? [];
  expect(entries.length).toBeGreaterThan(500);
  expect(hashes.length).toBe(entries.length);
  expect(packages).not.toMatch(/tarball:|type: git/);
});
