/** The import rules catch what they forbid and let through what they allow, row by row. */
import { describe, expect, test } from 'vitest';
import { parseSource } from '../scripts/lib/source-file.mjs';
import { violations } from '../scripts/lib/violations.mjs';

/** The rules broken by a tree of files, `path → source`, without the `packages/` in front. */
function broken(tree: Record<string, string>): string[] {
  return violations(Object.entries(tree).map(([path, source]) => parseSource(path, source)));
}

describe('an import that is not allowed is named with its file, line and rule', () => {
  test.each([
    [
      'server/src/booking/create-booking.ts',
      "import { b } from './quote-booking.ts';",
      'a flow never imports a flow',
    ],
    ['server/src/ops/a.ts', "import { b } from './b.ts';", 'a flow never imports a flow'],
    [
      'server/src/search/a.ts',
      "import type { S } from '../booking/seats.ts';",
      'server/src/search/ may not import booking/seats.ts',
    ],
    [
      'server/src/ops/a.ts',
      "import { s } from '../booking/seats.ts';",
      'server/src/ops/ may not import booking/seats.ts',
    ],
    [
      'server/src/booking/write/a.ts',
      "import { s } from '../seats.ts';",
      'server/src/booking/write/ may not import booking/seats.ts',
    ],
    [
      'server/src/steps/a.ts',
      "import { p } from '../search/pairs.ts';",
      'server/src/steps/ may not import search/pairs.ts',
    ],
    [
      'server/src/http/a.ts',
      "import { g } from '../booking/write/guarded-write.ts';",
      'server/src/booking/write/ may be entered only by server/src/booking/, server/src/ops/',
    ],
    ['server/src/http/auth.ts', "import type { H } from './health.ts';", 'a hook never imports a hook'],
    [
      'server/src/translate/a.ts',
      "import { x } from '../state/redis.ts';",
      'server/src/translate/ may not import state/redis.ts',
    ],
    ['server/src/search/a.ts', "import { x } from '../state/redis.ts';", 'only with `import type`'],
    [
      'server/src/state/a.ts',
      "export { x } from '../http/auth.ts';",
      'server/src/state/ may not import http/auth.ts',
    ],
    [
      'server/src/app.ts',
      "import { x } from '../embedded/start.ts';",
      'nothing in src/ may import the test double',
    ],
    ['server/src/search/a.ts', "import Fastify from 'fastify';", 'server/src/search/ must not know fastify'],
    [
      'server/src/search/a.ts',
      "const load = () => import('ioredis');",
      'server/src/search/ must not know ioredis',
    ],
    [
      'server/src/upstream/a.ts',
      "import type { M } from '@partner-gateway/contract';",
      'must not know @partner-gateway/contract',
    ],
    [
      'server/src/deps.ts',
      "import { c } from '@partner-gateway/sdk';",
      'server may not import @partner-gateway/sdk',
    ],
    [
      'server/src/ops/a.ts',
      "import { s } from '@ts-rest/fastify';",
      '@ts-rest/fastify may be named only in contract/src/, server/src/http/',
    ],
    ['pricing/src/a.ts', "import { z } from 'zod';", 'pricing may not import zod'],
    ['pricing/src/a.ts', "import { readFileSync } from 'node:fs';", 'pricing may not import node:fs'],
    ['sdk/src/a.ts', "import { createHmac } from 'node:crypto';", 'sdk may not import node:crypto'],
    [
      'sdk/src/a.ts',
      "import { errorCodes } from '@partner-gateway/contract';",
      'at run time (only with `import type`)',
    ],
    [
      'contract/src/a.ts',
      "import { x } from '@ts-rest/open-api';",
      'contract may not import @ts-rest/open-api',
    ],
    [
      'contract/src/a.ts',
      "import { x } from '../../pricing/src/money.ts';",
      'a relative import may not leave packages/contract',
    ],
    ['write-guard/src/guard.ts', "import { z } from 'zod';", 'write-guard may not import zod'],
    ['write-guard/src/guard.ts', "import { Redis } from 'ioredis';", 'write-guard may not import ioredis'],
    [
      'server/src/booking/create-booking.ts',
      "import { createRedis } from '@partner-gateway/write-guard/redis';",
      '@partner-gateway/write-guard/redis may be named only in',
    ],
    ['twelvego-client/src/client.ts', "import { http } from 'msw';", 'twelvego-client may not import msw'],
    [
      'twelvego-client/src/client.ts',
      "import { createServer } from 'node:http';",
      'twelvego-client may not import node:http',
    ],
    [
      'twelvego-client/src/client.ts',
      "import type { Sandbox } from '../sandbox/sandbox.ts';",
      'nothing in src/ may import the test double',
    ],
    [
      'twelvego-client/sandbox/server.ts',
      "import Fastify from 'fastify';",
      'twelvego-client may not import fastify',
    ],
    [
      'cli/src/a.ts',
      "import { buildApp } from '@partner-gateway/server';",
      'cli may not import @partner-gateway/server',
    ],
  ])('%s: %s', (path, source, rule) => {
    const faults = broken({ [path]: `// first line\n${source}` });
    expect(faults).toContainEqual(expect.stringMatching(`^packages/${path}:2: `));
    expect(faults.join('\n')).toContain(rule);
  });
});

