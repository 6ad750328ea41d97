/** Measures what the SDK costs its users: `pnpm --filter @partner-gateway/sdk size`, after a build. Fails above the limits. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gzipBytes, gzipBytesMax } from './sizes.ts';

const importMsMax = 15;
const runs = 15;

const folder = fileURLToPath(new URL('../dist', import.meta.url));

const timeMs = (source) => {
  const started = performance.now();
  execFileSync(process.execPath, ['--input-type=module', '-e', source]);
  return performance.now() - started;
};
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const importMsOf = (entry) => {
  const source = `import ${JSON.stringify(`${folder}/${entry}.js`)}`;
  const pairs = Array.from({ length: runs }, () => [timeMs(''), timeMs(source)]);
  return median(pairs.map(([, withSdk]) => withSdk)) - median(pairs.map(([bare]) => bare));
};

for (const [entry, bytesMax] of Object.entries(gzipBytesMax)) {
  const [bytes, importMs] = [gzipBytes(folder, entry), importMsOf(entry)];
  console.log(
    `${entry}: ${bytes} B gzipped (limit ${bytesMax}), import +${importMs.toFixed(1)} ms over bare Node, median of ${runs} (limit ${importMsMax})`,
  );
  if (bytes > bytesMax || importMs > importMsMax) process.exitCode = 1;
}
