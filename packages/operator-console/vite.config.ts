/** Builds the page into `dist/console`, under names with a hash, for the path at which the ops listener serves it. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: new URL('src/page', import.meta.url).pathname,
  base: '/console/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  logLevel: 'warn',
  build: {
    outDir: new URL('dist/console', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'es2023',
    // The policy of the page takes files alone: nothing inline, and no data in a URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
