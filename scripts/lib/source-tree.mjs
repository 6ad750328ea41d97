/** The source files of the packages: every non-test .ts and .tsx under packages/<name>/src, which the budget counts, and beside it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseSource } from './source-file.mjs';

/** @param {string} path */
const isCounted = (path) =>
  /\.tsx?$/.test(path) && !/\.(test|typetest|bench)\.ts$/.test(path) && !path.endsWith('.d.ts');

/**
 * @param {string} root
 * @param {string} [folder] of each package: `src`, or one beside it whose imports are ruled but whose files are not counted
 * @returns {import('./source-file.mjs').SourceFile[]} with paths relative to `packages/`
 */
export const readSourceTree = (root, folder = 'src') => {
  const packages = `${root}/packages`;
  return readdirSync(packages)
    .filter((name) => existsSync(`${packages}/${name}/${folder}`))
    .flatMap((name) =>
      readdirSync(`${packages}/${name}/${folder}`, { recursive: true, encoding: 'utf8' }).map(
        (path) => `${name}/${folder}/${path}`,
      ),
    )
    .filter(isCounted)
    .sort()
    .map((path) => parseSource(path, readFileSync(`${packages}/${path}`, 'utf8')));
};
