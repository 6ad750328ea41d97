/** What importing a module costs over starting the runtime with nothing to do: pairs, one after the other, and the median of their differences. */
import { execFileSync } from 'node:child_process';

const pairs = 21;

const timeMs = (/** @type {string} */ node, /** @type {string} */ source) => {
  const startedMs = performance.now();
  execFileSync(node, ['--input-type=module', '-e', source]);
  return performance.now() - startedMs;
};

/**
 * @param {string} node the binary @param {string} file the module
 * @returns {number} milliseconds
 */
export const importMsOf = (node, file) => {
  const source = `import ${JSON.stringify(file)}`;
  const differences = Array.from({ length: pairs }, () => {
    const bareMs = timeMs(node, '');
    return timeMs(node, source) - bareMs;
  });
  return differences.toSorted((one, other) => one - other)[Math.floor(pairs / 2)] ?? Number.NaN;
};
