/** What the build of the console weighs and holds, and what it asks. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { opsContract } from '@partner-gateway/contract';
import { routerPaths as knownToRouters } from '@partner-gateway/rollout';
import { beforeAll, expect, test } from 'vitest';
import { paths, routerPaths } from '../src/page/ops/paths.ts';
import { buildConsole, builtFiles, builtFolder } from './support/built.ts';

beforeAll(buildConsole);

const read = (path: string): Buffer => readFileSync(new URL(path, builtFolder));

test('all of it together is at most 120 KB in gzip', () => {
  const bytes = builtFiles().reduce((sum, path) => sum + gzipSync(read(path), { level: 9 }).length, 0);
  expect(bytes).toBeGreaterThan(20_000);
  expect(bytes).toBeLessThanOrEqual(120 * 1024);
});

test('every file but the page has a hash in its name, and what scripts make is no string of HTML or code', () => {
  for (const path of builtFiles())
    expect(path).toMatch(/^(?:index\.html|assets\/[\w.-]+-[\w-]{8}\.(?:js|css|svg))$/);
  const scripts = builtFiles().filter((path) => path.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(1);
  for (const path of scripts)
    expect(read(path).toString()).not.toMatch(/\beval\(|new Function\(|document\.write/);
});

test('what it asks is what gateways and routers answer', () => {
  const known = Object.fromEntries(Object.entries(opsContract).map(([name, { path }]) => [name, path]));
  expect(known).toMatchObject(paths);
  expect(routerPaths).toEqual(knownToRouters);
});
