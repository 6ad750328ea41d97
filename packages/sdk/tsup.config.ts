/** Builds the SDK for ESM and CommonJS, each file by itself, with its version written in. */
import { defineConfig } from 'tsup';
import manifest from './package.json' with { type: 'json' };

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    money: 'src/money/index.ts',
    webhooks: 'src/webhooks/index.ts',
    forms: 'src/forms/index.ts',
  },
  format: ['esm', 'cjs'],
  dts: true,
  define: { sdkVersion: JSON.stringify(manifest.version) },
  // One file: a dynamic import then becomes code that runs when it is asked for.
  splitting: false,
  sourcemap: true,
  clean: true,
  target: 'es2022',
  platform: 'neutral',
});
