/** Measures what the SDK costs its users: `pnpm --filter @partner-gateway/sdk size`, after a build. Fails above the limits. */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';

const gzipBytesMax = 10_000;
const importMsMax = 15;
const runs = 15;

const entry = new URL('../dist/index.js', import.meta.url).pathname;

/** The esbuild that tsup brings: what a partner's bundler would make of one client. */
const { buildSync } = createRequire(createRequire(import.meta.url).resolve('tsup'))('esbuild');

const bundled = buildSync({
  stdin: { contents: `export { createClient } from ${JSON.stringify(entry)}`, resolveDir: '.' },
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  write: false,
}).outputFiles[0].contents;

const timeMs = (source) => {
  const started = performance.now();
  execFileSync(process.execPath, ['--input-type=module', '-e', source]);
  return performance.now() - started;
};
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const pairs = Array.from({ length: runs }, () => [timeMs(''), timeMs(`import ${JSON.stringify(entry)}`)]);
const importMs = median(pairs.map(([, withSdk]) => withSdk)) - median(pairs.map(([bare]) => bare));
const gzipBytes = gzipSync(bundled, { level: 9 }).length;

console.log(`bundle ${bundled.length} B, gzipped ${gzipBytes} B (limit ${gzipBytesMax})`);
console.log(`import +${importMs.toFixed(1)} ms over bare Node, median of ${runs} (limit ${importMsMax})`);
if (gzipBytes > gzipBytesMax || importMs > importMsMax) process.exitCode = 1;
