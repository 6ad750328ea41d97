/** The import rules catch what they forbid and let through what they allow, row by row. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deadRows } from '../scripts/lib/dead-rows.mjs';
import { importFaults } from '../scripts/lib/import-faults.mjs';
import type * as tables from '../scripts/lib/import-rules.mjs';
import { rooms } from '../scripts/lib/import-rules.mjs';
import { sourceFaults } from '../scripts/lib/source-faults.mjs';
import { parseSource } from '../scripts/lib/source-file.mjs';

type Tree = Record<string, string>;
const root = mkdtempSync(join(tmpdir(), 'partner-gateway-rules-'));
afterAll(() => rmSync(root, { recursive: true }));

const parse = (tree: Tree) => Object.entries(tree).map(([path, source]) => parseSource(path, source));

/** Plants the files, and an empty one wherever a relative import leads. */
const plant = (tree: Tree): string => {
  const folder = mkdtempSync(join(root, 'tree-'));
  const targets = Object.entries(tree).flatMap(([path, source]) =>
    [...source.matchAll(/'(\.[^']+)'/g)].map(([, target = '']): [string, string] => [
      join(dirname(path), target),
      '',
    ]),
  );
  for (const [path, source] of Object.entries({ ...Object.fromEntries(targets), ...tree })) {
    mkdirSync(dirname(join(folder, 'packages', path)), { recursive: true });
    writeFileSync(join(folder, 'packages', path), source);
  }
  return folder;
};

/** The rules broken by a tree of files, `path → source`, without the `packages/` in front. */
const broken = async (tree: Tree): Promise<string[]> => {
  const files = parse(tree);
  return [...files.flatMap(sourceFaults), ...(await importFaults(plant(tree), files))];
};

/** All rows in one tree, since a run over it takes a while: each source on a line of its own, from the second on. */
const treeOf = (rows: readonly (readonly [path: string, source: string, ...rest: string[]])[]): Tree => {
  const tree: Tree = {};
  for (const [path, source] of rows) tree[path] = `${tree[path] ?? '// first line'}\n${source}`;
  return tree;
};

