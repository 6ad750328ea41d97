/** Whatever the SDK exports says what it is and shows an example, which is taken by the compiler and runs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { documentation, entries } from './support/documentation.ts';
import { documentedGateway } from './support/documented-gateway.ts';
import { exampleValues, type Given, givenNames } from './support/example-values.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const all = documentation();
const folder = mkdtempSync(join(root, 'packages/sdk/.examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (entry: string): string => `${entry.split('/').slice(1).join('-')}.ts`;

/** Where an example finds a name: in its own entry first. */
const importsOf = (code: string, own: string): string[] => {
  const order = [own, ...Object.keys(entries).filter((entry) => entry !== own)];
  const taken = new Set<string>(givenNames);
  return order.map((entry) => {
    const names = all
      .filter((one) => one.entry === entry && new RegExp(`\\b${one.name}\\b`).test(code))
      .map(({ name }) => name)
      .filter((name) => !taken.has(name));
    for (const name of names) taken.add(name);
    return names.length === 0 ? '' : `import { ${names.map(withType).join(', ')} } from '${entry}';\n`;
  });
};

/** What is only a type has to be imported as one. */
const withType = (name: string): string =>
  /^[A-Z]/.test(name) && !name.endsWith('Error') ? `type ${name}` : name;

const moduleOf = (entry: string): string => {
  const own = all.filter((one) => one.entry === entry);
  const functions = own.map(({ name, examples }) => {
    const blocks = examples.map((code) => `{\n${code}\n}`).join('\n');
    return `export const ${name}_ = async ({ ${givenNames.join(', ')} }: Given) => {\n${blocks}\n};`;
  });
  const code = functions.join('\n\n');
  return `${importsOf(own.flatMap(({ examples }) => examples).join('\n'), entry).join('')}import type { Given } from '../test/support/example-values.ts';\n\n${code}\n`;
};

beforeAll(() => {
  for (const entry of Object.keys(entries)) writeFileSync(join(folder, fileOf(entry)), moduleOf(entry));
});

test('all of it says what it is', () => {
  expect(all.filter(({ text }) => text === '').map(({ entry, name }) => `${entry} ${name}`)).toEqual([]);
});

test('each of its members does so too', () => {
  const silent = all.flatMap(({ name, undescribed }) => undescribed.map((member) => `${name}.${member}`));
  expect([...new Set(silent)]).toEqual([]);
});

test('all of it shows an example', () => {
  expect(all.filter(({ examples }) => examples.length === 0).map(({ name }) => name)).toEqual([]);
});

test('the compiler takes every example', () => {
  const compilerOptions = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    module: 'nodenext',
    target: 'es2023',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: ['node'],
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    customConditions: ['@partner-gateway/source'],
  };
  const files = Object.keys(entries).map(fileOf);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const compiler = join(root, 'node_modules/typescript7/bin/tsc');
  const args = [compiler, '-p', folder, '--singleThreaded'];
  expect(spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout).toBe('');
});

test.for(Object.keys(entries))('the examples of %s run', async (entry) => {
  for (const method of ['log', 'warn', 'error'] as const) vi.spyOn(console, method).mockReturnValue();
  vi.stubEnv('PARTNER_GATEWAY_API_KEY', 'pgk_example');
  const { baseUrl } = await documentedGateway();
  const module: Record<string, (given: Given) => Promise<void>> = await import(
    /* @vite-ignore */ pathToFileURL(join(folder, fileOf(entry))).href
  );
  for (const [name, run] of Object.entries(module))
    await expect(run(await exampleValues(baseUrl)), name).resolves.toBeUndefined();
});
