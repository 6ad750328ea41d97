import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', openapi: 'src/openapi/index.ts', asyncapi: 'src/asyncapi/index.ts' },
  format: ['esm'],
  dts: true,
  sourcemap: true,
  clean: true,
  target: 'node22',
});
