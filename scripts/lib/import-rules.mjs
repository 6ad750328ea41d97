/**
 * Who may import whom: the tables that `scripts/budget.mjs` enforces and docs/architecture.md explains. Only data here.
 * Paths are relative to `packages/`. A name that ends in `/` stands for everything below it, one that ends in `*` for every
 * module that starts so.
 */

/** The only files that may be called index.ts: package roots and declared subpaths. */
export const indexFiles = [
  'api-keys/src/index.ts',
  'booking-forms/src/index.ts',
  'built-pages/src/index.ts',
  'developer-site/src/index.ts',
  'diagnosis/src/index.ts',
  'itineraries/src/index.ts',
  'journal/src/index.ts',
  'operator-console/src/index.ts',
  'rollout/src/index.ts',
  'kafka-events/src/index.ts',
  'load-control/src/index.ts',
  'search-cache/src/index.ts',
  'seat-locks/src/index.ts',
  'settings/src/index.ts',
  'tokens/src/index.ts',
  'telemetry/src/index.ts',
  'webhooks/src/index.ts',
  'contract/src/index.ts',
  'contract/src/asyncapi/index.ts',
  'contract/src/openapi/index.ts',
  'pricing/src/index.ts',
  'twelvego-client/src/index.ts',
  'twelvego-client/sandbox/index.ts',
  'sandbox/src/index.ts',
  'write-guard/src/index.ts',
  'write-guard/src/redis/index.ts',
  'partner-fake/src/index.ts',
  'sdk/src/index.ts',
  'sdk/src/flows/index.ts',
  'sdk/testing/index.ts',
  'sdk/src/money/index.ts',
  'sdk/src/webhooks/index.ts',
  'sdk/src/forms/index.ts',
];

/** The only readers of `process.env`. */
export const environmentReaders = [
  'settings/src/read.ts',
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
  'api-keys/src/',
  'rollout/src/',
  'booking-forms/src/',
  'itineraries/src/',
  'tokens/src/',
  'diagnosis/src/',
  'webhooks/src/',
  'search-cache/src/',
  'server/src/translate/',
  'server/src/search/',
  'server/src/booking/',
  'server/src/ops/',
  'server/src/steps/',
];

/** Where test doubles come in, beside `src/`: the door that a package has for them, and the gateway set up with them; they may import what is in `src/`, never the other way round. */
export const testDoubles = ['twelvego-client/sandbox/', 'server/embedded/', 'sdk/testing/'];

/**
 * What a package may import besides its own files. `may`: at run time; `types`: with `import type` only; `in`: more for one
 * folder. A package that is not listed here may not exist.
 *
 * @type {Record<string, { may: string[], types?: string[], not?: string[], in?: Record<string, string[]> }>}
 */
