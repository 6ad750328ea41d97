/** Finds import cycles between files; a type-only import counts, because it ties two files together just as much. */
import { resolveRelative } from './import-edges.mjs';

/** @param {readonly import('./source-file.mjs').SourceFile[]} files @returns {Map<string, string[]>} */
function graphOf(files) {
  const known = new Set(files.map(({ path }) => path));
  return new Map(
    files.map(({ path, imports }) => [
      path,
      imports
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => resolveRelative(path, specifier))
        .filter((target) => known.has(target)),
    ]),
  );
}

/**
 * @param {readonly import('./source-file.mjs').SourceFile[]} files
 * @returns {string[][]} each cycle once, as the paths along it
 */
export function cycles(files) {
  const graph = graphOf(files);
  const found = [];
  const done = new Set();
  const visit = (path, trail) => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(trail.slice(start));
    if (start >= 0 || done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
