import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    main: 'src/main.ts',
    'embedded/main': 'src/embedded/main.ts',
    'embedded/start': 'src/embedded/start.ts',
  },
  format: ['esm'],
  sourcemap: true,
  clean: true,
  target: 'node22',
  noExternal: [/^@partner-gateway\//],
  esbuildOptions(options) {
    options.conditions = ['@partner-gateway/source'];
  },
});
