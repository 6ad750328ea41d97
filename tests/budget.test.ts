/** `scripts/budget.mjs` fails where it must and only warns where it may. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import limits from '../scripts/lib/budget-limits.json' with { type: 'json' };

const script = new URL('../scripts/budget.mjs', import.meta.url).pathname;
const trees: string[] = [];

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true });
});

/** Plants a source tree and runs the budget on it. */
const budgetOf = (tree: Record<string, string>) => {
  const root = mkdtempSync(join(tmpdir(), 'partner-gateway-budget-'));
  trees.push(root);
  for (const [path, source] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, 'packages', path)), { recursive: true });
    writeFileSync(join(root, 'packages', path), source);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--root', root], {
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
};

const fine = { 'pricing/src/money.ts': 'export const zero = 0n;\n' };

test('a tree that keeps the rules passes', () => {
  const { status, output } = budgetOf(fine);
  expect(output).toMatch(/^ {2}pricing +1 +1 +1 +1 +1$/m);
  expect(status).toBe(0);
});

test('a forbidden import fails with file, line and rule', () => {
  const { status, output } = budgetOf({ ...fine, 'pricing/src/rates.ts': "\nimport { z } from 'zod';\n" });
  expect(output).toContain('error: packages/pricing/src/rates.ts:2: pricing may not import zod');
  expect(status).toBe(1);
});

test('more source files of a package than its limit fail; tests are not counted', () => {
  const { pricing: most } = limits.sourceFiles;
  const files = (count: number) =>
    Object.fromEntries(
      // In two folders, because one has a limit of its own.
      Array.from({ length: count }, (_, index) => [
        `pricing/src/${index % 2 === 0 ? '' : 'odd/'}part-${index}.ts`,
        'export {};\n',
      ]),
    );
  expect(budgetOf({ ...files(most), 'pricing/src/part-1.test.ts': 'export {};\n' }).status).toBe(0);
  const over = budgetOf(files(most + 1));
  expect(over.output).toContain(`error: pricing has ${most + 1} source files, the most is ${most}`);
  expect(over.status).toBe(1);
});

test('a package without a limit fails', () => {
  const { status, output } = budgetOf({ 'extra/src/part.ts': 'export {};\n' });
  expect(output).toContain('error: extra has no limit of source files');
  expect(status).toBe(1);
});

test('a folder with too many files fails, a package that has room or not', () => {
  const { folderFiles: most } = limits;
  const files = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`server/src/booking/part-${index}.ts`, 'export {};\n']),
    );
  expect(budgetOf(files(most)).status).toBe(0);
  const over = budgetOf(files(most + 1));
  expect(over.output).toContain(
    `error: packages/server/src/booking has ${most + 1} source files, the most of a folder is ${most}`,
  );
  expect(over.status).toBe(1);
});

test('a long median file and a long function warn and do not fail', () => {
  const body = '  let n = 0;\n'.repeat(60);
  const { status, output } = budgetOf({
    'sdk/src/long.ts': 'export {};\n'.repeat(limits.medianLines + 1),
    'pricing/src/wide.ts': `export function wide() {\n${body}}\n`,
    'pricing/src/factory.ts': `export function make() {\n  return {\n${'    f() {\n      return 1;\n    },\n'.repeat(30)}  };\n}\n`,
  });
  expect(output).toContain(`warning: the median file of sdk has ${limits.medianLines + 1} lines`);
  expect(output).toContain('warning: packages/pricing/src/wide.ts:1: wide has 62 lines');
  expect(output).not.toContain('warning: packages/pricing/src/factory.ts');
  expect(status).toBe(0);
});
