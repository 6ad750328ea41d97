/** What the published packages export is what their reports say; a break that nobody announced does not get into a report. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  apiReports,
  changedDeclarations,
  reportedPackages,
  unannounced,
} from '../../scripts/lib/api-report.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { published } from './published.ts';

const committed = (name: string): Record<string, string> => {
  const folder = `${root}/packages/${name}/api`;
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(`${folder}/${file}`, 'utf8')]),
  );
};

test('every published package has a report; that of the contract is its document', () => {
  expect(['contract', ...reportedPackages].sort()).toEqual([...published].sort());
});

test.each(reportedPackages)('%s exports what its report says (run `pnpm api-report`)', (name) => {
  expect(apiReports(name)).toEqual(committed(name));
});

describe('a break', () => {
  const report = (code: string): string => `## API\n\n\`\`\`ts\n\n${code}\n\`\`\`\n`;
  const trip = '// @public\nexport type Trip = {\n    id: string;\n    price?: string;\n};\n';
  const find = '// @public\nexport const find: (id: string) => Trip;\n';
  const before = report(`${trip}\n${find}`);

  test.each([
    ['nothing', before, []],
    ['an addition', report(`${trip}\n${find}\n// @public\nexport const count: number;\n`), []],
    ['a name that went', report(trip), ['find']],
    ['a member that went', report(`${trip.replace('    price?: string;\n', '')}\n${find}`), ['Trip']],
    ['a type that changed', report(`${trip}\n${find.replace('string', 'number')}`), ['find']],
    ['another layout', report(`${trip.replaceAll('\n    ', ' ')}\n${find}`), []],
    ['other words about it', report(`${trip}\n${find.replace('@public', '@public (undocumented)')}`), []],
  ])('is seen in %s', (_, after, changed) => {
    expect(changedDeclarations(before, after)).toEqual(changed);
  });

  const changeset = (name: string, text: string): string => `---\n'${name}': major\n---\n\n${text}\n`;

  test.each([
    [[], ['find']],
    [[changeset('shop', 'Find is gone.')], ['find']],
    [[changeset('other', '`find` is gone.')], ['find']],
    [[changeset('shop', '`find` is gone: take `search`.')], []],
  ])('is announced by a changeset of its package that names it: %j', (changesets, silent) => {
    expect(unannounced(['find'], 'shop', changesets)).toEqual(silent);
  });
});
