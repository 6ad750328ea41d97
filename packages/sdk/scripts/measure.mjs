/** Measures what the SDK costs its users: `pnpm --filter @partner-gateway/sdk size`, after a build. Fails above the limits. */
import { fileURLToPath } from 'node:url';
import { importMsOf } from '../../../scripts/runtimes/import-time.mjs';
import { gzipBytes, gzipBytesMax } from './sizes.ts';

const importMsMax = 15;

const folder = fileURLToPath(new URL('../dist', import.meta.url));

for (const [entry, bytesMax] of Object.entries(gzipBytesMax)) {
  const [bytes, importMs] = [gzipBytes(folder, entry), importMsOf(process.execPath, `${folder}/${entry}.js`)];
  console.log(
    `${entry}: ${bytes} B gzipped (limit ${bytesMax}), import +${importMs.toFixed(1)} ms over bare Node (limit ${importMsMax})`,
  );
  if (bytes > bytesMax || importMs > importMsMax) process.exitCode = 1;
}
