/** Builds the client for ESM and CommonJS, and the sandbox for ESM alone, because msw is. */
import { defineConfig } from 'tsup';

const shared = { sourcemap: true, target: 'node22', outDir: 'dist' } as const;

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts' },
    format: ['esm', 'cjs'],
    dts: true,
    // ky's default export cannot be required from CommonJS, so it is bundled.
    noExternal: ['ky'],
  },
  {
    ...shared,
    entry: { sandbox: 'sandbox/index.ts' },
    format: ['esm'],
    // The sandbox's own package is private, so the tarball carries it: its code, and its types, which as a file are not external.
    noExternal: ['@partner-gateway/sandbox'],
    dts: { compilerOptions: { paths: { '@partner-gateway/sandbox': ['../sandbox/src/index.ts'] } } },
  },
]);