export const packages = {
  contract: {
    may: ['zod', 'zod/*', '@ts-rest/core'],
    in: { 'contract/src/openapi/': ['@ts-rest/open-api'] },
  },
  pricing: { may: ['dinero.js', 'dinero.js/*'] },
  'twelvego-client': {
    may: ['zod', 'zod/*', 'ky'],
    in: { 'twelvego-client/sandbox/': ['@partner-gateway/sandbox'] },
  },
  sandbox: { may: ['msw', 'msw/*', 'node:*'] },
  'write-guard': {
    may: ['canonicalize', 'node:crypto', 'node:timers/promises'],
    in: {
      'write-guard/src/redis/': ['ioredis'],
      'write-guard/src/stores/': ['node:fs', 'node:path', 'node:sqlite', 'node:zlib'],
    },
  },
  'booking-forms': {
    may: [
      '@partner-gateway/contract',
      '@partner-gateway/pricing',
      '@partner-gateway/twelvego-client',
      'ajv',
      'ajv/*',
      'ajv-formats',
      'node:crypto',
    ],
  },
  itineraries: {
    may: ['@partner-gateway/contract', '@partner-gateway/pricing', '@partner-gateway/twelvego-client', 'zod'],
  },
  'load-control': {
    may: ['cockatiel', 'node:perf_hooks'],
    in: { 'load-control/src/redis/': ['@partner-gateway/write-guard/redis'] },
  },
  journal: {
    may: ['node:crypto'],
    in: { 'journal/src/redis/': ['@partner-gateway/write-guard/redis'] },
  },
  'search-cache': {
    may: ['node:crypto', 'node:util', 'node:zlib'],
    types: ['@partner-gateway/twelvego-client'],
    in: { 'search-cache/src/redis/': ['@partner-gateway/write-guard/redis'] },
  },
  'seat-locks': {
    may: [],
    in: { 'seat-locks/src/redis/': ['@partner-gateway/write-guard/redis'] },
  },
  webhooks: {
    may: ['node:crypto', 'node:dns/promises', 'node:http', 'node:https', 'node:net'],
    in: { 'webhooks/src/redis/': ['@partner-gateway/write-guard/redis'] },
  },
  'kafka-events': {
    may: ['@partner-gateway/contract', '@platformatic/kafka', 'node:timers/promises', 'zod'],
    types: ['node:tls'],
  },
  diagnosis: { may: ['@partner-gateway/contract'] },
  'developer-site': {
    may: ['@partner-gateway/contract', '@partner-gateway/contract/*', 'node:crypto'],
    in: {
      'developer-site/src/markdown/': ['marked', 'shiki', 'shiki/*'],
      'developer-site/src/pages/reference.ts': ['@scalar/*', 'fastify'],
      'developer-site/src/pages/scenarios.ts': ['@partner-gateway/sandbox'],
      'developer-site/src/pages/scenario-answers.ts': ['@partner-gateway/sandbox'],
      'developer-site/src/render-site.ts': ['node:fs'],
      'developer-site/src/shelf/built.ts': ['node:fs', 'node:fs/promises', 'node:util', 'node:zlib'],
      'developer-site/src/write-site.ts': ['node:fs', 'node:path', 'node:url', 'node:zlib'],
    },
  },
  settings: {
    may: ['zod'],
    types: ['@partner-gateway/contract'],
    in: { 'settings/src/': ['node:fs', 'node:net'] },
  },
  tokens: { may: ['zod', 'node:crypto'] },
  'operator-console': {
    may: ['@partner-gateway/built-pages'],
    types: ['@partner-gateway/contract', '@partner-gateway/rollout'],
    // What runs in a browser, of which nothing runs in the server.
    in: { 'operator-console/src/page/': ['@partner-gateway/rollout/latency', 'preact', 'preact/*', 'uplot'] },
  },
  'sandbox-console': {
    may: ['@partner-gateway/sdk', '@partner-gateway/sdk/*', 'preact', 'preact/*'],
  },
  'built-pages': {
    may: ['node:crypto', 'node:fs', 'node:path', 'node:url', 'node:zlib'],
    types: ['node:http'],
  },
  rollout: { may: ['@partner-gateway/contract', 'node:crypto', 'zod'] },
  'api-keys': { may: ['@partner-gateway/contract', 'node:crypto'] },
  telemetry: {
    may: [
      '@opentelemetry/*',
      'pino',
      'node:async_hooks',
      'node:crypto',
      'node:diagnostics_channel',
      'node:timers/promises',
    ],
  },
  'partner-fake': {
    may: ['@partner-gateway/contract', 'node:crypto', 'node:http', 'node:module', 'node:util'],
    types: ['msw'],
  },
  sdk: {
    may: [],
    types: ['@partner-gateway/contract'],
    in: { 'sdk/testing/': ['@partner-gateway/partner-fake', '@partner-gateway/partner-fake/*'] },
  },
  server: {
    may: ['*'],
    not: [
      '@partner-gateway/cli',
      '@partner-gateway/sdk',
      '@partner-gateway/sdk/*',
      '@partner-gateway/twelvego-client/sandbox',
    ],
  },
  router: {
    may: [
      '@partner-gateway/api-keys',
      '@partner-gateway/contract',
      '@partner-gateway/load-control',
      '@partner-gateway/operator-console',
      '@partner-gateway/rollout',
      '@partner-gateway/settings',
      '@partner-gateway/telemetry',
      'fastify',
      'undici',
      'node:*',
    ],
  },
  cli: {
    may: [
      '@partner-gateway/contract',
      '@partner-gateway/rollout',
      '@partner-gateway/sdk',
      '@partner-gateway/sdk/*',
      '@partner-gateway/pricing',
      '@partner-gateway/tokens',
      'commander',
      'node:*',
    ],
  },
};

