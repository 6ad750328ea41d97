/** Builds the page into `dist/console`, under names with a hash, for the path at which ops listeners serve it. */
import { defineConfig, type Plugin } from 'vite';
import { runbookNodes } from './scripts/runbook-nodes.ts';

const runbooks: Plugin = {
  name: 'runbooks',
  enforce: 'pre',
  transform: (text, id) =>
    id.endsWith('.md')
      ? { code: `export default ${JSON.stringify(runbookNodes(text))};`, map: null, moduleType: 'js' }
      : undefined,
};

export default defineConfig({
  root: new URL('src/page', import.meta.url).pathname,
  base: '/console/',
  plugins: [runbooks],
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
