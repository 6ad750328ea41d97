/** Finds rows of import-rules.mjs that name a file, folder or package that does not exist, or name it twice: they hold nothing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import * as tables from './import-rules.mjs';
import { matches } from './patterns.mjs';

/** @typedef {{ row: string, names: readonly string[], of: 'files' | 'modules', folder?: string }} List names of the same row and kind */
/** @typedef {{ files: readonly string[], modules: readonly string[] }} Subjects files below `packages/`, modules as one would import them */

/** @param {readonly string[]} names @param {string} row @returns {List} */
const files = (row, names, folder = '') => ({ row, names, of: 'files', folder });

/** @param {readonly string[]} names @param {string} row @returns {List} */
const modules = (row, names = []) => ({ row, names, of: 'modules' });

/** @param {Omit<typeof tables, 'emptyNames' | 'rooms'>} rules @returns {List[]} */
const listsOf = ({ packages, serverFolders, onlyIn, strangers, interiors, ...places }) => [
  ...Object.entries(places).map(([row, names]) => files(row, names)),
  ...Object.entries(packages).flatMap(([name, { may, types, not, in: folders = {} }]) => [
    files(`packages, ${name}`, [`${name}/`, ...Object.keys(folders)]),
    ...[may, types, not, ...Object.values(folders)].map((names) => modules(`packages, ${name}`, names)),
  ]),
  ...Object.entries(serverFolders).flatMap(([folder, { may, types = [], not }]) => [
    files('serverFolders', [folder], 'server/src/'),
    files(`serverFolders, ${folder}`, [...may, ...types], 'server/src/'),
    modules(`serverFolders, ${folder}`, not),
  ]),
  modules('onlyIn', Object.keys(onlyIn)),
  ...Object.entries(onlyIn).map(([name, names]) => files(`onlyIn, ${name}`, names)),
  ...Object.entries(interiors).map(([folder, names]) => files('interiors', [folder, ...names])),
  ...Object.entries(strangers).map(([rule, names]) => files(`strangers, ${rule}`, names)),
];

/** Everything that the packages could import. @param {string} root @returns {string[]} */
export const modulesOf = (root) => {
  const manifests = readdirSync(`${root}/packages`)
    .map((name) => `${root}/packages/${name}/package.json`)
    // A room that is kept for a package has none yet.
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const dependencies = manifests.flatMap((manifest) => [
    manifest.name,
    ...Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies }),
  ]);
  return [...dependencies, ...builtinModules.map((name) => `node:${name.replace(/^node:/, '')}`)];
};

/** @param {Subjects} subjects @param {typeof tables} [rules] @returns {string[]} */
export const deadRows = (subjects, { emptyNames: _emptyNames, rooms, ...rules } = tables) => {
  const taken = rooms.filter((room) => subjects.files.some((file) => matches(room, file)));
  const dead = listsOf(rules).flatMap(({ row, names, of, folder = '' }) => {
    const exists = (name) =>
      (of === 'files' && rooms.includes(folder + name)) ||
      subjects[of].some((subject) => matches(folder + name, subject) || name.startsWith(`${subject}/`));
    const dead = names.filter((name) => !exists(name)).map((name) => `${name}, which does not exist`);
    const twice = names.filter((name, index) => names.indexOf(name) < index).map((name) => `${name} twice`);
    return [...dead, ...twice].map((fault) => `scripts/lib/import-rules.mjs: ${row} names ${fault}`);
  });
  return [
    ...dead,
    ...taken.map((room) => `scripts/lib/import-rules.mjs: rooms names ${room}, which is taken`),
  ];
};