/** A dependency that only these places may name, so that replacing it touches few files. */
export const onlyIn = {
  '@ts-rest/*': ['contract/src/', 'server/src/http/'],
  fastify: [
    'developer-site/src/pages/reference.ts',
    'router/',
    'server/src/http/',
    'server/src/app.ts',
    'server/src/composition/gateway.ts',
  ],
  '@scalar/*': ['developer-site/src/pages/reference.ts'],
  ioredis: ['write-guard/src/redis/', 'server/src/state/'],
  '@partner-gateway/write-guard/*': [
    'journal/src/redis/',
    'load-control/src/redis/',
    'search-cache/src/redis/',
    'seat-locks/src/redis/',
    'server/src/composition/',
    'server/src/state/',
    'webhooks/src/redis/',
  ],
  pino: ['telemetry/src/'],
  undici: ['router/src/sides/'],
  '@opentelemetry/sdk*': ['telemetry/src/'],
  '@opentelemetry/exporter*': ['telemetry/src/'],
  '@platformatic/kafka': ['kafka-events/src/'],
  msw: ['partner-fake/src/doors/', 'partner-fake/src/fake-api.ts', 'sandbox/src/twelvego/'],
  '@partner-gateway/partner-fake': ['sdk/testing/'],
  // The site tells of the trips that the sandbox sells.
  '@partner-gateway/sandbox': [
    'server/embedded/',
    'twelvego-client/sandbox/',
    'developer-site/src/pages/scenarios.ts',
    'developer-site/src/pages/scenario-answers.ts',
  ],
  '@partner-gateway/settings': [
    'server/embedded/',
    'server/src/app.ts',
    'server/src/composition/',
    'server/src/deps.ts',
    'server/src/programs/',
    'router/src/main.ts',
    'router/src/router.ts',
  ],
  '@partner-gateway/tokens': [
    'cli/src/rollout/old-ids.ts',
    'server/src/booking/',
    'server/src/composition/',
    'server/src/deps.ts',
    'server/src/events/',
    'server/src/ops/',
    'server/src/search/',
    'server/src/steps/',
  ],
};

/** What search, booking and ops have in common, and the steps that they share: no wing knows another. */
const wings = {
  may: [
    'answer.ts',
    'errors.ts',
    'events/',
    'partner-call.ts',
    'partners/partner-directory.ts',
    'partners/price-book.ts',
    'translate/',
  ],
  types: ['deps.ts', 'partners/', 'state/', 'trace.ts', 'upstream/'],
  not: ['fastify', 'ioredis', 'ky', 'node:process'],
};

/**
 * The server's folders and root files. `may`: at run time; `types`: with `import type` only; `not`: packages it must not know.
 * A folder may import its own files; of two rows that fit a file the first counts; anything in `server/src` that is not listed here may not exist.
 *
 * @type {Record<string, { may: string[], types?: string[], not?: string[] }>}
 */
