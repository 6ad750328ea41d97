/** What a source file is called, where it lies, and what it reaches for without an import: the rules that dependency-cruiser has no word for. */
import {
  emptyNames,
  environmentReaders,
  indexFiles,
  packages,
  pureFolders,
  serverFolders,
} from './import-rules.mjs';
import { matches } from './patterns.mjs';

/** @typedef {import('./source-file.mjs').SourceFile} SourceFile */

/** @param {string} path @returns {string[]} */
const nameFaults = (path) => {
  const [owner = '', , ...inside] = path.replace(/\.tsx?$/, '').split('/');
  const isHomeless =
    path.startsWith('server/src/') &&
    !Object.keys(serverFolders).some((row) => matches(`server/src/${row}`, path));
  const empty = inside.find((part) => emptyNames.includes(part));
  return [
    ...(owner in packages ? [] : [`package ${owner} is not in scripts/lib/import-rules.mjs`]),
    ...(isHomeless ? [`${path} is in no folder of scripts/lib/import-rules.mjs`] : []),
    ...(path.endsWith('/index.ts') && !indexFiles.includes(path)
      ? ['an index.ts is only for a package root or a declared subpath']
      : []),
    ...(empty ? [`"${empty}" says nothing about what is inside: name the noun`] : []),
  ];
};

/** @param {string} path @param {string} reached what the file reaches for @returns {string[]} */
const ambientFaults = (path, reached) => {
  if (reached === 'process.env') {
    return environmentReaders.includes(path)
      ? []
      : [`process.env may be read only in ${environmentReaders.join(', ')}`];
  }
  const isPure = pureFolders.some((folder) => matches(folder, path));
  return isPure ? [`${reached} in a pure folder: take the time or the randomness as an argument`] : [];
};

/** @param {SourceFile} file @returns {string[]} as `packages/file:line: rule` */
export const sourceFaults = ({ path, ambient, disguised }) => [
  ...nameFaults(path).map((rule) => `packages/${path}:1: ${rule}`),
  ...ambient.flatMap(({ text, line }) =>
    ambientFaults(path, text).map((rule) => `packages/${path}:${line}: ${rule}`),
  ),
  ...disguised.map(
    (line) => `packages/${path}:${line}: runs, but reads like an import of types: write two statements`,
  ),
];
