/** What mutation testing changes, and the tests that it asks: fast ones, which need no Redis. */

/** @type {Readonly<Record<string, { folder: string, mutate: readonly string[], tests: readonly string[] }>>} */
export const targets = {
  tokens: { folder: 'tokens', mutate: ['src/**/*.ts', '!src/index.ts'], tests: ['test/**/*.test.ts'] },
};
