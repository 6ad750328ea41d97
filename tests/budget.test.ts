/** The budget has faults where it must and only warns where it may; `scripts/budget.mjs` says them and fails. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { budgetOf } from '../scripts/lib/budget.mjs';
import limits from '../scripts/lib/budget-limits.json' with { type: 'json' };

const script = new URL('../scripts/budget.mjs', import.meta.url).pathname;
const trees: string[] = [];

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true });
});

/** Plants a source tree. */
const planted = (tree: Record<string, string>): string => {
  const root = mkdtempSync(join(tmpdir(), 'partner-gateway-budget-'));
  trees.push(root);
  for (const [path, source] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, 'packages', path)), { recursive: true });
    writeFileSync(join(root, 'packages', path), source);
  }
  return root;
};

const judge = (tree: Record<string, string>) => budgetOf(planted(tree));

const run = (tree: Record<string, string>) => {
  const args = [script, '--root', planted(tree)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, output: stdout + stderr };
};

const fine = { 'pricing/src/money.ts': 'export const zero = 0n;\n' };

test('a tree that keeps the rules passes', async () => {
  const { sizes, warnings, faults } = await judge(fine);
  expect(sizes).toContainEqual(expect.stringMatching(/^ {2}pricing +1 +1 +1 +1 +1$/));
  expect([...warnings, ...faults]).toEqual([]);
});

test('a forbidden import fails with file, line and rule', () => {
  const { status, output } = run({ ...fine, 'pricing/src/rates.ts': "\nimport { z } from 'zod';\n" });
  expect(output).toContain('error: packages/pricing/src/rates.ts:2: pricing may not import zod');
  expect(status).toBe(1);
});

test('more source files of a package than its limit fail; tests are not counted', async () => {
  const { pricing: most } = limits.sourceFiles;
  const files = (count: number) =>
    Object.fromEntries(
      // In two folders, because one has a limit of its own.
      Array.from({ length: count }, (_, index) => [
        `pricing/src/${index % 2 === 0 ? '' : 'odd/'}part-${index}.ts`,
        'export {};\n',
      ]),
    );
  expect(await judge({ ...files(most), 'pricing/src/part-1.test.ts': 'export {};\n' })).toMatchObject({
    faults: [],
  });
  const over = await judge(files(most + 1));
  expect(over.faults).toEqual([`pricing has ${most + 1} source files, the most is ${most}`]);
});

test('a package without a limit fails', async () => {
  const { faults } = await judge({ 'extra/src/part.ts': 'export {};\n' });
  expect(faults).toContain('extra has no limit of source files');
});

test('a folder with too many files fails, a package that has room or not', async () => {
  const { folderFiles: most } = limits;
  const files = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`server/src/booking/part-${index}.ts`, 'export {};\n']),
    );
  expect((await judge(files(most))).faults).toEqual([]);
  const over = await judge(files(most + 1));
  expect(over.faults).toContain(
    `packages/server/src/booking has ${most + 1} source files, the most of a folder is ${most}`,
  );
});

test('a long median file and a long function warn and do not fail', async () => {
  const body = '  let n = 0;\n'.repeat(60);
  const { warnings, faults } = await judge({
    'sdk/src/long.ts': 'export {};\n'.repeat(limits.medianLines + 1),
    'pricing/src/wide.ts': `export function wide() {\n${body}}\n`,
    'pricing/src/factory.ts': `export function make() {\n  return {\n${'    f() {\n      return 1;\n    },\n'.repeat(30)}  };\n}\n`,
  });
  expect(warnings).toEqual([
    expect.stringMatching(/^packages\/pricing\/src\/wide\.ts:1: wide has 62 lines/),
    expect.stringContaining(`the median file of sdk has ${limits.medianLines + 1} lines`),
  ]);
  expect(faults).toEqual([]);
});