describe('an import that is not allowed is named with its file, line and rule', () => {
  const rows: [path: string, source: string, rule: string][] = [
    [
      'server/src/booking/create-booking.ts',
      "import { b } from './quote-booking.ts';",
      'a flow never imports a flow',
    ],
    [
      'server/src/ops/explain-price.ts',
      "import { b } from './read-state.ts';",
      'a flow never imports a flow',
    ],
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
      'a relative import may not leave its package',
    ],
    [
      'tokens/src/a.ts',
      "import type { Client } from '@partner-gateway/contract';",
      'tokens may not import @partner-gateway/contract',
    ],
    ['tokens/src/a.ts', "import { readFileSync } from 'node:fs';", 'tokens may not import node:fs'],
    [
      'server/src/upstream/b.ts',
      "import type { Boxes } from '@partner-gateway/tokens';",
      '@partner-gateway/tokens may be named only in',
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
      "import type { Sandbox } from '../sandbox/index.ts';",
      'nothing in src/ may import the test double',
    ],
    [
      'twelvego-client/src/client.ts',
      "import type { Sandbox } from '@partner-gateway/sandbox';",
      'twelvego-client may not import @partner-gateway/sandbox',
    ],
    [
      'server/src/composition/upstream.ts',
      "import { createSandbox } from '@partner-gateway/sandbox';",
      '@partner-gateway/sandbox may be named only in server/embedded/',
    ],
    [
      'server/src/deps.ts',
      "import type { Sandbox } from '@partner-gateway/sandbox';",
      '@partner-gateway/sandbox may be named only in server/embedded/',
    ],
    [
      'server/src/composition/upstream.ts',
      "import { createSandbox } from '@partner-gateway/twelvego-client/sandbox';",
      'server may not import @partner-gateway/twelvego-client/sandbox',
    ],
    ['sandbox/src/serve.ts', "import Fastify from 'fastify';", 'sandbox may not import fastify'],
    [
      'sandbox/src/twelvego/scenarios.ts',
      "import type { Operation } from '@partner-gateway/twelvego-client';",
      'sandbox may not import @partner-gateway/twelvego-client',
    ],
    ['sandbox/src/fuji/rates.ts', "import { http } from 'msw';", 'msw may be named only in'],
    [
      'cli/src/a.ts',
      "import { buildApp } from '@partner-gateway/server';",
      'cli may not import @partner-gateway/server',
    ],
    // What ties files together without an import statement, or runs beside one that does not.
    [
      'server/src/partners/a.ts',
      "export type S = import('../state/redis.ts').S;",
      'may not import state/redis.ts',
    ],
    ['server/src/partners/a.ts', "export type { X } from '../http/auth.ts';", 'may not import http/auth.ts'],
    ['server/src/partners/a.ts', "import { type X } from '../steps/a.ts';", 'may not import steps/a.ts'],
    ['server/src/partners/a.ts', "import '../journal/a.ts';", 'may not import journal/a.ts'],
    ['server/src/steps/a.ts', "export * from '../state/a.ts';", 'only with `import type`'],
    ['server/src/steps/b.ts', "import { a, type B } from '../state/a.ts';", 'only with `import type`'],
    [
      'server/src/steps/c.ts',
      "import type { A } from '../state/a.ts'; import { a } from '../state/a.ts';",
      'only with `import type`',
    ],
    ['server/src/steps/a.ts', "import d, { type T } from '../state/b.ts';", 'reads like an import of types'],
    ['server/src/steps/a.ts', "export {} from '../state/c.ts';", 'reads like an import of types'],
    [
      'server/src/translate/a.ts',
      "export type B = import('pino').Logger;",
      'server/src/translate/ must not know pino',
    ],
    ['server/src/translate/a.ts', "import fs from 'fs/promises';", 'must not know node:fs/promises'],
    ['pricing/src/a.ts', "import { x } from '../../../bench/run.ts';", 'may not leave its package'],
    ['server/embedded/a.ts', "import pino from 'pino';", 'pino may be named only in'],
    // Rooms that are kept for what comes.
    [
      'server/src/relay/a.ts',
      "import { create } from '../booking/create-booking.ts';",
      'server/src/relay/ may not import booking/create-booking.ts',
    ],
    [
      'server/src/relay/a.ts',
      "import { createTwelveGoClient } from '@partner-gateway/twelvego-client';",
      'server/src/relay/ must not know @partner-gateway/twelvego-client',
    ],
    [
      'server/src/events/a.ts',
      "import { relay } from '../relay/relay.ts';",
      'server/src/events/ may not import relay/relay.ts',
    ],
    [
      'server/src/http/b.ts',
      "import type { Relay } from '../relay/relay.ts';",
      'server/src/http/ may not import relay/relay.ts',
    ],
    [
      'server/src/programs/relay.ts',
      "import { startGateway } from '../composition/gateway.ts';",
      'server/src/programs/relay.ts may not import composition/gateway.ts',
    ],
    [
      'server/src/programs/gateway.ts',
      "import { relay } from '../relay/relay.ts';",
      'server/src/programs/gateway.ts may not import relay/relay.ts',
    ],
    ['router/src/a.ts', "import { Redis } from 'ioredis';", 'router may not import ioredis'],
    [
      'router/src/a.ts',
      "import { createTwelveGoClient } from '@partner-gateway/twelvego-client';",
      'router may not import @partner-gateway/twelvego-client',
    ],
  ];
  let faults: string[] = [];
  beforeAll(async () => {
    faults = await broken(treeOf(rows));
  });

  test.each(rows)('%s: %s', (path, source, rule) => {
    const line = treeOf(rows)[path]?.split('\n').indexOf(source);
    const found = faults.filter((fault) => fault.startsWith(`packages/${path}:${Number(line) + 1}: `));
    expect(found.join('\n')).toContain(rule);
  });

  test('an import that leads nowhere', async () => {
    const folder = plant({});
    mkdirSync(join(folder, 'packages/pricing/src'), { recursive: true });
    const source = "import { x } from './gone.ts';";
    writeFileSync(join(folder, 'packages/pricing/src/a.ts'), source);
    expect((await importFaults(folder, [{ path: 'pricing/src/a.ts', text: source }])).join()).toContain(
      'packages/pricing/src/a.ts:1: ./gone.ts does not exist',
    );
  });
});

describe('what the architecture allows passes', () => {
  const rows: [path: string, source: string][] = [
    ['server/src/search/a.ts', "import type { CreditHolds } from '../state/credit-holds.ts';"],
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
    ['server/embedded/start.ts', "import { createSandbox } from '@partner-gateway/sandbox';"],
    ['twelvego-client/sandbox/index.ts', "export { createSandbox } from '@partner-gateway/sandbox';"],
    [
      'sandbox/src/twelvego/server.ts',
      "import { createServer } from 'node:http';\nimport { http } from 'msw';",
    ],
    ['sdk/src/a.ts', "import type { contract } from '@partner-gateway/contract';"],
    ['pricing/src/money.ts', "import { dinero } from 'dinero.js';"],
    ['tokens/src/a.ts', "import { createHmac } from 'node:crypto';\nimport { z } from 'zod';"],
    ['server/src/steps/a.ts', "import { assertLife } from '@partner-gateway/tokens';"],
    ['server/src/relay/b.ts', "import { outbox } from '../events/outbox.ts';"],
    ['server/src/programs/relay.ts', "import { startRelay } from '../composition/relay/relay-process.ts';"],
    ['router/src/b.ts', "import { partnerContract } from '@partner-gateway/contract';"],
  ];
  let faults: string[] = [];
  beforeAll(async () => {
    faults = await broken(treeOf(rows));
  });

  test.each(rows)('%s: %s', (path) => {
    expect(faults.filter((fault) => fault.startsWith(`packages/${path}:`))).toEqual([]);
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
    expect(
      parse({ [path]: 'export {};' })
        .flatMap(sourceFaults)
        .join('\n'),
    ).toContain(rule);
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
    expect(
      parse({ [path]: source })
        .flatMap(sourceFaults)
        .join('\n'),
    ).toContain(rule);
  });

  test('a clock that comes in as an argument is no clock', () => {
    expect(
      parse({ 'pricing/src/fx.ts': 'export const at = (ms: number) => new Date(ms);' }).flatMap(sourceFaults),
    ).toEqual([]);
  });

  test('the config file reads the environment', () => {
    expect(
      parse({ 'settings/src/read.ts': 'export const port = process.env.PORT;' }).flatMap(sourceFaults),
    ).toEqual([]);
  });
});

