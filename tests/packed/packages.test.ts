/**
 * Each published package as a partner meets it: from its tarball in an empty folder, from ESM and CJS, under strict types, against
 * a running gateway. The consumer programs are in consumers/<package>/.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { runtimeNode, satisfiesMinimum } from '../../scripts/lib/node.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { execute } from './command.ts';
import { contentsOf, manifestOf, pack, published, targetsOf } from './published.ts';

const consumers = new URL('./consumers', import.meta.url).pathname;
const npmQuiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
const selfContained = ['sdk', 'pricing'];
const unwanted = /\.test\.|(^|\/)(src|test|scripts|__fixtures__|__golden__)\/|tsconfig|tsup\.config|\.env/;

const gateway = inject('gateway');
const env = {
  PARTNER_GATEWAY_BASE_URL: gateway.baseUrl,
  PARTNER_GATEWAY_CLIENT_ID: gateway.clientId,
  PARTNER_GATEWAY_API_KEY: gateway.apiKey,
  TWELVEGO_BASE_URL: gateway.sandboxUrl,
  TWELVEGO_API_KEY: gateway.sandboxApiKey,
};

const scratch = mkdtempSync(join(tmpdir(), 'partner-gateway-packed-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The lockfile's Node, and the host's own when the package says it runs there: partners do not run our Node. */
const runtimesFor = (name: string): [label: string, path: string][] => {
  const host = process.env.HOST_NODE_BIN ?? process.execPath;
  const { stdout } = spawnSync(host, ['--version'], { encoding: 'utf8' });
  const isFit = satisfiesMinimum(manifestOf(name).engines.node, stdout);
  return [
    ['bundled node', runtimeNode()],
    ...(isFit ? [[`host node ${stdout.trim()}`, host] as [string, string]] : []),
  ];
};

/** Partners have either compiler; the one in JavaScript takes so long that only what they install is read by it too. */
const compilersFor = (name: string): string[] =>
  name === 'sdk' ? ['typescript', 'typescript7'] : ['typescript7'];

/** Each program in a folder of consumers, on each runtime. */
const runs = (name: string, folder: string) => {
  const programs = existsSync(folder) ? readdirSync(folder).filter((file) => /\.[cm]js$/.test(file)) : [];
  return programs.flatMap((program) =>
    runtimesFor(name).map(([label, path]) => [program, label, path] as const),
  );
};

/**
 * What "Are the types wrong?" has against a tarball, loaded once for all of them. ESM-only subpaths are meant: a CJS consumer loads them
 * with import(). Nobody resolves as Node 10 did.
 */
const wrongTypes = async (tarball: string): Promise<readonly Problem[]> => {
  const analysis = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
  if (analysis.types === false) throw new Error(`${tarball} has no types`);
  return analysis.problems.filter(
    (problem) =>
      problem.kind !== 'CJSResolvesToESM' &&
      !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
  );
};

const promises = (name: string) => {
  const folder = join(scratch, name);
  let tarball = '';

  beforeAll(async () => {
    tarball = await pack(name, scratch);
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }\n');
    await execute('npm', ['install', tarball, ...npmQuiet], { cwd: folder });
    cpSync(join(consumers, name), folder, { recursive: true });
    cpSync(join(consumers, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  });

  // Its own `expect`: the global one does not know, after an `await`, whose it is among tests that run at once.
  test('the tarball holds what it declares and nothing else', async ({ expect }) => {
    const { files, manifest } = await contentsOf(tarball);
    const { exports } = JSON.parse(manifest);
    const declared = targetsOf(exports).map((target) => target.replace(/^\.\//, ''));
    expect.soft(files.filter((file) => unwanted.test(file))).toEqual([]);
    expect.soft(files).toEqual(expect.arrayContaining([...declared, 'README.md', 'LICENSE']));
    expect.soft(declared).not.toEqual([]);
    expect.soft(manifest).not.toMatch(/"(workspace|catalog):/);
    expect.soft(JSON.stringify(exports)).not.toContain('@partner-gateway/source');
  });

  test('publint', async () => {
    await execute(`${root}/node_modules/.bin/publint`, ['run', tarball, '--strict']);
  });

  test('types resolve', async () => {
    expect(await wrongTypes(tarball)).toEqual([]);
  });

  test('brings no dependency that it does not declare', () => {
    const installed = readdirSync(join(folder, 'node_modules')).filter((entry) => !entry.startsWith('.'));
    expect(installed).toContain('@partner-gateway');
    expect(installed.length === 1).toBe(selfContained.includes(name));
  });

  test.each(compilersFor(name))('a consumer compiles with %s', async (compiler) => {
    // Side by side, its threads check the same types several times.
    const threads = compiler === 'typescript7' ? ['--singleThreaded'] : [];
    await execute(runtimeNode(), [`${root}/node_modules/${compiler}/bin/tsc`, '-p', folder, ...threads]);
  });

  test.each(runs(name, join(consumers, name)))('%s runs on %s', async (program, _label, node) => {
    await execute(node, [program], { cwd: folder, env });
  });

  // What needs the optional peers comes last, so that the rest is known to work without them.
  const { peerDependencies } = manifestOf(name);
  if (peerDependencies === undefined) return;
  describe('with its peers', () => {
    beforeAll(async () => {
      const peers = Object.entries(peerDependencies).map(([peer, range]) => `${peer}@${range}`);
      await execute('npm', ['install', ...peers, ...npmQuiet], { cwd: folder });
    });

    test.each(runs(name, join(consumers, name, 'with-peers')))(
      '%s runs on %s',
      async (program, _label, node) => {
        await execute(node, [program], { cwd: join(folder, 'with-peers'), env });
      },
    );
  });
};

// Each works through its programs one after another, and none waits for another: most of them use one core.
describe.concurrent.each(published)('%s', (name) => {
  describe('from its tarball', { concurrent: false }, () => promises(name));
});

test.each(published)('%s has consumers', (name) => {
  expect(runs(name, join(consumers, name))).not.toEqual([]);
  if (manifestOf(name).peerDependencies)
    expect(runs(name, join(consumers, name, 'with-peers'))).not.toEqual([]);
});
