/** docs/dependencies.md names every direct dependency of the repository, its licence as it is installed, who names it, and why. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';

const rootUrl = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, rootUrl), 'utf8');
const within = (folder: string): string[] =>
  readdirSync(new URL(folder, rootUrl)).map((name) => `${folder}/${name}`);

type Manifest = Readonly<Partial<Record<string, Readonly<Record<string, string>>>>>;

const folders = ['.', 'bench', ...within('packages'), ...within('examples')].filter((folder) =>
  existsSync(new URL(`${folder}/package.json`, rootUrl)),
);
const fieldsOf = {
  runs: ['dependencies', 'peerDependencies'],
  builds: ['devDependencies', 'optionalDependencies'],
};
/** By dependency, the folders whose manifest names it. */
const namedIn = (fields: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const named = new Map<string, string[]>();
  for (const folder of folders) {
    const manifest = JSON.parse(read(`${folder}/package.json`)) as Manifest;
    for (const name of new Set(fields.flatMap((field) => Object.keys(manifest[field] ?? {}))))
      if (!name.startsWith('@partner-gateway/')) named.set(name, [...(named.get(name) ?? []), folder]);
  }
  return named;
};
const [running, building] = [namedIn(fieldsOf.runs), namedIn(fieldsOf.builds)];

/** Doubles and examples run nothing that anybody is served by. */
const isServed = (folder: string): boolean =>
  folder.startsWith('packages/') && !/\/(?:sandbox|partner-fake)$/.test(folder);

type Row = {
  readonly name: string;
  readonly licence: string;
  readonly users: readonly string[];
  readonly why: string;
};
const rowsIn = (part: string): Row[] =>
  part
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, name = '', licence = '', users = '', why = ''] = line.split('|').map((cell) => cell.trim());
      return { name: name.replaceAll('`', ''), licence, users: users.split(', '), why };
    });
const [, runs = '', builds = ''] = read('docs/dependencies.md').split('\n## ');
const [ofRuns, ofBuilds] = [rowsIn(runs), rowsIn(builds)];

const licenceOf = (name: string): string | undefined => {
  const manifest = folders
    .map((folder) => `${folder}/node_modules/${name}/package.json`)
    .find((path) => existsSync(new URL(path, rootUrl)));
  return manifest === undefined ? undefined : (JSON.parse(read(manifest)) as { license?: string }).license;
};
const users = (named: readonly string[]): string[] =>
  named.toSorted().map((folder) => (folder === '.' ? 'the root' : basename(folder)));
const inOrder = (names: Iterable<string>): string[] => [...names].toSorted();

const served = [...running].filter(([, named]) => named.some(isServed)).map(([name]) => name);
const others = new Set([...running.keys(), ...building.keys()].filter((name) => !served.includes(name)));

describe('docs/dependencies.md', () => {
  it('names what runs, in order', () => {
    expect(ofRuns.map(({ name }) => name)).toEqual(inOrder(served));
  });

  it('names what builds and tests, in order', () => {
    expect(ofBuilds.map(({ name }) => name)).toEqual(inOrder(others));
  });

  it('says who names each', () => {
    for (const row of ofRuns) expect(row.users, row.name).toEqual(users(running.get(row.name) ?? []));
    for (const { name, users: said } of ofBuilds)
      expect(said, name).toEqual(
        users([...new Set([...(running.get(name) ?? []), ...(building.get(name) ?? [])])]),
      );
  });

  it('gives each the licence that it is installed with, where it is installed on this machine', () => {
    const rows = [...ofRuns, ...ofBuilds];
    const installed = rows.filter(({ name }) => licenceOf(name) !== undefined);
    expect(installed.length).toBeGreaterThan(60);
    for (const { name, licence } of installed) expect(licence, name).toBe(licenceOf(name));
  });

  it('gives each a reason, and each its own', () => {
    const reasons = [...ofRuns, ...ofBuilds].map(({ why }) => why);
    for (const reason of reasons) expect(reason.length, reason).toBeGreaterThan(10);
    expect(new Set(reasons).size).toBe(reasons.length);
  });

  it('allows no licence that docs/supply-chain.md does not', () => {
    const [, list = ''] = read('docs/supply-chain.md').split('<!-- licences -->');
    const allowed = new Set([...list.matchAll(/`([^`]+)`/g)].map(([, licence]) => licence));
    for (const { name, licence } of [...ofRuns, ...ofBuilds]) expect(allowed.has(licence), name).toBe(true);
  });
});
