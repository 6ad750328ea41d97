/** Packs a package and reads the tarball back: what a partner would receive. */
import { pnpm } from './pnpm.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';

const unwanted = [
  /\.test\./,
  /(^|\/)(src|test|scripts|__fixtures__|__golden__)\//,
  /tsconfig/,
  /tsup\.config/,
  /\.env/,
];

/** @param {string} name folder under packages/, already built @param {string} folder where the tarball goes */
export async function pack(name, folder) {
  const target = `${folder}/${name}.tgz`;
  const args = ['pack', '--out', target, '--config.ignore-scripts=true'];
  const { code, output } = await pnpm(args, { cwd: `${root}/packages/${name}` });
  if (code !== 0) throw new Error(`${output}\npnpm pack: exit code ${code}`);
  return target;
}

/** @param {string} tarball @param {readonly string[]} args */
async function tar(tarball, ...args) {
  const { code, stdout, output } = await run('tar', [...args.slice(0, 1), tarball, ...args.slice(1)]);
  if (code !== 0) throw new Error(output);
  return stdout;
}

/** Every file that an exports map points at. @param {unknown} node @returns {string[]} */
function targets(node) {
  if (typeof node === 'string') return [node];
  return node && typeof node === 'object' ? Object.values(node).flatMap(targets) : [];
}

/** @param {string} tarball throws with every fault at once */
export async function assertCleanTarball(tarball) {
  const files = (await tar(tarball, '-tzf'))
    .trim()
    .split('\n')
    .map((file) => file.replace(/^package\//, ''));
  const manifestText = await tar(tarball, '-xzOf', 'package/package.json');
  const { exports } = JSON.parse(manifestText);
  const faults = [
    ...files.filter((file) => unwanted.some((pattern) => pattern.test(file))).map((file) => `ships ${file}`),
    ...targets(exports)
      .filter((target) => !files.includes(target.replace(/^\.\//, '')))
      .map((target) => `exports ${target}, which is not in the tarball`),
    ...['workspace:', 'catalog:']
      .filter((word) => manifestText.includes(`"${word}`))
      .map((word) => `its package.json still says ${word}`),
    ...(JSON.stringify(exports).includes('@partner-gateway/source')
      ? ['publishConfig.exports is not applied']
      : []),
    ...['README.md', 'LICENSE'].filter((file) => !files.includes(file)).map((file) => `has no ${file}`),
  ];
  if (faults.length > 0) throw new Error(faults.map((fault) => `    ${fault}`).join('\n'));
}
