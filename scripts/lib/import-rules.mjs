/**
 * Who may import whom: the tables that `scripts/budget.mjs` enforces and docs/architecture.md explains. Only data here.
 * Paths are relative to `packages/`. A name that ends in `/` stands for everything below it, one that ends in `*` for every
 * module that starts so.
 */

/** The only files that may be called index.ts: package roots and declared subpaths. */
export const indexFiles = [
  'contract/src/index.ts',
  'contract/src/openapi/index.ts',
  'pricing/src/index.ts',
  'twelvego-client/src/index.ts',
  'twelvego-client/sandbox/index.ts',
  'write-guard/src/index.ts',
  'write-guard/src/redis/index.ts',
  'sdk/src/index.ts',
];

/** The only readers of `process.env`. */
export const environmentReaders = [
  'server/src/config.ts',
  'server/embedded/settings.ts',
  'cli/src/context.ts',
];

/** Names that say nothing about what is inside; forbidden for files and folders. */
export const emptyNames = [
  'util',
  'utils',
  'helper',
  'helpers',
  'type',
  'types',
  'common',
  'core',
  'misc',
  'shared',
];

/** Folders that take the time and randomness as arguments. */
export const pureFolders = [
  'pricing/src/',
  'server/src/translate/',
  'server/src/flows/',
  'server/src/steps/',
];

/** Test doubles that a package ships beside `src/`, and the gateway set up with them; they may import what is in `src/`, never the other way round. */
export const testDoubles = ['twelvego-client/sandbox/', 'server/embedded/'];

/**
 * What a package may import besides its own files. `may`: at run time; `types`: with `import type` only; `in`: more for one
 * folder. A package that is not listed here may not exist.
 */
export const packages = {
  contract: {
    may: ['zod', 'zod/*', '@ts-rest/core'],
    in: { 'contract/src/openapi/': ['@ts-rest/open-api'] },
  },
  pricing: { may: ['dinero.js', 'dinero.js/*'] },
  'twelvego-client': {
    may: ['zod', 'zod/*', 'ky'],
    in: { 'twelvego-client/sandbox/': ['msw', 'msw/*', 'node:*'] },
  },
  'write-guard': {
    may: ['canonicalize', 'node:crypto', 'node:timers/promises'],
    in: {
      'write-guard/src/redis/': ['ioredis'],
      'write-guard/src/stores/': ['node:fs', 'node:path', 'node:sqlite', 'node:zlib'],
    },
  },
  sdk: { may: ['ky'], types: ['@partner-gateway/contract'] },
  server: {
    may: ['*'],
    not: ['@partner-gateway/cli', '@partner-gateway/sdk', '@partner-gateway/sdk/*'],
  },
  cli: {
    may: [
      '@partner-gateway/contract',
      '@partner-gateway/sdk',
      '@partner-gateway/sdk/*',
      '@partner-gateway/pricing',
      'commander',
      'node:*',
    ],
  },
};

/** A dependency that only these places may name, so that replacing it touches few files. */
export const onlyIn = {
  '@ts-rest/*': ['contract/src/', 'server/src/http/'],
  fastify: ['server/src/http/', 'server/src/app.ts', 'server/src/gateway.ts'],
  '@scalar/*': ['server/src/http/'],
  ioredis: ['write-guard/src/redis/', 'server/src/state/'],
  '@partner-gateway/write-guard/*': [
    'server/src/compose.ts',
    'server/src/search-store.ts',
    'server/src/side-store.ts',
    'server/src/state/',
    'server/src/store.ts',
  ],
  pino: ['server/src/observability/'],
  '@opentelemetry/sdk*': ['server/src/observability/'],
  '@opentelemetry/exporter*': ['server/src/observability/'],
  msw: ['twelvego-client/sandbox/', 'server/embedded/'],
};

/**
 * The server's folders and root files. `may`: at run time; `types`: with `import type` only; `not`: packages it must not know.
 * A folder may import its own files; anything in `server/src` that is not listed here may not exist.
 */
