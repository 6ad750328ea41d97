import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/bin.ts'],
  format: ['esm'],
  // Commands are loaded when they are called.
  splitting: true,
  noExternal: [/^@partner-gateway\//, 'commander', 'ky'],
  esbuildOptions: (options) => {
    options.conditions = ['@partner-gateway/source'];
  },
  sourcemap: true,
  clean: true,
  target: 'node22',
});
