/** Builds the guard and its stores as ES modules that share their classes; CommonJS loads them with `require` all the same. */
import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', redis: 'src/redis/index.ts', disk: 'src/stores/disk-record-log.ts' },
  format: ['esm'],
  dts: true,
  sourcemap: true,
  clean: true,
  // node:sqlite has no other name.
  removeNodeProtocol: false,
  target: 'node22',
});
