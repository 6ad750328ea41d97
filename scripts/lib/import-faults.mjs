/** Runs dependency-cruiser over source files and words what it finds as `packages/file:line: rule`. */
import { realpathSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { cruise } from 'dependency-cruiser';
import { forbidden } from './dependency-rules.mjs';

/** @typedef {{ path: string, text: string }} Source `path` below `packages/` */
/** @typedef {import('dependency-cruiser').IViolation} Violation */

const modulesFolder = '/node_modules/';

/** The rules judge packages and built-in modules by name, so nothing is looked up: each "resolves" to `/node_modules/<that name>`. */
const modulesByName = {
  apply: (resolver) =>
    resolver.getHook('resolve').tapAsync('modules by name', (asked, _context, done) => {
      const name = asked.request;
      if (name.startsWith('.')) return done();
      // dependency-cruiser takes the `node:` off.
      const prefix = isBuiltin(name) && !name.startsWith('node:') ? 'node:' : '';
      return done(null, { ...asked, path: modulesFolder + prefix + name });
    }),
};

/** @param {Violation} violation what was imported, as the source names it */
const specifierOf = ({ to, unresolvedTo = to }) => {
  const start = to.indexOf(modulesFolder);
  return start < 0 ? unresolvedTo : to.slice(start + modulesFolder.length);
};

/** The first line that names it, with `node:` or without; 1 when there is none. @param {string} text @param {string} specifier */
const lineOf = (text, specifier) => {
  const quoted = [`'${specifier}'`, `"${specifier}"`, `'${specifier.replace('node:', '')}'`];
  const isNamed = (line) => quoted.some((name) => line.includes(name));
  return Math.max(0, text.split('\n').findIndex(isNamed)) + 1;
};

/** @param {Violation} violation @returns {string} what was imported, as the tables name it */
const imported = (violation) => {
  const { to, dependencyTypes, cycle } = violation;
  if (cycle) return [cycle.at(-1), ...cycle].map((step) => step?.name.replace('packages/', '')).join(' → ');
  const isFile = dependencyTypes?.includes('local');
  return isFile ? to.replace(/^packages\/(server\/src\/)?/, '') : specifierOf(violation);
};

/** A cycle is reported once, not once for each of its files. @param {Violation[]} violations @returns {Violation[]} */
const withoutRepeatedCycles = (violations) => {
  const seen = new Set();
  return violations.filter(({ cycle }) => {
    const files = cycle
      ?.map(({ name }) => name)
      .toSorted()
      .join();
    return files === undefined || (!seen.has(files) && seen.add(files));
  });
};

/** @param {string} root @param {readonly Source[]} files @returns {Promise<string[]>} */
export const importFaults = async (root, files) => {
  if (files.length === 0) return [];
  const baseDir = realpathSync(root);
  const { output } = await cruise(
    files.map(({ path }) => `packages/${path}`),
    {
      baseDir,
      validate: true,
      ruleSet: { forbidden },
      tsPreCompilationDeps: true,
      builtInModules: { override: [], add: [] },
      doNotFollow: { path: 'node_modules' },
    },
    /** @type {object} */ ({ plugins: [modulesByName] }),
  );
  if (typeof output === 'string') throw new Error(output);
  const texts = new Map(files.map(({ path, text }) => [`packages/${path}`, text]));
  return withoutRepeatedCycles(output.summary.violations).map((violation) => {
    const { from, rule } = violation;
    const line = lineOf(texts.get(from) ?? '', specifierOf(violation));
    return `${from}:${line}: ${rule.name.replace('…', imported(violation))}`;
  });
};
