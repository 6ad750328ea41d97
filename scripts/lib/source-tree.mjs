/** The source files that the budget counts: every non-test .ts under packages/<name>/src. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseSource } from './source-file.mjs';

/** @param {string} path */
function isCounted(path) {
  return path.endsWith('.ts') && !/\.(test|typetest|bench)\.ts$/.test(path) && !path.endsWith('.d.ts');
}

/**
 * @param {string} root
 * @returns {import('./source-file.mjs').SourceFile[]} with paths relative to `packages/`
 */
export function readSourceTree(root) {
  const packages = `${root}/packages`;
  return readdirSync(packages)
    .filter((name) => existsSync(`${packages}/${name}/src`))
    .flatMap((name) =>
      readdirSync(`${packages}/${name}/src`, { recursive: true, encoding: 'utf8' }).map(
        (path) => `${name}/src/${path}`,
      ),
    )
    .filter(isCounted)
    .sort()
    .map((path) => parseSource(path, readFileSync(`${packages}/${path}`, 'utf8')));
}
