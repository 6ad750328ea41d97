/** The shop's tests; inside this repository the SDK is read from its sources. */
import { defineConfig } from 'vitest/config';

const conditions = ['@partner-gateway/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
});
