/** The tests of one package for mutation testing, which runs them from a copy of its folder. */
import { defineConfig } from 'vitest/config';
import { everyRun } from './vitest.config.ts';

export default defineConfig({
  ...everyRun,
  test: {
    ...everyRun.test,
    root: process.cwd(),
    include: (process.env.MUTATION_TESTS ?? 'test/**/*.test.ts').split(','),
  },
});
