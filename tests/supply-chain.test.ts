/** Installs keep to the policies that docs/supply-chain.md names. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const page = read('docs/supply-chain.md');

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
