import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { router: 'src/main.ts' },
  format: ['esm'],
  sourcemap: true,
  clean: true,
  removeNodeProtocol: false,
  target: 'node22',
  noExternal: [/^@partner-gateway\//],
  esbuildOptions(options) {
    options.conditions = ['@partner-gateway/source'];
  },
});