export const serverFolders = {
  'main.ts': { may: ['config.ts', 'gateway.ts', 'version.ts', 'observability/'] },
  'gateway.ts': { may: ['app.ts', 'compose.ts'], types: ['config.ts'] },
  'app.ts': { may: ['http/', 'errors.ts'], types: ['deps.ts', 'config.ts'] },
  'compose.ts': {
    may: [
      'answer.ts',
      'errors.ts',
      'journal/',
      'observability/',
      'partners/',
      'search-store.ts',
      'side-store.ts',
      'state/',
      // They go on in the background, beside the requests: what settles open outcomes.
      'steps/notified-outcomes.ts',
      'steps/write-look-ups.ts',
      'store.ts',
      'tokens/',
      'translate/legs-register.ts',
      'upstream/',
    ],
    types: ['config.ts', 'deps.ts', 'translate/'],
  },
  'store.ts': { may: ['state/', 'journal/'], types: ['config.ts', 'observability/'] },
  'search-store.ts': { may: ['state/'], types: ['config.ts', 'observability/'] },
  'side-store.ts': { may: ['state/'], types: ['config.ts', 'observability/'] },
  'version.ts': { may: [] },
  'deps.ts': {
    may: [],
    types: [
      'answer.ts',
      'observability/',
      'partners/',
      'state/',
      'journal/',
      'tokens/',
      'translate/id-map.ts',
      'translate/legs-register.ts',
      'upstream/',
    ],
  },
  'config.ts': { may: [] },
  'errors.ts': { may: [] },
  'answer.ts': { may: [] },
  'request-context.ts': { may: [], types: ['observability/', 'partners/'] },
  'http/': {
    may: [
      'answer.ts',
      'errors.ts',
      'flows/',
      'observability/',
      'partners/',
      'request-context.ts',
      'translate/problem.ts',
    ],
    types: ['deps.ts', 'config.ts', 'state/', 'tokens/', 'upstream/'],
    not: [
      'ioredis',
      'ky',
      '@partner-gateway/twelvego-client',
      '@partner-gateway/twelvego-client/*',
      '@partner-gateway/pricing',
    ],
  },
  'flows/': {
    may: ['answer.ts', 'errors.ts', 'partners/price-book.ts', 'steps/', 'translate/', 'tokens/payloads.ts'],
    types: [
      'deps.ts',
      'journal/',
      'observability/',
      'partners/',
      'request-context.ts',
      'state/',
      'tokens/',
      'upstream/',
    ],
    not: ['fastify', 'ioredis', 'ky', 'node:process'],
  },
  'steps/': {
    may: [
      'answer.ts',
      'errors.ts',
      'partners/price-book.ts',
      'translate/',
      'tokens/payloads.ts',
      'tokens/token-error.ts',
    ],
    types: [
      'deps.ts',
      'journal/',
      'observability/',
      'partners/',
      'request-context.ts',
      'state/',
      'tokens/',
      'upstream/',
    ],
    not: ['fastify', 'ioredis', 'ky', 'node:process'],
  },
  'translate/': {
    may: ['errors.ts'],
    types: ['tokens/'],
    not: [
      'fastify',
      'ioredis',
      'ky',
      'pino',
      'node:fs*',
      'node:http*',
      'node:process',
      'node:timers*',
      '@opentelemetry/*',
    ],
  },
  'state/': { may: ['errors.ts', 'tokens/seal.ts'], types: ['observability/', 'tokens/'], not: ['fastify'] },
  'upstream/': {
    may: ['errors.ts', 'observability/', 'translate/id-map.ts', 'translate/id-snapshot.ts'],
    types: ['deps.ts', 'partners/', 'request-context.ts', 'state/'],
    not: ['fastify', 'ioredis', '@partner-gateway/contract'],
  },
  'partners/': { may: ['errors.ts', 'observability/'], types: ['upstream/'], not: ['fastify', 'ioredis'] },
  'tokens/': { may: [], not: ['fastify', 'ioredis', 'ky', 'pino', '@partner-gateway/*'] },
  'journal/': { may: ['errors.ts', 'state/'], types: ['observability/'], not: ['fastify'] },
  'observability/': { may: [], types: ['config.ts'], not: ['ioredis', 'ky'] },
};

/** Files that must not import one another, not even a type: what two of them share gets a file of its own. */
export const strangers = {
  'a flow never imports a flow': ['server/src/flows/'],
  'a hook never imports a hook': [
    'server/src/http/api-version.ts',
    'server/src/http/auth.ts',
    'server/src/http/error-handler.ts',
    'server/src/http/health.ts',
    'server/src/http/idempotency-key.ts',
    'server/src/http/json-body.ts',
    'server/src/http/notification-signature.ts',
    'server/src/http/request-context.ts',
  ],
};