test.each([
  ['imports of types', (name: string, file: string) => `import type { ${name} } from '${file}';`],
  [
    'types named in passing',
    (name: string, file: string) => `export type ${name} = import('${file}').${name};`,
  ],
  ['exports', (_name: string, file: string) => `export * from '${file}';`],
])('a cycle is found once, also when it is made of %s', async (_kind, edge) => {
  const faults = await broken({
    'pricing/src/a.ts': edge('B', './b.ts'),
    'pricing/src/b.ts': edge('C', './c.ts'),
    'pricing/src/c.ts': edge('A', './a.ts'),
    'pricing/src/d.ts': edge('A', './a.ts'),
  });
  expect(faults).toEqual([
    'packages/pricing/src/a.ts:1: import cycle pricing/src/a.ts → pricing/src/b.ts → pricing/src/c.ts → pricing/src/a.ts',
  ]);
});

test('a folder that is kept, while there is one, says what it is for, and stands in the architecture', () => {
  const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  const folders = rooms.filter((room) => room.endsWith('/'));
  for (const folder of folders) {
    expect(read(`packages/${folder}README.md`)).toContain('Empty so far');
    expect(read('docs/architecture.md')).toContain(`\`${folder.replace('server/src/', '')}\``);
  }
});

describe('a row without a subject is named', () => {
  const subjects = { files: ['pricing/src/money.ts'], modules: ['dinero.js', 'node:fs', 'node:fs/promises'] };
  const none = {
    indexFiles: [],
    environmentReaders: [],
    emptyNames: [],
    pureFolders: [],
    testDoubles: [],
    rooms: [],
  };
  const empty = { ...none, packages: {}, onlyIn: {}, serverFolders: {}, interiors: {}, strangers: {} };
  const dead = (rules: object) =>
    deadRows(subjects, { ...empty, ...rules } as unknown as typeof tables).map(
      (fault) => fault.split(': ')[1],
    );

  test.each([
    [{ indexFiles: ['pricing/src/index.ts'] }, 'indexFiles names pricing/src/index.ts, which does not exist'],
    [{ pureFolders: ['server/src/flows/'] }, 'pureFolders names server/src/flows/, which does not exist'],
    [{ packages: { reports: { may: [] } } }, 'packages, reports names reports/, which does not exist'],
    [{ packages: { pricing: { may: ['zod'] } } }, 'packages, pricing names zod, which does not exist'],
    [
      { packages: { pricing: { may: [], in: { 'pricing/src/fx/': [] } } } },
      'packages, pricing names pricing/src/fx/, which does not exist',
    ],
    [{ onlyIn: { 'msw/*': [] } }, 'onlyIn names msw/*, which does not exist'],
    [{ onlyIn: { 'dinero.js': ['sdk/src/'] } }, 'onlyIn, dinero.js names sdk/src/, which does not exist'],
    [{ serverFolders: { 'events/': { may: [] } } }, 'serverFolders names events/, which does not exist'],
    [
      { interiors: { 'pricing/src/money.ts': ['sdk/src/'] } },
      'interiors names sdk/src/, which does not exist',
    ],
    [
      { strangers: { 'a hook': ['server/src/http/auth.ts'] } },
      'strangers, a hook names server/src/http/auth.ts, which does not exist',
    ],
    [{ pureFolders: ['pricing/src/', 'pricing/src/'] }, 'pureFolders names pricing/src/ twice'],
  ])('%j', (rules, fault) => {
    expect(dead(rules)).toEqual([fault]);
  });

  test('a room that is kept may be named, until a file lies in it', () => {
    const serverFolders = { 'events/': { may: [] } };
    expect(dead({ serverFolders, rooms: ['server/src/events/'] })).toEqual([]);
    expect(dead({ rooms: ['pricing/src/'] })).toEqual(['rooms names pricing/src/, which is taken']);
  });

  test('one with a subject is not', () => {
    const rules = {
      pureFolders: ['pricing/src/'],
      packages: { pricing: { may: ['dinero.js', 'dinero.js/*', 'node:fs*', '*'] } },
    };
    expect(dead(rules)).toEqual([]);
  });
});
