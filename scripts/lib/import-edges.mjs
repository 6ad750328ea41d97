/** Checks one import against the tables of import-rules.mjs. */
import { posix } from 'node:path';
import { interiors, onlyIn, packages, serverFolders, strangers, testDoubles } from './import-rules.mjs';

/** @param {string} pattern exact, or a prefix that ends in `/` or `*` @param {string} name */
function matches(pattern, name) {
  if (pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
  return pattern.endsWith('/') ? name.startsWith(pattern) : name === pattern;
}

/** @param {readonly string[] | undefined} patterns @param {string} name */
export function matchesAny(patterns, name) {
  return (patterns ?? []).some((pattern) => matches(pattern, name));
}

/** @param {string} path `server/src/http/auth.ts` @returns {string} `server` */
const packageOf = (path) => path.slice(0, path.indexOf('/'));

/** The row of `serverFolders` that a path below server/src/ belongs to. @param {string} inside */
const rowOf = (inside) => Object.keys(serverFolders).find((row) => matches(row, inside));

/** @param {string} path @returns {string | undefined} its path below server/src/ */
const insideServer = (path) =>
  path.startsWith('server/src/') ? path.slice('server/src/'.length) : undefined;

/** The file a relative import reaches, as a path below `packages/`. @param {string} from @param {string} specifier */
export function resolveRelative(from, specifier) {
  return posix.join(posix.dirname(from), specifier);
}

/** @param {string} from @param {import('./source-file.mjs').Import} edge @returns {string[]} the rules it breaks */
function packageFaults(from, { specifier, typeOnly }) {
  const name = packageOf(from);
  const rule = packages[name] ?? { may: [] };
  const inFolder = Object.entries(rule.in ?? {}).flatMap(([folder, more]) =>
    matches(folder, from) ? more : [],
  );
  const allowed = [...rule.may, ...inFolder, ...(typeOnly ? (rule.types ?? []) : [])];
  const faults = [];
  if (!matchesAny(allowed, specifier) || matchesAny(rule.not, specifier)) {
    const only = matchesAny(rule.types, specifier) ? ' at run time (only with `import type`)' : '';
    faults.push(`${name} may not import ${specifier}${only}`);
  }
  for (const [pattern, places] of Object.entries(onlyIn)) {
    if (matches(pattern, specifier) && !matchesAny(places, from))
      faults.push(`${specifier} may be named only in ${places.join(', ')}`);
  }
  const inside = insideServer(from);
  const row = inside && rowOf(inside);
  if (row && matchesAny(serverFolders[row].not, specifier))
    faults.push(`server/src/${row} must not know ${specifier}`);
  return faults;
}

/** @param {string} from @param {string} to both below server/src/ @param {boolean} typeOnly */
function serverFaults(from, to, typeOnly) {
  const row = rowOf(from);
  if (row === undefined || matches(row, to)) return [];
  const { may, types } = serverFolders[row];
  if (matchesAny(may, to) || (typeOnly && matchesAny(types, to))) return [];
  const only = matchesAny(types, to) ? ' at run time (only with `import type`)' : '';
  return [`server/src/${row} may not import ${to}${only}`];
}

/** @param {string} from @param {string} to */
function strangerFaults(from, to) {
  return Object.entries(strangers)
    .filter(([, places]) => from !== to && matchesAny(places, from) && matchesAny(places, to))
    .map(([rule]) => rule);
}

/** @param {string} from @param {string} to */
function interiorFaults(from, to) {
  return Object.entries(interiors)
    .filter(([folder, places]) => matches(folder, to) && !matchesAny(places, from))
    .map(([folder, places]) => `${folder} may be entered only by ${places.join(', ')}`);
}

/** @param {string} from @param {import('./source-file.mjs').Import} edge */
function relativeFaults(from, { specifier, typeOnly }) {
  const to = resolveRelative(from, specifier);
  if (!to.startsWith(`${packageOf(from)}/`))
    return [`a relative import may not leave packages/${packageOf(from)}: ${specifier}`];
  if (matchesAny(testDoubles, to) && !matchesAny(testDoubles, from))
    return [`nothing in src/ may import the test double ${specifier}`];
  const [fromInside, toInside] = [insideServer(from), insideServer(to)];
  const folderFaults = fromInside && toInside ? serverFaults(fromInside, toInside, typeOnly) : [];
  return [...folderFaults, ...strangerFaults(from, to), ...interiorFaults(from, to)];
}

/** @param {string} from @param {import('./source-file.mjs').Import} edge @returns {string[]} the rules this import breaks */
export function edgeFaults(from, edge) {
  return edge.specifier.startsWith('.') ? relativeFaults(from, edge) : packageFaults(from, edge);
}

/** @param {string} path @returns {string[]} the faults of where it lies */
export function placeFaults(path) {
  const inside = insideServer(path);
  if (packages[packageOf(path)] === undefined)
    return [`package ${packageOf(path)} is not in scripts/lib/import-rules.mjs`];
  if (inside && rowOf(inside) === undefined)
    return [`server/src/${inside} is in no folder of scripts/lib/import-rules.mjs`];
  return [];
}
