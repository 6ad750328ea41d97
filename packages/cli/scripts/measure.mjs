/** Measures what starting the CLI costs over bare Node: `pnpm --filter @partner-gateway/cli start-up`, after a build. */
import { execFileSync } from 'node:child_process';

const overheadMsMax = 60;
const runs = 15;
const bin = new URL('../dist/bin.js', import.meta.url).pathname;

const timeMs = (args) => {
  const started = performance.now();
  execFileSync(process.execPath, args);
  return performance.now() - started;
};
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const pairs = Array.from({ length: runs }, () => [timeMs(['-e', '']), timeMs([bin, '--version'])]);
const overheadMs = median(pairs.map(([, cli]) => cli)) - median(pairs.map(([bare]) => bare));

console.log(
  `start-up +${overheadMs.toFixed(1)} ms over bare Node, median of ${runs} (limit ${overheadMsMax})`,
);
if (overheadMs > overheadMsMax) process.exitCode = 1;
