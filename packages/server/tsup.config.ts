import { cpSync, existsSync } from 'node:fs';
import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    gateway: 'src/programs/gateway.ts',
    relay: 'src/programs/relay.ts',
    'embedded/main': 'embedded/main.ts',
    'embedded/start': 'embedded/start.ts',
  },
  format: ['esm'],
  sourcemap: true,
  clean: true,
  // The built console, into a folder of its own.
  publicDir: '../operator-console/dist',
  // The embedded gateway alone has the sandbox console, so that no image holds it.
  onSuccess: async () => {
    const built = '../sandbox-console/dist';
    if (existsSync(built)) cpSync(built, 'dist/embedded', { recursive: true });
  },
  // node:sqlite has no other name.
  removeNodeProtocol: false,
  target: 'node22',
  // What those need in turn stays outside of the bundle when package.json names it: pino and OpenTelemetry are CommonJS, and the
  // client of Kafka reads a file beside itself.
  noExternal: [/^@partner-gateway\//],
  // The embedded gateway alone needs it, and is never shipped.
  external: ['msw', /^msw\//],
  esbuildOptions(options) {
    // The site stands beside the program, written by the next step of the build.
    options.conditions = ['@partner-gateway/built', '@partner-gateway/source'];
  },
});