describe('what the architecture allows passes', () => {
  test.each([
    ['server/src/search/a.ts', "import type { SeatLocks } from '../state/seat-locks.ts';"],
    ['server/src/search/a.ts', "import { toBooking } from '../translate/booking.ts';"],
    ['server/src/booking/a.ts', "import { runGuarded } from './write/guarded-write.ts';"],
    ['server/src/ops/a.ts', "import { reserved } from '../booking/write/outcomes.ts';"],
    ['server/src/booking/write/a.ts', "import { netOf } from '../../steps/partner-booking.ts';"],
    [
      'server/src/http/routes.ts',
      "import { search } from '../search/search-itineraries.ts';\nimport { auth } from './auth.ts';",
    ],
    ['server/src/http/routes.ts', "import { initServer } from '@ts-rest/fastify';"],
    ['server/embedded/main.ts', "import { buildApp } from '../src/app.ts';"],
    ['contract/src/openapi/index.ts', "import { generateOpenApiAsync } from '@ts-rest/open-api';"],
    ['contract/src/openapi/a.ts', "import example from '../../examples/ticket.json' with { type: 'json' };"],
    [
      'twelvego-client/sandbox/server.ts',
      "import { createServer } from 'node:http';\nimport { http } from 'msw';",
    ],
    ['twelvego-client/sandbox/state.ts', "import { policies } from '../src/operations.ts';"],
    ['sdk/src/a.ts', "import type { contract } from '@partner-gateway/contract';"],
    ['pricing/src/money.ts', "import { dinero } from 'dinero.js';"],
  ])('%s: %s', (path, source) => {
    expect(broken({ [path]: source })).toEqual([]);
  });
});

describe('a file lies where it belongs and is called what it is', () => {
  test.each([
    ['server/src/state/index.ts', 'an index.ts is only for a package root'],
    ['server/src/tools/a.ts', 'server/src/tools/a.ts is in no folder'],
    ['server/src/http/utils.ts', '"utils" says nothing'],
    ['contract/src/common/money.ts', '"common" says nothing'],
    ['reports/src/a.ts', 'package reports is not in scripts/lib/import-rules.mjs'],
  ])('%s', (path, rule) => {
    expect(broken({ [path]: 'export {};' }).join('\n')).toContain(rule);
  });
});

describe('the environment, the clock and chance are read only where they may be', () => {
  test.each([
    ['server/src/deps.ts', 'const key = process.env.KEY;', 'process.env may be read only in'],
    ['sdk/src/a.ts', "const key = process['env'].KEY;", 'process.env may be read only in'],
    ['cli/src/a.ts', 'const { env } = process;', 'process.env may be read only in'],
    ['pricing/src/fx.ts', 'const now = Date.now();', 'Date.now() in a pure folder'],
    ['server/src/search/a.ts', 'const now = new Date();', 'new Date() in a pure folder'],
    ['server/src/translate/a.ts', 'const n = Math.random();', 'Math.random() in a pure folder'],
  ])('%s: %s', (path, source, rule) => {
    expect(broken({ [path]: source }).join('\n')).toContain(rule);
  });

  test('a clock that comes in as an argument is no clock', () => {
    expect(broken({ 'pricing/src/fx.ts': 'export const at = (ms: number) => new Date(ms);' })).toEqual([]);
  });

  test('the config file reads the environment', () => {
    expect(broken({ 'server/src/config/read.ts': 'export const port = process.env.PORT;' })).toEqual([]);
  });
});

test('a cycle is found once, also when it is made of types only', () => {
  const faults = broken({
    'pricing/src/a.ts': "import type { B } from './b.ts';",
    'pricing/src/b.ts': "import type { C } from './c.ts';",
    'pricing/src/c.ts': "import type { A } from './a.ts';",
    'pricing/src/d.ts': "import type { A } from './a.ts';",
  });
  expect(faults).toEqual([
    'packages/pricing/src/a.ts:1: import cycle pricing/src/a.ts → pricing/src/b.ts → pricing/src/c.ts → pricing/src/a.ts',
  ]);
});
