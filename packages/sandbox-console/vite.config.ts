/** Builds the page into `dist/sandbox`, under names with a hash, for the path at which the gateway of `npm start` serves it. */
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  root: new URL('src/page', import.meta.url).pathname,
  base: '/sandbox/',
  // The SDK needs no build before this one.
  resolve: { conditions: ['@partner-gateway/source', ...defaultClientConditions] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  logLevel: 'warn',
  build: {
    outDir: new URL('dist/sandbox', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'es2023',
    // The policy of the page takes files alone: nothing inline, and no data in a URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
