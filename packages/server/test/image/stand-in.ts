/** A stand-in for the base image, where there is no registry to pull it from: Debian, the Node of the lockfile and this machine's npm. */
import { existsSync, realpathSync } from 'node:fs';
import { cp, link, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, buildah, cacheFolder, runTool } from './buildah.ts';

// What the official image has and the build asks for; documentation is left out there too.
const packages = ['binutils', 'libatomic1', 'libstdc++6'];
const leftOut = ['man', 'locale', 'doc'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);

const debian = async (): Promise<string> => {
  const kept = join(cacheFolder, 'debian.tar');
  if (existsSync(kept)) return kept;
  const fresh = join(cacheFolder, `debian-${process.pid}.tar`);
  const options = ['--quiet', '--variant=essential', `--include=${packages.join(',')}`, ...leftOut];
  const mmdebstrap = process.env.MMDEBSTRAP_BIN ?? 'mmdebstrap';
  await runTool(mmdebstrap, [...options, '--dpkgopt=force-unsafe-io', 'bookworm', fresh]);
  await rename(fresh, kept);
  return kept;
};

const dockerfile = `FROM scratch
ADD debian.tar /
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
RUN chmod 755 /usr/local/bin/node && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
`;

const npmFolder = async (): Promise<string> =>
  dirname(dirname(realpathSync((await runTool('which', ['npm'])).trim())));

/** Makes the image under the name that the build begins from, unless an earlier run has. */
export const ensureStandIn = async (tag: string): Promise<void> => {
  const known = await buildah('images', '--format', '{{.Name}}:{{.Tag}}');
  if (known.split('\n').includes(tag)) return;
  const context = await mkdtemp(join(cacheFolder, 'stand-in-'));
  try {
    await link(await debian(), join(context, 'debian.tar'));
    await cp(process.execPath, join(context, 'node'));
    await cp(await npmFolder(), join(context, 'npm'), { recursive: true });
    await writeFile(join(context, 'Dockerfile'), dockerfile);
    await build(context, { tag });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
};
