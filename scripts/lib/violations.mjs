/** Everything that breaks a rule of import-rules.mjs, as `file:line: rule`. */
import { cycles } from './cycles.mjs';
import { edgeFaults, matchesAny, placeFaults } from './import-edges.mjs';
import { emptyNames, environmentReaders, indexFiles, pureFolders } from './import-rules.mjs';

/** @typedef {import('./source-file.mjs').SourceFile} SourceFile */

/** @param {SourceFile} file @returns {[number, string][]} */
function nameFaults({ path }) {
  const faults = placeFaults(path);
  if (path.endsWith('/index.ts') && !indexFiles.includes(path))
    faults.push('an index.ts is only for a package root or a declared subpath');
  const parts = path.replace(/\.ts$/, '').split('/').slice(2);
  const empty = parts.find((part) => emptyNames.includes(part));
  if (empty !== undefined) faults.push(`"${empty}" says nothing about what is inside: name the noun`);
  return faults.map((rule) => [1, rule]);
}

/** @param {SourceFile} file @returns {[number, string][]} */
function ambientFaults({ path, ambient }) {
  const pure = matchesAny(pureFolders, path);
  return ambient.flatMap(({ text, line }) => {
    if (text === 'process.env') {
      return environmentReaders.includes(path)
        ? []
        : [[line, `process.env may be read only in ${environmentReaders.join(', ')}`]];
    }
    return pure ? [[line, `${text} in a pure folder: take the time or the randomness as an argument`]] : [];
  });
}

/** @param {SourceFile} file @returns {[number, string][]} */
function importFaults({ path, imports }) {
  return imports.flatMap((edge) => edgeFaults(path, edge).map((rule) => [edge.line, rule]));
}

/** @param {readonly SourceFile[]} files @returns {string[]} */
export function violations(files) {
  const perFile = files.flatMap((file) =>
    [...nameFaults(file), ...importFaults(file), ...ambientFaults(file)].map(
      ([line, rule]) => `packages/${file.path}:${line}: ${rule}`,
    ),
  );
  const circles = cycles(files).map(
    (path) => `packages/${path[0]}:1: import cycle ${[...path, path[0]].join(' → ')}`,
  );
  return [...perFile, ...circles];
}
