/** What is published, and its tarballs: what a partner would receive. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { pnpm } from '../../scripts/lib/pnpm.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { execute } from './command.ts';

type Manifest = {
  readonly private?: boolean;
  readonly engines: { readonly node: string };
  readonly exports: unknown;
  readonly peerDependencies?: Record<string, string>;
};

export const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(`${root}/packages/${name}/package.json`, 'utf8'));

/** Folders below packages/ of what goes to the registry. */
export const published = readdirSync(`${root}/packages`)
  // A room may be kept for a package that is not there yet.
  .filter((name) => existsSync(`${root}/packages/${name}/package.json`))
  .filter((name) => manifestOf(name).private !== true);

export const pack = async (name: string, folder: string): Promise<string> => {
  const target = `${folder}/${name}.tgz`;
  const args = ['pack', '--out', target, '--config.ignore-scripts=true'];
  const { code, output } = await pnpm(args, { cwd: `${root}/packages/${name}` });
  if (code !== 0) throw new Error(`${output}\npnpm pack: exit code ${code}`);
  return target;
};

/** The files of a tarball, and its manifest as text. */
export const contentsOf = async (tarball: string) => {
  const { stdout: files } = await execute({ lines: true })('tar', ['-tzf', tarball]);
  const { stdout: manifest } = await execute('tar', ['-xzOf', tarball, 'package/package.json']);
  return { files: files.map((file) => file.replace(/^package\//, '')), manifest };
};

/** Every file that an exports map points at. */
export const targetsOf = (exports: unknown): string[] => {
  if (typeof exports === 'string') return [exports];
  return exports && typeof exports === 'object' ? Object.values(exports).flatMap(targetsOf) : [];
};
