import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  // ESM only, and the one thing the SDK is built on: bundled, so that the package installs nothing else.
  noExternal: ['ky'],
  // One file: a dynamic import then becomes code that runs when it is asked for.
  splitting: false,
  sourcemap: true,
  clean: true,
  target: 'es2022',
  platform: 'neutral',
});
