/** Builds the package for `import`, `require` and declarations that import nothing. */
import { defineConfig } from 'tsup';

export default defineConfig((options) => ({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  // dinero.js is ESM only: a CommonJS build that left it out could not be required.
  noExternal: ['dinero.js'],
  sourcemap: true,
  clean: !options.watch,
  target: 'node20',
}));
