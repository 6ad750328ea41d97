import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { router: 'src/main.ts', 'comparing-thread': 'src/copies/comparing-thread.ts' },
  format: ['esm'],
  sourcemap: true,
  clean: true,
  // The built console, into a folder of its own.
  publicDir: '../operator-console/dist',
  removeNodeProtocol: false,
  target: 'node22',
  // What those need in turn stays outside of the bundle when package.json names it: pino and OpenTelemetry are CommonJS.
  noExternal: [/^@partner-gateway\//],
  esbuildOptions(options) {
    options.conditions = ['@partner-gateway/source'];
  },
});
