/** What mutation testing changes, and the tests that it asks: fast ones, which need no Redis. */

/** @type {Readonly<Record<string, { folder: string, mutate: readonly string[], tests: readonly string[] }>>} */
export const targets = {
  tokens: { folder: 'tokens', mutate: ['src/**/*.ts', '!src/index.ts'], tests: ['test/**/*.test.ts'] },
  'webhook-addresses': {
    folder: 'webhooks',
    mutate: ['src/{address-ranges,guarded-lookup,url-guard}.ts'],
    tests: ['test/send.test.ts', 'test/url-guard.test.ts'],
  },
};
