/** The fast tests alone, for mutation testing: random laws and packaging checks would only slow it down. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@partner-gateway/source'] },
  ssr: {
    resolve: { conditions: ['@partner-gateway/source'], externalConditions: ['@partner-gateway/source'] },
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/*-laws.test.ts', 'test/package/**'],
  },
});
