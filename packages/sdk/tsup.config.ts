/** Builds the SDK for ESM and CommonJS, with its version written in; and the fake for tests. */
import { defineConfig } from 'tsup';
import manifest from './package.json' with { type: 'json' };

const entry = {
  index: 'src/index.ts',
  flows: 'src/flows/index.ts',
  money: 'src/money/index.ts',
  webhooks: 'src/webhooks/index.ts',
  forms: 'src/forms/index.ts',
};

/** What runs wherever there is a `fetch`; and the types of all. */
const client = defineConfig({
  entry,
  format: ['esm', 'cjs'],
  dts: {
    entry: { ...entry, testing: 'testing/declarations.ts' },
    // Read as sources of this package, so that they are written out and not imported; of the contract only what they need.
    compilerOptions: {
      paths: {
        '@partner-gateway/partner-fake/api': ['../partner-fake/src/fake-api.ts'],
        '@partner-gateway/contract': ['../contract/src/errors.ts'],
      },
    },
  },
  define: { sdkVersion: JSON.stringify(manifest.version) },
  // What several entries need is there once, so that an error of a flow is an instance of the class that a partner imports.
  splitting: true,
  sourcemap: true,
  clean: true,
  target: 'es2022',
  platform: 'neutral',
});

/** The fake and its program, for Node alone and in ESM as msw is; the workspace's own code is bundled, msw is not. */
const testing = defineConfig({
  entry: { testing: 'testing/index.ts', 'partner-gateway-fake': 'testing/main.ts' },
  format: ['esm'],
  noExternal: [/^@partner-gateway\//],
  external: ['msw'],
  esbuildOptions: (options) => {
    options.conditions = ['@partner-gateway/source'];
  },
  splitting: false,
  removeNodeProtocol: false,
  sourcemap: true,
  target: 'node20',
  platform: 'node',
});

export default [client, testing].flat();
