/** A test that touches what belongs to a whole process has a worker of its own: it is listed in vitest.config.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { expect, test } from 'vitest';
import { alone } from '../vitest.config.ts';

const root = new URL('../', import.meta.url);

/** Programs of ours, proxies, a clock or a global that is replaced. */
const signs =
  /support\/(program|disk-world|chromium|replica-set|tcp-proxy)\.ts'|'node:child_process'|'execa'|\/crash\/|\.useFakeTimers\(|\.stubGlobal\(|'msw/;

const sharesItsWorker = (path: string): boolean => !alone.some((glob) => matchesGlob(path, glob));

const testFiles = readdirSync(new URL('packages/', root))
  .flatMap((name) => {
    const folder = `packages/${name}/test/`;
    try {
      const paths = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' });
      return paths.map((path) => folder + path);
    } catch {
      return []; // a package without tests
    }
  })
  .filter((path) => path.endsWith('.test.ts'));

test('every test file with programs, proxies, clocks or globals of its own is listed', () => {
  const touching = testFiles.filter((path) => signs.test(readFileSync(new URL(path, root), 'utf8')));
  expect(touching.length).toBeGreaterThan(20);
  expect(touching.filter(sharesItsWorker)).toEqual([]);
});

test('a listed file that is gone is taken off', () => {
  const unused = alone.filter(
    (glob) => !glob.startsWith('tests/') && !testFiles.some((path) => matchesGlob(path, glob)),
  );
  expect(unused).toEqual([]);
});
