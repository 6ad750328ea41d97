/**
 * `npm run image -- build|size|scan|push`: the image that `IMAGE` names, from the Dockerfile, by Docker. `size` refuses more than 165 MB;
 * `scan` asks the scanner of `SCANNER_IMAGE`, a Trivy pinned by digest, and refuses what is high, critical and mended elsewhere.
 */
import { execFileSync } from 'node:child_process';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { giveUp, say } from './lib/say.mjs';

const bytesMax = 165_000_000;
const image =
  process.env.IMAGE ?? giveUp('IMAGE names the image, `registry.example.com/partner-gateway:1.0.0`');
const version = image.slice(image.lastIndexOf(':') + 1);

/** @param {readonly string[]} args */
const docker = async (args) => (await run('docker', args, { live: true })).code;

const build = () => {
  const revision = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const facts = { VERSION: version, REVISION: revision, CREATED: new Date().toISOString() };
  const args = Object.entries(facts).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  return docker(['build', ...args, '-t', image, root]);
};

const size = async () => {
  const { code, output } = await run('docker', ['image', 'inspect', '--format', '{{.Size}}', image]);
  if (code !== 0) return code;
  say(`${image}: ${Math.round(Number(output) / 1e6)} MB of ${bytesMax / 1e6}`);
  return Number(output) <= bytesMax ? 0 : 1;
};

const scan = () => {
  const scanner = process.env.SCANNER_IMAGE ?? '';
  if (!/@sha256:[0-9a-f]{64}$/.test(scanner)) giveUp('SCANNER_IMAGE names a Trivy by digest, `…@sha256:…`');
  const socket = ['-v', '/var/run/docker.sock:/var/run/docker.sock'];
  const refused = ['--exit-code', '1', '--severity', 'HIGH,CRITICAL', '--ignore-unfixed'];
  return docker(['run', '--rm', ...socket, scanner, 'image', ...refused, image]);
};

const [step = ''] = process.argv.slice(2);
const steps = new Map(Object.entries({ build, size, scan, push: () => docker(['push', image]) }));
const work = steps.get(step) ?? giveUp(`one of ${[...steps.keys()].join(', ')} is expected`);
process.exit(await work());
