/** Builds the SDK for ESM and CommonJS, with its version written in. */
import { defineConfig } from 'tsup';
import manifest from './package.json' with { type: 'json' };

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    flows: 'src/flows/index.ts',
    money: 'src/money/index.ts',
    webhooks: 'src/webhooks/index.ts',
    forms: 'src/forms/index.ts',
  },
  format: ['esm', 'cjs'],
  dts: true,
  define: { sdkVersion: JSON.stringify(manifest.version) },
  // What several entries need is there once, so that an error of a flow is an instance of the class that a partner imports.
  splitting: true,
  sourcemap: true,
  clean: true,
  target: 'es2022',
  platform: 'neutral',
});
