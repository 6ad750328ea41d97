/**
 * Installs each publishable package the way a partner does, from its tarball into an empty folder, and uses it there:
 * from ESM and CJS, under strict types, against a running gateway. The consumer programs are in scripts/packed/<package>/.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { createChecks } from './lib/checks.mjs';
import { withGateway } from './lib/gateway.mjs';
import { runtimeNode, satisfiesMinimum } from './lib/node.mjs';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { assertCleanTarball, pack } from './lib/tarball.mjs';

const { check, attempt, finish } = createChecks('packed-install');
const npmQuiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
const selfContained = ['sdk', 'pricing'];
const scratch = mkdtempSync(join(tmpdir(), 'partner-gateway-packed-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** Names of the packages that go to the registry. */
function publishable() {
  const manifest = (name) => JSON.parse(readFileSync(`${root}/packages/${name}/package.json`, 'utf8'));
  return readdirSync(`${root}/packages`).filter((name) => manifest(name).private !== true);
}

/** @param {string} command @param {readonly string[]} args @param {import('./lib/run.mjs').RunOptions} [options] */
async function mustPass(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${output}\n${command} ${args.join(' ')}: exit code ${code}`);
  return output;
}

/** @param {string} name @param {string} tarball */
async function inspect(name, tarball) {
  const bin = (tool) => `${root}/node_modules/.bin/${tool}`;
  await check(`${name}: the tarball holds what it declares and nothing else`, () =>
    assertCleanTarball(tarball),
  );
  await check(`${name}: publint`, () => mustPass(bin('publint'), ['run', tarball, '--strict']));
  // ESM-only subpaths are meant: a CJS consumer loads them with import().
  const attw = [
    tarball,
    '--profile',
    'node16',
    '--no-definitely-typed',
    '--ignore-rules',
    'cjs-resolves-to-esm',
  ];
  await check(`${name}: types resolve`, () => mustPass(bin('attw'), attw));
}

/** @param {string} name @param {string} tarball @returns {Promise<string>} the folder it is installed in */
async function installAlone(name, tarball) {
  const folder = join(scratch, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }\n');
  await mustPass('npm', ['install', tarball, ...npmQuiet], { cwd: folder });
  cpSync(`${root}/scripts/packed/${name}`, folder, { recursive: true });
  return folder;
}

/** @param {string} folder */
function assertAlone(folder) {
  const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  if (installed.join() !== '@partner-gateway') throw new Error(`also installed: ${installed}`);
}

/** The lockfile's Node, and the host's own when the package says it runs there: partners do not run our Node. */
function runtimesFor(name) {
  const host = process.env.npm_node_execpath ?? process.execPath;
  const { engines } = JSON.parse(readFileSync(`${root}/packages/${name}/package.json`, 'utf8'));
  const runtimes = [{ label: 'bundled node', path: runtimeNode() }];
  const { stdout } = spawnSync(host, ['--version'], { encoding: 'utf8' });
  if (satisfiesMinimum(engines.node, stdout))
    runtimes.push({ label: `host node ${stdout.trim()}`, path: host });
  return runtimes;
}

/** @param {string} name @param {string} folder */
async function compile(name, folder) {
  cpSync(`${root}/scripts/packed/tsconfig.json`, join(folder, 'tsconfig.json'));
  for (const compiler of ['typescript', 'typescript7']) {
    const tsc = `${root}/node_modules/${compiler}/bin/tsc`;
    await check(`${name}: a consumer compiles with ${compiler}`, () =>
      mustPass(runtimeNode(), [tsc, '-p', folder]),
    );
  }
}

/** @param {string} name @param {string} folder where the programs are @param {import('./lib/gateway.mjs').Gateway} gateway */
async function consume(name, folder, gateway) {
  const programs = readdirSync(folder).filter((file) => /\.[cm]js$/.test(file));
  if (programs.length === 0) throw new Error(`${folder} has no program to run`);
  const env = {
    NODE_PATH: undefined,
    PARTNER_GATEWAY_BASE_URL: gateway.baseUrl,
    PARTNER_GATEWAY_CLIENT_ID: gateway.clientId,
    PARTNER_GATEWAY_API_KEY: gateway.apiKey,
    TWELVEGO_BASE_URL: gateway.sandboxUrl,
    TWELVEGO_API_KEY: gateway.sandboxApiKey,
  };
  for (const file of programs) {
    for (const { label, path } of runtimesFor(name)) {
      await check(`${name}: ${file} runs on ${label}`, () => mustPass(path, [file], { cwd: folder, env }));
    }
  }
}

/** What needs the optional peers comes last, so that the rest is known to work without them. */
async function consumeWithPeers(name, folder, gateway) {
  const { peerDependencies = {} } = JSON.parse(readFileSync(`${root}/packages/${name}/package.json`, 'utf8'));
  const peers = Object.entries(peerDependencies).map(([peer, range]) => `${peer}@${range}`);
  if (peers.length === 0) return;
  await mustPass('npm', ['install', ...peers, ...npmQuiet], { cwd: folder });
  await consume(name, join(folder, 'with-peers'), gateway);
}

/** @param {string} name @param {import('./lib/gateway.mjs').Gateway} gateway */
async function checkPackage(name, gateway) {
  await attempt(`${name}: packs and installs`, async () => {
    const tarball = await pack(name, scratch);
    await inspect(name, tarball);
    const folder = await installAlone(name, tarball);
    if (selfContained.includes(name)) await check(`${name}: brings no dependency`, () => assertAlone(folder));
    await compile(name, folder);
    await consume(name, folder, gateway);
    await consumeWithPeers(name, folder, gateway);
  });
}

const names = publishable();
await build([...names, 'server']);
await attempt('the embedded gateway starts', () =>
  withGateway(async (gateway) => {
    for (const name of names) await checkPackage(name, gateway);
  }),
);
finish();
