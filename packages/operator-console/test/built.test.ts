/** What the build of the console weighs and holds, and what it asks. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { opsContract } from '@partner-gateway/contract';
import { routerPaths as knownToRouters } from '@partner-gateway/rollout';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runbookNodes } from '../scripts/runbook-nodes.ts';
import { paths, routerPaths } from '../src/page/ops/paths.ts';
import { buildConsole, filesIn } from './support/built.ts';

const folder = mkdtempSync(join(tmpdir(), 'operator-console-'));
beforeAll(() => buildConsole(folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const builtFiles = (): readonly string[] => filesIn(folder);
const read = (path: string): Buffer => readFileSync(join(folder, path));

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

const diagnosisSources = new URL('../../diagnosis/src/', import.meta.url);

test('every runbook that a diagnosis names can be read in it', () => {
  const texts = readdirSync(diagnosisSources, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(new URL(path, diagnosisSources), 'utf8'));
  const named = [...texts.join().matchAll(/docs\/runbooks\/([\w-]+)\.md/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(5);
  for (const name of new Set(named))
    expect(
      builtFiles().filter((path) => path.startsWith(`assets/${name}-`)),
      name,
    ).toHaveLength(1);
});

test('a runbook is data: elements with texts in them, and links to other runbooks by their names', () => {
  expect(
    runbookNodes(
      '# Lost & found\n\n1. Ask `a < b`, [then](redis-unreachable.md#now) [wait](../search.md).\n',
    ),
  ).toEqual([
    { tag: 'h2', inside: ['Lost & found'] },
    {
      tag: 'ol',
      inside: [
        {
          tag: 'li',
          inside: [
            'Ask ',
            { tag: 'code', inside: ['a < b'] },
            ', ',
            { tag: 'a', inside: ['then'], to: 'redis-unreachable' },
            ' ',
            { tag: 'span', inside: ['wait'] },
            '.',
          ],
        },
      ],
    },
  ]);
});

test('what it asks is what gateways and routers answer', () => {
  const known = Object.fromEntries(Object.entries(opsContract).map(([name, { path }]) => [name, path]));
  expect(known).toMatchObject(paths);
  expect(routerPaths).toEqual(knownToRouters);
});
