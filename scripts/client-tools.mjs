/**
 * What clients in other languages are generated and run with: programs and the libraries that generated code imports, found on this
 * machine, else Debian's, installed on the spot. Used by `packed.mjs` and `generated-clients.mjs`.
 */
import { existsSync } from 'node:fs';
import { aptGet } from './lib/apt.mjs';
import { onPath } from './lib/on-path.mjs';
import { run } from './lib/run.mjs';
import { giveUp } from './lib/say.mjs';

/**
 * @typedef {object} Tool
 * @property {string} variable the environment variable that names the program, before and after
 * @property {string} program
 * @property {readonly string[]} probe arguments under which it says with exit code 0 that all is there
 * @property {NodeJS.ProcessEnv} [env] of the probe
 * @property {readonly string[]} packages Debian's, with all of it
 */

const php =
  "require 'GuzzleHttp/autoload.php'; exit(function_exists('curl_init') && function_exists('mb_strlen') ? 0 : 1);";

const tools = /** @satisfies {Record<string, Tool>} */ ({
  java: { variable: 'JAVA_BIN', program: 'java', probe: ['-version'], packages: ['default-jre-headless'] },
  javac: { variable: 'JAVAC_BIN', program: 'javac', probe: ['-version'], packages: ['default-jdk-headless'] },
  python: {
    variable: 'PYTHON_BIN',
    program: 'python3',
    probe: ['-c', 'import certifi, dateutil, six, urllib3'],
    packages: ['python3', 'python3-certifi', 'python3-dateutil', 'python3-six', 'python3-urllib3'],
  },
  php: {
    variable: 'PHP_BIN',
    program: 'php',
    probe: ['-r', php],
    packages: ['php-cli', 'php-curl', 'php-mbstring', 'php-guzzlehttp-guzzle'],
  },
  go: {
    variable: 'GO_BIN',
    program: 'go',
    probe: ['list', 'golang.org/x/oauth2'],
    env: { GO111MODULE: 'off', GOPATH: '/usr/share/gocode' },
    packages: ['golang-go', 'golang-golang-x-oauth2-dev'],
  },
  mono: { variable: 'MONO_BIN', program: 'mono', probe: ['--version'], packages: ['mono-devel'] },
  mcs: { variable: 'MCS_BIN', program: 'mcs', probe: ['--version'], packages: ['mono-devel', 'mono-mcs'] },
});

/**
 * The languages that clients are generated for, and what each of them takes beside Node.
 * @type {Readonly<Record<string, readonly Tool[]>>}
 */
export const clientLanguages = {
  typescript: [],
  python: [tools.java, tools.python],
  php: [tools.java, tools.php],
  go: [tools.java, tools.go],
  java: [tools.java, tools.javac],
  csharp: [tools.mono, tools.mcs],
};

/** @param {Tool} tool @returns {Promise<string | undefined>} the first program of its name that has all it needs */
const found = async ({ variable, program, probe, env = {} }) => {
  // Debian's libraries belong to Debian's program, which need not be the first one on PATH.
  const candidates = [process.env[variable], `/usr/bin/${program}`, onPath(program)];
  for (const path of new Set(candidates)) {
    if (path !== undefined && existsSync(path) && (await run(path, probe, { env })).code === 0) return path;
  }
  return undefined;
};

/**
 * Finds or installs what the clients of some languages take.
 *
 * @param {readonly string[]} languages names of `clientLanguages`
 * @returns {Promise<NodeJS.ProcessEnv>} `JAVA_BIN`, `PYTHON_BIN` and so on; ends the process where something cannot be had
 */
export const clientTools = async (languages) => {
  const needed = new Set(languages.flatMap((language) => clientLanguages[language] ?? []));
  /** @type {NodeJS.ProcessEnv} */
  const env = {};
  for (const tool of needed) {
    const path = (await found(tool)) ?? ((await aptGet(tool.packages)) ? await found(tool) : undefined);
    const missing = `No ${tool.program} with all that a client needs: install what Debian has as ${tool.packages.join(', ')}.`;
    env[tool.variable] = path ?? giveUp(missing);
  }
  return env;
};
