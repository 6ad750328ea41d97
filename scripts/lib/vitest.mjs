/** Runs vitest on the lockfile's Node; what passed and failed is also in reports/. */
import { rmSync } from 'node:fs';
import { runtimeNode } from './node.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';

/** What a suite is called in reports/, and its configuration. */
const suites = {
  unit: { report: 'vitest', config: 'vitest.config.ts' },
  slow: { report: 'vitest-slow', config: 'vitest.slow.config.ts' },
  packed: { report: 'vitest-packed', config: 'vitest.packed.config.ts' },
};

/** Workers, and the processes that tests start, compile the same modules hundreds of times. */
const compileCache = `${root}/node_modules/.cache/node-compile`;

/** @param {keyof typeof suites} suite @param {readonly string[]} args @param {NodeJS.ProcessEnv} env */
export const vitest = async (suite, args, env) => {
  const { report, config } = suites[suite];
  rmSync(`${root}/reports/${report}.json`, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=reports/${report}.json`];
  // Asked for on the command line, so that no test inherits a variable about colors.
  const color = process.stdout.isTTY ? '--color' : '--no-color';
  const command = [`${root}/node_modules/vitest/vitest.mjs`, 'run', color, '--config', `${root}/${config}`];
  const { code } = await run(runtimeNode(), [...command, ...reporters, ...args], {
    env: { NODE_ENV: 'test', NODE_COMPILE_CACHE: compileCache, ...env },
    live: true,
  });
  return { code, report };
};
