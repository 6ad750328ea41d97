/**
 * Runs vitest with a real Redis, Chromium, promtool and kcat at hand; extra arguments go to vitest: `pnpm unit packages/pricing -t rounding`.
 * With `--slow` it runs what takes minutes, `*.slow.ts`, and the last line printed is `N passed, M failed`.
 * Tests read `REDIS_URL`, `REDIS_SERVER_BIN` (to start and kill their own), `CHROMIUM_BIN`, `PROMTOOL_BIN` (of Prometheus, to read
 * the metrics) and `KCAT_BIN` (a Kafka broker, and its consumer), slow ones `CC_BIN` (to step the clock of a Redis), `PYTHON_BIN`, `GO_BIN`, `JAVA_BIN`, `PHP_BIN` (to judge by their
 * regular expressions), `JAVAC_BIN` (and Go and Java to build generated clients), `PROMETHEUS_BIN` (to see alerts fire), `ZSH_BIN` and `FISH_BIN` (to complete command lines), `BUILDAH_BIN` and
 * `MMDEBSTRAP_BIN` (to build the image), `HAPROXY_BIN` (to restart behind a balancer); the result is also in reports/.
 */
import { chromiumBinary } from './chromium.mjs';
import { clientTools } from './client-tools.mjs';
import { aptInstall } from './lib/apt.mjs';
import { onPath } from './lib/on-path.mjs';
import { giveUp } from './lib/say.mjs';
import { countOf, printSummary } from './lib/summary.mjs';
import { vitest } from './lib/vitest.mjs';
import { withRedis } from './redis.mjs';

const isSlow = process.argv.includes('--slow');
const args = process.argv.slice(2).filter((argument) => argument !== '--slow');

const promtoolBinary = async () => {
  const found =
    process.env.PROMTOOL_BIN ?? onPath('promtool') ?? (await aptInstall('prometheus', 'promtool'));
  return found ?? giveUp('No promtool: install Prometheus, or set PROMTOOL_BIN to its binary.');
};

const kcatBinary = async () => {
  const found = process.env.KCAT_BIN ?? onPath('kcat') ?? (await aptInstall('kcat', 'kcat'));
  return found ?? giveUp('No kcat: install it, or set KCAT_BIN to its binary.');
};

/**
 * What slow tests run beside Node: the variable that names it, the program, and the Debian package that brings it.
 * @type {readonly (readonly [string, string, string])[]}
 */
const slowPrograms = [
  ['CC_BIN', 'cc', 'build-essential'],
  ['PYTHON_BIN', 'python3', 'python3'],
  ['GO_BIN', 'go', 'golang-go'],
  ['JAVA_BIN', 'java', 'default-jdk-headless'],
  ['PHP_BIN', 'php', 'php-cli'],
  ['PROMETHEUS_BIN', 'prometheus', 'prometheus'],
  ['ZSH_BIN', 'zsh', 'zsh'],
  ['FISH_BIN', 'fish', 'fish'],
  ['BUILDAH_BIN', 'buildah', 'buildah'],
  ['MMDEBSTRAP_BIN', 'mmdebstrap', 'mmdebstrap'],
  ['HAPROXY_BIN', 'haproxy', 'haproxy'],
];

const slowTools = async () => {
  /** @type {Record<string, string>} */
  const found = {};
  for (const [variable, program, packageName] of slowPrograms) {
    const path = onPath(program) ?? (await aptInstall(packageName, program));
    found[variable] = path ?? giveUp(`No ${program}: put it on PATH.`);
  }
  return found;
};

const startedMs = performance.now();
const tools = {
  CHROMIUM_BIN: await chromiumBinary(),
  PROMTOOL_BIN: await promtoolBinary(),
  KCAT_BIN: await kcatBinary(),
  ...(isSlow ? { ...(await slowTools()), ...(await clientTools(['typescript', 'go', 'java'])) } : {}),
};
const { code, report } = await withRedis(({ url, binary }) =>
  vitest(isSlow ? 'slow' : 'unit', args, { REDIS_URL: url, REDIS_SERVER_BIN: binary, ...tools }),
);
if (isSlow) {
  const seconds = (performance.now() - startedMs) / 1000;
  printSummary([{ name: 'slow tests', code, seconds, counts: countOf(report, code) }], 1);
}
process.exit(code);