export const serverFolders = {
  'programs/gateway.ts': {
    may: ['composition/gateway.ts', 'version.ts'],
  },
  'programs/relay.ts': {
    may: ['composition/relay/relay-process.ts', 'version.ts'],
  },
  'composition/gateway.ts': {
    may: ['app.ts', 'composition/compose.ts', 'composition/relay/wire-relay.ts'],
    types: ['relay/'],
  },
  'app.ts': { may: ['http/', 'errors.ts'], types: ['deps.ts'] },
  // The relay is put together here and knows neither 12go nor money; the gateway has one beside it where its stores are its own.
  'composition/relay/': {
    may: ['composition/', 'errors.ts', 'events/', 'partners/', 'relay/', 'upstream/refreshed.ts'],
    types: ['deps.ts'],
  },
  'composition/': {
    may: [
      'answer.ts',
      // They go on in the background, beside the requests: what settles open outcomes.
      'booking/write/look-ups.ts',
      'booking/write/notified-outcomes.ts',
      'booking/write/notified-statuses.ts',
      // Puts a write that ends into words.
      'booking/write/stored-answer.ts',
      'errors.ts',
      'partners/',
      'state/',
      'events/',
      'upstream/',
    ],
    types: ['deps.ts', 'translate/'],
  },
  'version.ts': { may: [] },
  'deps.ts': {
    may: [],
    types: ['answer.ts', 'partners/', 'state/', 'upstream/'],
  },
  'errors.ts': { may: [] },
  'answer.ts': { may: [] },
  'trace.ts': { may: [] },
  'partner-call.ts': { may: [], types: ['deps.ts', 'partners/', 'trace.ts'] },
  'http/': {
    may: [
      'answer.ts',
      'booking/',
      'errors.ts',
      'ops/',
      'partner-call.ts',
      'partners/',
      'search/',
      'trace.ts',
      'translate/problem.ts',
      'translate/story-words.ts',
    ],
    types: ['deps.ts', 'state/', 'upstream/'],
    not: [
      'ioredis',
      'ky',
      '@partner-gateway/twelvego-client',
      '@partner-gateway/twelvego-client/*',
      '@partner-gateway/pricing',
    ],
  },
  'search/': { may: [...wings.may, 'steps/'], types: wings.types, not: wings.not },
  'booking/write/': { may: [...wings.may, 'steps/'], types: wings.types, not: wings.not },
  'booking/': { may: [...wings.may, 'steps/'], types: wings.types, not: wings.not },
  'ops/': {
    may: [...wings.may, 'booking/write/', 'partners/rate-limits.ts', 'steps/'],
    types: wings.types,
    not: wings.not,
  },
  'steps/': wings,
  'translate/': {
    may: ['errors.ts'],
    types: ['trace.ts'],
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
      '@partner-gateway/telemetry',
    ],
  },
  'state/': { may: [], not: ['fastify'] },
  'upstream/': {
    may: ['errors.ts'],
    types: ['deps.ts', 'partners/', 'state/', 'trace.ts'],
    not: ['fastify', 'ioredis', '@partner-gateway/contract'],
  },
  'partners/': { may: ['errors.ts'], types: ['upstream/'], not: ['fastify', 'ioredis'] },
  // Raised where a write ends; a partner that is slow to hear of it shares no process with booking writes.
  'events/': {
    may: ['errors.ts', 'translate/'],
    types: ['answer.ts'],
    not: ['fastify', 'ioredis'],
  },
  'relay/': {
    may: ['errors.ts', 'events/', 'partners/', 'state/'],
    not: ['@partner-gateway/pricing', '@partner-gateway/twelvego-client', 'fastify', 'ioredis'],
  },
};

/**
 * Rooms that are kept for what comes: their rows hold from the first file on, and until then name nothing. Each has a README that
 * says what it is for; a room with a file in it is off this list.
 */
export const rooms = [];

/** Folders inside a folder that only these may enter: the others go through the files around them. */
export const interiors = {
  'server/src/booking/write/': ['server/src/booking/', 'server/src/ops/', 'server/src/composition/'],
};

/** Files that must not import one another, not even a type: what two of them share gets a file of its own. */
export const strangers = {
  'a flow never imports a flow': [
    'server/src/booking/cancel-booking.ts',
    'server/src/booking/confirm-booking.ts',
    'server/src/booking/create-booking.ts',
    'server/src/booking/dry-run.ts',
    'server/src/booking/list-events.ts',
    'server/src/booking/lock-seats.ts',
    'server/src/booking/poll-result.ts',
    'server/src/booking/quote-booking.ts',
    'server/src/booking/read-booking.ts',
    'server/src/booking/receive-notification.ts',
    'server/src/booking/test-webhook.ts',
    'server/src/ops/check-upstream-keys.ts',
    'server/src/ops/configuration.ts',
    'server/src/ops/events.ts',
    'server/src/ops/explain-price.ts',
    'server/src/ops/limits.ts',
    'server/src/ops/log-lines.ts',
    'server/src/ops/read-state.ts',
    'server/src/ops/inspect-story.ts',
    'server/src/ops/resolve-outcome.ts',
    'server/src/ops/seat-locks.ts',
    'server/src/ops/webhooks.ts',
    'server/src/search/get-itinerary.ts',
    'server/src/search/list-master-data.ts',
    'server/src/search/search-itineraries.ts',
  ],
  'a hook never imports a hook': [
    'server/src/http/api-version.ts',
    'server/src/http/auth.ts',
    'server/src/http/error-handler.ts',
    'server/src/http/health.ts',
    'server/src/http/idempotency-key.ts',
    'server/src/http/body/json-body.ts',
    'server/src/http/notification-signature.ts',
    'server/src/http/request-context.ts',
  ],
};
