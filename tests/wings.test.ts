/** The wings of the server hold their shape: what only one of them uses lies in it, and no flow goes by unnoticed. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { strangers } from '../scripts/lib/import-rules.mjs';

const root = new URL('../packages/server/src/', import.meta.url);
const wings = ['search/', 'booking/', 'ops/'];

type Edge = { readonly from: string; readonly to: string };

const edgesOf = (files: Readonly<Record<string, string>>): Edge[] =>
  Object.entries(files).flatMap(([from, text]) =>
    [...text.matchAll(/(?:from|import)\s*\(?'(\.{1,2}\/[^']+)'/g)].map(([, target = '']) => ({
      from,
      to: posix.join(posix.dirname(from), target),
    })),
  );

const wingOf = (path: string): string | undefined => wings.find((wing) => path.startsWith(wing));

/** The steps that fewer than two wings import, each with those that do. */
const lonelySteps = (files: Readonly<Record<string, string>>): string[] => {
  const edges = edgesOf(files);
  return Object.keys(files)
    .filter((path) => path.startsWith('steps/'))
    .map((step) => ({
      step,
      users: new Set(edges.flatMap(({ from, to }) => (to === step ? (wingOf(from) ?? []) : []))),
    }))
    .filter(({ users }) => users.size < 2)
    .map(({ step, users }) => `${step} is imported by ${[...users].join() || 'no wing'}`);
};

const sources = Object.fromEntries(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => [path, readFileSync(new URL(path, root), 'utf8')]),
);

test('a file in steps/ is imported by at least two wings', () => {
  expect(lonelySteps(sources)).toEqual([]);
  expect(Object.keys(sources).filter((path) => path.startsWith('steps/'))).not.toEqual([]);
});

test('a step of one wing, or of none, is found', () => {
  const planted = {
    'steps/a.ts': '',
    'steps/b.ts': '',
    'steps/c.ts': "import type { A } from './a.ts';",
    'search/x.ts': "import { a } from '../steps/a.ts';\nimport { c } from '../steps/c.ts';",
    'booking/write/y.ts': "import {\n  c,\n} from '../../steps/c.ts';",
    'booking/z.ts': "import { b } from '../steps/b.ts';",
    'http/z.ts': "import { a } from '../steps/a.ts';",
  };
  expect(lonelySteps(planted)).toEqual([
    'steps/a.ts is imported by search/',
    'steps/b.ts is imported by booking/',
  ]);
});

test('what http hands a request to is a flow, and no flow imports another', () => {
  const handed = edgesOf(sources).filter(
    ({ from, to }) => from.startsWith('http/') && wingOf(to) !== undefined,
  );
  const flows = strangers['a flow never imports a flow'].map((path) => path.replace('server/src/', ''));
  const unlisted = handed.filter(({ to }) => !flows.some((flow) => to.startsWith(flow)));
  expect(handed.length).toBeGreaterThan(10);
  expect(unlisted).toEqual([]);
  expect(flows.filter((flow) => !Object.keys(sources).some((path) => path.startsWith(flow)))).toEqual([]);
});
